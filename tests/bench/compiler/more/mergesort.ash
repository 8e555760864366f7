/// Merge sort of a linked list, with links of 16 bits.
module mergesort

use host

struct Node { value: u32, next: u16, pad 2 }

var nodes: [512]Node = [Node{ value: 0, next: 0 }; 512]

const END: u16 = 0xFFFF

fn merge(n: []mut Node, a: u16, b: u16) u16 {
    var x = a
    var y = b
    var head = END
    var tail = END
    while x != END and y != END {
        var take = x
        if n[x].value <= n[y].value {
            x = n[x].next
        } else {
            take = y
            y = n[y].next
        }
        if tail == END { head = take } else { n[tail].next = take }
        tail = take
    }
    let rest = if x == END { y } else { x }
    if tail == END { return rest }
    n[tail].next = rest
    return head
}

fn sort(n: []mut Node, first: u16) u16 {
    var bins = [END; 12]
    var at = first
    while at != END {
        let next = n[at].next
        n[at].next = END
        var carry = at
        var i: u32 = 0
        while i < 11 and bins[i] != END {
            carry = merge(n, bins[i], carry)
            bins[i] = END
            i += 1
        }
        bins[i] = carry
        at = next
    }
    var all = END
    for b in bins { all = merge(n, b, all) }
    return all
}

@noinline @export("run")
fn run(rounds: u32) u32 {
    var sum: u32 = 0
    var x: u32 = 5
    for round in 0..rounds {
        for i in 0..nodes.len {
            x = x * 1664525 + 1013904223
            nodes[i].value = x >> 8
            nodes[i].next = if i + 1 < nodes.len { i as u16 + 1 } else { END }
        }
        var at = sort(nodes[..], 0)
        while at != END {
            sum = sum * 31 + nodes[at].value
            at = nodes[at].next
        }
    }
    return sum
}

@entry fn start() never { host.finish(run(10)) }

/// Disjoint sets that are joined, with shortened paths.
module union_find

use host

const N: u32 = 300

struct Set { parent: u32, rank: u32 }

var sets: [300]Set = [Set{ parent: 0, rank: 0 }; 300]

fn find(s: []mut Set, x: u32) u32 {
    var root = x
    while s[root].parent != root { root = s[root].parent }
    var at = x
    while s[at].parent != root {
        let next = s[at].parent
        s[at].parent = root
        at = next
    }
    return root
}

fn join(s: []mut Set, a: u32, b: u32) bool {
    let x = find(s, a)
    let y = find(s, b)
    if x == y { return false }
    if s[x].rank < s[y].rank {
        s[x].parent = y
    } else {
        s[y].parent = x
        if s[x].rank == s[y].rank { s[x].rank += 1 }
    }
    return true
}

@noinline @export("run")
fn run(rounds: u32) u32 {
    var sum: u32 = 0
    var x: u32 = 11
    for round in 0..rounds {
        for i in 0..N {
            sets[i].parent = i
            sets[i].rank = 0
        }
        var joined: u32 = 0
        for i in 0..400 {
            x = x * 1664525 + 1013904223
            let a = (x >> 8) % N
            let b = (x >> 20) % N
            if join(sets[..], a, b) { joined += 1 }
        }
        sum = sum * 31 + joined
    }
    return sum
}

@entry fn start() never { host.finish(run(20)) }

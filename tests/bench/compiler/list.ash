/// A singly linked list of nodes from an array: built, reversed, sorted by merging, summed. Pointers that may be none.
module list

use host

const NODES = 500

struct Node { next: ?*mut Node, value: u32 }

var nodes: [NODES]Node = [Node{}; NODES]

fn build(seed: u32) ?*mut Node {
    var x = seed
    var head: ?*mut Node = none
    for i in 0..NODES {
        x = x * 1664525 + 1013904223
        let node = &mut nodes[i]
        node.value = x >> 12
        node.next = head
        head = node
    }
    return head
}

fn reverse(list: ?*mut Node) ?*mut Node {
    var done: ?*mut Node = none
    var rest = list
    while true {
        match rest {
            none => return done
            some(node) => {
                rest = node.next
                node.next = done
                done = node
            }
        }
    }
}

fn merge(left: ?*mut Node, right: ?*mut Node) ?*mut Node {
    var a = left
    var b = right
    var head = Node{}
    var last = &mut head
    while true {
        match a {
            none => {
                last.next = b
                return head.next
            }
            some(x) => match b {
                none => {
                    last.next = a
                    return head.next
                }
                some(y) => {
                    if x.value <= y.value {
                        last.next = a
                        last = x
                        a = x.next
                    } else {
                        last.next = b
                        last = y
                        b = y.next
                    }
                }
            }
        }
    }
}

/// Sorts the first `count` nodes, which are there.
fn sort(list: ?*mut Node, count: u32) ?*mut Node @recursive(16) {
    match list {
        none => return none
        some(first) => {
            if count == 1 {
                first.next = none
                return list
            }
            let half = count / 2
            var middle = list
            for i in 0..half {
                match middle {
                    none => break
                    some(node) => middle = node.next
                }
            }
            let right = sort(middle, count - half)
            return merge(sort(list, half), right)
        }
    }
}

fn sum(list: ?*mut Node) u32 {
    var total: u32 = 0
    var rest = list
    while true {
        match rest {
            none => return total
            some(node) => {
                total = total * 31 + node.value
                rest = node.next
            }
        }
    }
}

@noinline @export("run")
fn run(rounds: u32) u32 {
    var total: u32 = 0
    for round in 0..rounds {
        let built = build(round + 1)
        let sorted = sort(reverse(built), NODES)
        total = total * 3 + sum(sorted)
    }
    return total
}

@entry fn start() never {
    host.finish(run(15))
}

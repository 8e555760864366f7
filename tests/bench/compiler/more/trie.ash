/// A trie with four branches a node: words go in, words are looked up.
module trie

use host

const NONE: u16 = 0

struct Node { next: [4]u16, count: u32 }
struct Trie { nodes: [700]Node, used: u32 }

var trie: Trie = Trie{}

fn Trie.insert(self: *mut Trie, key: u32, length: u32) {
    var at: u32 = 0
    var rest = key
    for i in 0..length {
        let branch = rest & 3
        if self.nodes[at].next[branch] == NONE {
            self.used += 1
            self.nodes[self.used] = Node{}
            self.nodes[at].next[branch] = self.used as u16
        }
        at = self.nodes[at].next[branch] as u32
        rest >>= 2
    }
    self.nodes[at].count += 1
}

fn Trie.lookup(self: *Trie, key: u32, length: u32) u32 {
    var at: u32 = 0
    var rest = key
    for i in 0..length {
        at = self.nodes[at].next[rest & 3] as u32
        if at == 0 { return 0 }
        rest >>= 2
    }
    return self.nodes[at].count
}

@noinline @export("run")
fn run(rounds: u32) u32 {
    var sum: u32 = 0
    var x: u32 = 5
    for round in 0..rounds {
        trie.nodes[0] = Node{}
        trie.used = 0
        for i in 0..100 {
            x = x * 1664525 + 1013904223
            trie.insert(x >> 20, 6)
        }
        for i in 0..400 {
            x = x * 1664525 + 1013904223
            sum = sum * 31 + trie.lookup(x >> 20, 6)
        }
    }
    return sum
}

@entry fn start() never { host.finish(run(20)) }

/// Knuth, Morris and Pratt's search for a word in a text.
module kmp

use host

var text: [600]u8 = [0; 600]

fn prepare(pattern: []u8, next: []mut u32) {
    next[0] = 0
    var k: u32 = 0
    for i in 1..pattern.len {
        while k > 0 and pattern[k] != pattern[i] { k = next[k - 1] }
        if pattern[k] == pattern[i] { k += 1 }
        next[i] = k
    }
}

fn count(text: []u8, pattern: []u8, next: []u32) u32 {
    var found: u32 = 0
    var k: u32 = 0
    for c in text {
        while k > 0 and pattern[k] != c { k = next[k - 1] }
        if pattern[k] == c { k += 1 }
        if k == pattern.len {
            found += 1
            k = next[k - 1]
        }
    }
    return found
}

@noinline @export("run")
fn run(rounds: u32) u32 {
    var sum: u32 = 0
    var x: u32 = 5
    for i in 0..text.len {
        x = x * 1664525 + 1013904223
        text[i] = if x >> 30 == 0 { 'b' } else { 'a' }
    }
    var next = [0 as u32; 16]
    for round in 0..rounds {
        prepare("aabaaa", next[..])
        sum = sum * 31 + count(text[..], "aabaaa", next[..])
        prepare("aaaaaaaa", next[..])
        sum = sum * 31 + count(text[..], "aaaaaaaa", next[..])
    }
    return sum
}

@entry fn start() never { host.finish(run(50)) }

/// A string in a text, by comparing at every place and by Horspool's table of skips.
module search

use host

const SIZE = 4000
const NOWHERE: u32 = 0xFFFFFFFF

var text: [SIZE]u8 = [0; SIZE]
var skips: [256]u32 = [0; 256]

fn naive(in_text: []u8, what: []u8) u32 {
    if what.len > in_text.len { return NOWHERE }
    for at in 0..in_text.len - what.len + 1 {
        var i: u32 = 0
        while i < what.len and in_text[at + i] == what[i] { i += 1 }
        if i == what.len { return at }
    }
    return NOWHERE
}

fn horspool(in_text: []u8, what: []u8) u32 {
    for i in 0..256 { skips[i] = what.len }
    for i in 0..what.len - 1 { skips[what[i]] = what.len - 1 - i }
    var at: u32 = 0
    while at + what.len <= in_text.len {
        var i = what.len
        while i > 0 and in_text[at + i - 1] == what[i - 1] { i -= 1 }
        if i == 0 { return at }
        at += skips[in_text[at + what.len - 1]]
    }
    return NOWHERE
}

fn setup() {
    var x: u32 = 77
    for i in 0..SIZE {
        x = x * 1664525 + 1013904223
        text[i] = 'a' + (x >> 30) as u8
    }
}

@noinline @export("run")
fn run(rounds: u32) u32 {
    var sum: u32 = 0
    for round in 0..rounds {
        let at = 3000 + round * 31
        let what = text[at..at + 12]
        sum = sum * 3 + naive(text[..], what)
        sum = sum * 3 + horspool(text[..], what)
        sum = sum * 3 + horspool(text[..at + 5], what)
    }
    return sum
}

@entry fn start() never {
    setup()
    host.finish(run(20))
}

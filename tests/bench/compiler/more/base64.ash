/// Base64, there and back.
module base64

use host

enum Error: u8 { bad_character, bad_length }

const ALPHABET: []u8 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

var plain: [900]u8 = [0; 900]
var coded: [1300]u8 = [0; 1300]
var back: [900]u8 = [0; 900]

fn encode(from: []u8, into: []mut u8) u32 {
    var at: u32 = 0
    var i: u32 = 0
    while i + 2 < from.len {
        let word = (from[i] as u32) << 16 | (from[i + 1] as u32) << 8 | from[i + 2] as u32
        into[at] = ALPHABET[word >> 18]
        into[at + 1] = ALPHABET[word >> 12 & 63]
        into[at + 2] = ALPHABET[word >> 6 & 63]
        into[at + 3] = ALPHABET[word & 63]
        at += 4
        i += 3
    }
    return at
}

fn value(c: u8) u32!Error {
    return match c {
        'A'..'[' => (c - 'A') as u32
        'a'..'{' => (c - 'a' + 26) as u32
        '0'..':' => (c - '0' + 52) as u32
        '+' => 62
        '/' => 63
        _ => { fail Error.bad_character }
    }
}

fn decode(from: []u8, into: []mut u8) u32!Error {
    if from.len % 4 != 0 { fail Error.bad_length }
    var at: u32 = 0
    var i: u32 = 0
    while i < from.len {
        var word: u32 = 0
        for k in 0..4 { word = word << 6 | try value(from[i + k]) }
        into[at] = (word >> 16) as u8
        into[at + 1] = (word >> 8) as u8
        into[at + 2] = word as u8
        at += 3
        i += 4
    }
    return at
}

@noinline @export("run")
fn run(rounds: u32) u32 {
    var sum: u32 = 0
    for round in 0..rounds {
        let n = encode(plain[round * 3..], coded[..])
        let m = decode(coded[..n], back[..]) catch 0
        sum = sum * 31 + m
        for i in 0..m { sum = sum * 3 + back[i] }
    }
    return sum
}

@entry fn start() never {
    for i in 0..900 { plain[i] = (i * 7 + i / 13) as u8 }
    host.finish(run(10))
}

/// LZ4's block format, decompressed: tokens of literals and matches, overlapping copies, errors for what is malformed.
module lz

use host

enum Error: u8 { truncated, too_long, bad_distance }

var packed: [4096]u8 = [0; 4096]
var packed_size: u32 = 0
var plain: [16384]u8 = [0; 16384]

struct Input { bytes: []u8, at: u32 }

fn Input.next(self: *mut Input) u8!Error {
    if self.at >= self.bytes.len { fail Error.truncated }
    let byte = self.bytes[self.at]
    self.at += 1
    return byte
}

/// A length of 15 goes on in further bytes as long as they are 255.
fn Input.length(self: *mut Input, first: u32) u32!Error {
    var length = first
    if first == 15 {
        while true {
            let more = try self.next()
            length += more
            if more != 255 { break }
        }
    }
    return length
}

fn unpack(from: []u8, into: []mut u8) u32!Error {
    var input = Input{ bytes: from, at: 0 }
    var size: u32 = 0
    while true {
        let token = try input.next()
        let literals = try input.length(token >> 4)
        if literals > from.len - input.at { fail Error.truncated }
        if literals > into.len - size { fail Error.too_long }
        for i in 0..literals {
            into[size + i] = from[input.at + i]
        }
        input.at += literals
        size += literals
        if input.at == from.len { return size }
        let low = try input.next()
        let high = try input.next()
        let distance = low as u32 | (high as u32) << 8
        let count = (try input.length(token & 15)) + 4
        if distance == 0 or distance > size { fail Error.bad_distance }
        if count > into.len - size { fail Error.too_long }
        for i in 0..count {
            into[size + i] = into[size + i - distance]
        }
        size += count
    }
}

fn put(byte: u32) {
    packed[packed_size] = byte as u8
    packed_size += 1
}

/// Makes a well-formed stream from pseudo-random lengths and distances.
fn setup() {
    var x: u32 = 11
    var size: u32 = 0
    while packed_size < 3900 {
        x = x * 1664525 + 1013904223
        let literals = (x >> 20) % 14 + 1
        let count = (x >> 12 & 63) + 4
        put(literals << 4 | min(count - 4, 15))
        for i in 0..literals {
            x = x * 1664525 + 1013904223
            put(x >> 24)
        }
        size += literals
        x = x * 1664525 + 1013904223
        let distance = min((x >> 8 & 1023) + 1, size)
        put(distance & 255)
        put(distance >> 8)
        if count - 4 >= 15 { put(count - 4 - 15) }
        size += count
    }
    put(0)
}

@noinline @export("run")
fn run(rounds: u32) u32 {
    var sum: u32 = 0
    for round in 0..rounds {
        let size = unpack(packed[..packed_size], plain[..]) catch |e| match e {
            truncated => 1
            too_long => 2
            bad_distance => 3
        }
        sum = sum * 31 + size
        var i: u32 = 0
        while i < size {
            sum = sum * 3 + plain[i]
            i += 16
        }
    }
    return sum
}

@entry fn start() never {
    setup()
    host.finish(run(10))
}

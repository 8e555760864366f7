/// IEEE 802.3's checksum with a table of 256 words, over a buffer handed on as a slice.
module crc32

use host

var table: [256]u32 = [0; 256]
var buffer: [4096]u8 = [0; 4096]

fn make_table() {
    for i in 0..256 {
        var c: u32 = i
        for bit in 0..8 {
            c = if c & 1 != 0 { c >> 1 ^ 0xEDB88320 } else { c >> 1 }
        }
        table[i] = c
    }
}

fn update(crc: u32, bytes: []u8) u32 {
    var c = ~crc
    for b in bytes {
        c = table[(c ^ b) & 255] ^ c >> 8
    }
    return ~c
}

fn setup() {
    var x: u32 = 1
    for i in 0..buffer.len {
        x = x * 1664525 + 1013904223
        buffer[i] = (x >> 24) as u8
    }
}

@noinline @export("run")
fn run(rounds: u32) u32 {
    make_table()
    var crc: u32 = 0
    for round in 0..rounds {
        crc = update(crc, buffer[..])
    }
    return crc
}

@entry fn start() never {
    setup()
    host.finish(run(30))
}

/// What C calls memcpy, memset, memcmp and strlen, byte by byte over slices.
module memory

use host

const SIZE = 1000

var source: [SIZE]u8 = [0; SIZE]
var target: [SIZE]u8 = [0; SIZE]

fn copy(into: []mut u8, from: []u8) {
    for i in 0..from.len {
        into[i] = from[i]
    }
}

fn fill(into: []mut u8, byte: u8) {
    for i in 0..into.len {
        into[i] = byte
    }
}

fn compare(x: []u8, y: []u8) i32 {
    let n = min(x.len, y.len)
    for i in 0..n {
        if x[i] != y[i] { return x[i] as i32 - y[i] as i32 }
    }
    return x.len as i32 - y.len as i32
}

fn length(text: []u8) u32 {
    var n: u32 = 0
    while n < text.len and text[n] != 0 { n += 1 }
    return n
}

fn setup() {
    var x: u32 = 3
    for i in 0..SIZE {
        x = x * 1664525 + 1013904223
        source[i] = (x >> 24) as u8 | 1
    }
}

@noinline @export("run")
fn run(rounds: u32) u32 {
    var sum: u32 = 0
    for round in 0..rounds {
        let n = SIZE - 1 - round % 64
        fill(target[..], 0)
        copy(target[..n], source[..n])
        sum = sum * 3 + length(target[..])
        target[n - 1] ^= 2
        if compare(target[..n], source[..n]) > 0 { sum += 1 }
        sum += target[round]
    }
    return sum
}

@entry fn start() never {
    setup()
    host.finish(run(60))
}

/// Bits counted, found, reversed and mixed: shifts, masks and 64-bit words.
module bitcount

use host

fn count(x: u32) u32 {
    var v = x - (x >> 1 & 0x55555555)
    v = (v & 0x33333333) + (v >> 2 & 0x33333333)
    v = v + (v >> 4) & 0x0F0F0F0F
    return v * 0x01010101 >> 24
}

fn count_by_clearing(x: u32) u32 {
    var n: u32 = 0
    var rest = x
    while rest != 0 {
        rest &= rest - 1
        n += 1
    }
    return n
}

fn leading_zeros(x: u32) u32 {
    if x == 0 { return 32 }
    var n: u32 = 0
    var rest = x
    if rest >> 16 == 0 {
        n += 16
        rest <<= 16
    }
    if rest >> 24 == 0 {
        n += 8
        rest <<= 8
    }
    if rest >> 28 == 0 {
        n += 4
        rest <<= 4
    }
    if rest >> 30 == 0 {
        n += 2
        rest <<= 2
    }
    return n + 1 - (rest >> 31)
}

fn reverse(x: u32) u32 {
    var v = x
    v = v >> 1 & 0x55555555 | (v & 0x55555555) << 1
    v = v >> 2 & 0x33333333 | (v & 0x33333333) << 2
    v = v >> 4 & 0x0F0F0F0F | (v & 0x0F0F0F0F) << 4
    v = v >> 8 & 0x00FF00FF | (v & 0x00FF00FF) << 8
    return v >> 16 | v << 16
}

fn parity(x: u64) u32 {
    let folded = (x ^ x >> 32) as u32
    return count(folded) & 1
}

@noinline @export("run")
fn run(rounds: u32) u32 {
    var sum: u32 = 0
    var x: u32 = 6
    var wide: u64 = 1
    for round in 0..rounds {
        x = x * 1664525 + 1013904223
        wide = (wide << 7 ^ wide >> 3) + x
        sum += count(x)
        sum += count_by_clearing(x & 0xFFFF)
        sum += leading_zeros(x >> (round & 31))
        sum = sum * 3 ^ reverse(x)
        sum += parity(wide)
    }
    return sum
}

@entry fn start() never {
    host.finish(run(8000))
}

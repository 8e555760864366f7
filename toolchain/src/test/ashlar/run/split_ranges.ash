//= 1591223263 1985908699 3123133722 0
//= 2919551971 1258
module split_ranges
use host

/// More values than registers, and places where some of them are not needed: inner loops, branches that call, ways out of loops.
var table: [64]u32 = [0; 64]
var calls: u32 = 0

@noinline fn seldom(x: u32) u32 {
    calls += 1
    return x ^ calls
}

@noinline fn through_a_loop(n: u32, m: u32) u32 {
    var a: u32 = 1
    var b: u32 = 2
    var c: u32 = 3
    var d: u32 = 4
    for i in 0..n {
        a += b ^ i
        b += c ^ a
        c += d ^ b
        d += a ^ c
        if d & 3 == 0 {
            var x = a
            var y = b
            var z = c
            var w = d
            var v = a ^ d
            for j in 0..m {
                x = x * 5 + table[y & 63]
                y = y * 3 + table[z & 63]
                z = z * 9 + table[w & 63]
                w = w * 7 + table[v & 63]
                v = v ^ x + j
                if v & 31 == 7 { break }
                if w & 63 == 9 { return a ^ w }
                if x & 15 == 5 { a += 1 }
            }
            table[i & 63] ^= x ^ y ^ z ^ w ^ v
        }
    }
    return a ^ b ^ c ^ d
}

@noinline fn around_a_call(n: u32, m: u32) u32 {
    var a: u32 = 1
    var b: u32 = m
    var c: u32 = 3
    var d: u32 = 4
    var e = n
    for i in 0..n {
        a = a * 5 + (b ^ i)
        b = b * 3 + (c ^ a)
        c = c * 9 + (d ^ b)
        d = d * 7 + (e ^ c)
        e = e ^ a + i
        if d & 7 == 0 {
            d ^= seldom(i)
            b += 1
        } else if d & 7 == 1 {
            c = seldom(a)
        }
    }
    return a ^ b ^ c ^ d ^ e
}

/// Which way leads out of the loop says what is live behind it.
@noinline fn ways_out(n: u32, m: u32) u32 {
    var a = n
    var b = m
    var c: u32 = 3
    var d: u32 = 4
    var e: u32 = 5
    var i: u32 = 0
    while i < n {
        a = a * 3 + (b ^ c ^ d ^ e ^ i)
        match a & 7 {
            0 => b = seldom(a) ^ b,
            1 => c = c * 9 + b,
            2 => {
                var k: u32 = 0
                while k < 9 {
                    d = d * 5 + table[(d ^ k) & 63]
                    e = e + d ^ k
                    if e & 63 == 11 { return a ^ b ^ k }
                    k += 1
                }
            }
            3 => if b & 255 == 3 { return seldom(c) ^ d },
            4 => e = e ^ a,
            5 => if c & 127 == 1 { break },
            _ => b = b + 1,
        }
        i += 1
    }
    return a ^ b ^ c ^ d ^ e ^ i
}

@entry fn start() never {
    for i in 0..64 { table[i] = i * 2654435761 }
    var sum: u32 = 0
    for i in 0..40 { sum = sum * 31 + through_a_loop(i * 7, i & 15) }
    print(host.out(), "{} {} {} {}\n", sum, table[3], table[40], calls)
    for i in 0..40 { sum = sum * 31 + around_a_call(i * 5, i) + ways_out(i * 9, i) }
    print(host.out(), "{} {}\n", sum, calls)
    host.exit(0)
}

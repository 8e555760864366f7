/// Values that are in a register where it pays and in memory where others need the registers.
module split

var table: [256]u32 = [0; 256]
var total: u32 = 0

@noinline fn seldom(x: u32) u32 {
    total += x
    return total
}

/// Four values of the outer loop only live through the inner one: stored before it, loaded behind it.
@noinline @export("through_a_loop") fn through_a_loop(n: u32, m: u32) u32 {
    var a: u32 = 1
    var b: u32 = 2
    var c: u32 = 3
    var d: u32 = 4
    for i in 0..n {
        a += b ^ i
        b += c ^ a
        c += d ^ b
        d += a ^ c
        if d & 255 == 0 {
            var x = a
            var y = b
            var z = c
            var w = d
            var v = a ^ d
            for j in 0..m {
                x = x * 5 + table[y & 255]
                y = y * 3 + table[z & 255]
                z = z * 9 + table[w & 255]
                w = w * 7 + table[v & 255]
                v = v ^ x + j
            }
            total += x ^ y ^ z ^ w ^ v
        }
    }
    return a ^ b ^ c ^ d
}

/// Only the branch that calls needs them in memory.
@noinline @export("around_a_call") fn around_a_call(n: u32, m: u32) u32 {
    var a: u32 = 1
    var b: u32 = m
    var c: u32 = 3
    var d: u32 = 4
    for i in 0..n {
        a = a * 5 + (b ^ i)
        b = b * 3 + (c ^ a)
        c = c * 9 + (d ^ b)
        d = d * 7 + (a ^ c)
        if d & 255 == 0 {
            total ^= seldom(i)
        }
    }
    return a ^ b ^ c ^ d
}

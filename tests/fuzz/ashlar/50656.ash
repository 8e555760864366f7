// A value that had been moved in front of an inner loop counted as defined outside of the loop around it.
module p0
use host
enum Error: u8 { small, odd }
struct Pair { low: u16, high: u16, word: u32 }
var table: [16]u32 = [7; 16]
fn callee(x: u32, s: []mut u32) u32!Error {
    var v0: i16 = x as i16
    var v1: i64 = x as i64
    var v2: u16 = x as u16
    var v3: i64 = x as i64
    var v4: i8 = x as i8
    var v5: u64 = x as u64
    var p = Pair{ word: x }
    p.word += s.len
    v0 = v0 ^ p.word as i16
    var n0: u32 = 6
    while n0 != 0 and (not ((((v0 as i32) >> ((60 as u32) as u32)) as i8) == ((if (((((72 as u32) as u32) >> (s[2] as u32)) as u64) == (((s[9] as u16) + (table[(v0 as u32) & 15] as u16)) as u64)) and v1 as u32 < 200 { ((213 as u32) as i16) } else { (v4 as i16) }) as i8))) {
        n0 -= 1
        for i1 in 0..7 {
            table[i1 & 15] ^= (((((table[(v4 as u32) & 15] as i16) + (v5 as i16)) as i8) % ((s[1] as i8) | 1)) as u32)
            if not (((((267 as u32) as u32) % ((v4 as u32) | 1)) as i8) < ((if not ((((table[(v2 as u32) & 15] as u64) ^ (v2 as u64)) as i8) >= (((table[(v0 as u32) & 15] as i16) + (v5 as i16)) as i8)) { (v3 as i16) } else { (v5 as i16) }) as i8)) {
                v3 = (v5 as i64)
            } else { v1 = (v3 as i64) }
            for i2 in 0..9 {
                table[i2 & 15] ^= (((((s[5] as u16) & (v2 as u16)) as u64) * (table[(v3 as u32) & 15] as u64)) as u32)
                s[(((s[7] as u16) - (v0 as u16)) as u32) % 12] = ((((((222 as u32) as u8) % ((v5 as u8) | 1)) as i32) + ((if ((((v2 as i32) * (v2 as i32)) as u8) <= (((s[0] as u8) +? (table[(v0 as u32) & 15] as u8)) as u8)) { (v0 as i32) } else { (v5 as i32) }) as i32)) as u32)
                v3 = ((((((((119 as u32) as i32) * ((34 as u32) as i32)) as i32) << (table[(v2 as u32) & 15] as u32)) as i64) | ((if (((if not ((((s[0] as i32) + ((292 as u32) as i32)) as u16) < (((v3 as i16) ^ (s[11] as i16)) as u16)) { (v0 as u8) } else { (s[5] as u8) }) as u32) > ((((179 as u32) as u8) * (v0 as u8)) as u32)) and v1 as u32 < 200 { (((v0 as u64) | (s[11] as u64)) as i64) } else { ((if ((v3 as u64) != (table[(v1 as u32) & 15] as u64)) and v1 as u32 < 200 { (v5 as i8) } else { (v4 as i8) }) as i64) }) as i64)) as i64)
                v5 = (((((v5 as u64) ^ (((s[6] as u64) * (s[9] as u64)) as u64)) as u64) << ((66 as u32) as u32)) as u64)
            }
            p.word = s[(((v4 as u16) ^ ((253 as u32) as u16)) as u32) & 7] + p.high
        }
    }
    if ((s[0] as i8) < (((table[(v3 as u32) & 15] as i16) << (s[6] as u32)) as i8)) {
        v1 = (((((s[11] as i64) & (((v0 as i32) + (v0 as i32)) as i64)) as u8) - ((((269 as u32) as i8) * (((v5 as u8) << (v2 as u32)) as i8)) as u8)) as i64)
        for i3 in 0..6 {
            table[i3 & 15] ^= (((((v4 as i64) +? (v0 as i64)) as u8) | (((s[7] as u8) ^ (v4 as u8)) as u8)) as u32)
            v1 = (v3 as i64)
        }
    } else { v1 = (v3 as i64) }
    v1 = (((((v0 as u8) + ((((291 as u32) as u16) ^ ((44 as u32) as u16)) as u8)) as i8) << ((164 as u32) as u32)) as i64)
    var n4: u32 = 3
    while n4 != 0 and (((((table[(v3 as u32) & 15] as i16) - (v0 as i16)) as i32) == ((96 as u32) as i32)) and v1 as u32 < 200) {
        n4 -= 1
        if ((((v4 as u8) << (s[2] as u32)) as i8) >= ((57 as u32) as i8)) or p.low > 9 {
            if ((((s[3] as u64) - ((155 as u32) as u64)) as i16) > ((((140 as u32) as u64) << (v3 as u32)) as i16)) {
                v1 = ((((((((283 as u32) as i32) << (v1 as u32)) as u64) - (((table[(v1 as u32) & 15] as u8) - (v5 as u8)) as u64)) as i16) | (((((table[(v0 as u32) & 15] as u32) + (s[0] as u32)) as u64) << (v2 as u32)) as i16)) as i64)
                v3 = (((s[6] as u16) | (((((v0 as u64) & (table[(v4 as u32) & 15] as u64)) as i32) & (v4 as i32)) as u16)) as i64)
            }
        } else { v1 = (v3 as i64) }
        v0 = (((s[5] as u32) ^ (table[(v1 as u32) & 15] as u32)) as i16)
    }
    v1 = ((((((((164 as u32) as i32) | (v4 as i32)) as i64) << (v5 as u32)) as u64) * (((((table[(v2 as u32) & 15] as i32) ^ (v2 as i32)) as u32) << (table[(v3 as u32) & 15] as u32)) as u64)) as i64)
    if v2 as u32 % 3 == 1 { fail Error.odd }
    return (v2 as u32) ^ (v0 as u32)
}
pub fn run() {
    var x: u32 = 5
    let s = table[2..14]
    var v0: i16 = x as i16
    var v1: i64 = x as i64
    var v2: u16 = x as u16
    var v3: i64 = x as i64
    var v4: i8 = x as i8
    var v5: u64 = x as u64
    var p = Pair{ word: x }
    p.word += s.len
    v0 = v0 ^ p.word as i16
    v0 = (((((((v0 as i64) << (v5 as u32)) as i16) + (((s[7] as u8) | (v0 as u8)) as i16)) as u32) * ((((((115 as u32) as u32) & (s[11] as u32)) as u8) >> (v4 as u32)) as u32)) as i16)
    if (((23 as u32) as i32) > (((v0 as i64) + (v5 as i64)) as i32)) {
        if ((((table[(v2 as u32) & 15] as u32) << (s[5] as u32)) as u64) > (((v2 as i32) * (v2 as i32)) as u64)) {
            v2 = ((((266 as u32) as u8) | (v5 as u8)) as u16)
            v1 = (((table[(v2 as u32) & 15] as u16) | (s[0] as u16)) as i64)
            v2 = ((((((88 as u32) as i64) << (s[0] as u32)) as i8) << (v0 as u32)) as u16)
        }
    }
    v2 = ((((((241 as u32) as i32) - ((161 as u32) as i32)) as u16) & (((((v4 as u8) - (v3 as u8)) as u64) * ((if (((((116 as u32) as i8) << (table[(v0 as u32) & 15] as u32)) as u16) < (((table[(v2 as u32) & 15] as i8) * (s[5] as i8)) as u16)) { ((196 as u32) as i32) } else { (v3 as i32) }) as u64)) as u16)) as u16)
    v4 = (((((((s[7] as u64) +? (s[3] as u64)) as i64) >> (table[(v0 as u32) & 15] as u32)) as i8) & (((v1 as u16) / ((table[(v2 as u32) & 15] as u16) | 1)) as i8)) as i8)
    for i5 in 0..7 {
        table[i5 & 15] ^= ((((if ((v2 as u16) != ((((164 as u32) as u8) << (table[(v2 as u32) & 15] as u32)) as u16)) { (v1 as i64) } else { ((112 as u32) as i64) }) as i8) & (((v4 as i64) - (v0 as i64)) as i8)) as u32)
        v1 = (((((((v5 as u8) << ((118 as u32) as u32)) as u64) / ((s[9] as u64) | 1)) as u8) << (v3 as u32)) as i64)
    }
    p.low = ((if ((((s[8] as u8) + (table[(v1 as u32) & 15] as u8)) as i16) > ((((163 as u32) as u32) & (v4 as u32)) as i16)) and v1 as u32 < 200 { (((s[3] as u32) ^ ((13 as u32) as u32)) as u32) } else { (table[(v0 as u32) & 15] as u32) }) as u16)
    p.high = ((callee(((50 as u32) as u32), table[4..12]) catch |e| if e == Error.odd { 3 } else { 4 }) as u16)
    if ((((v3 as u32) + (v2 as u32)) as u8) >= (((v5 as u32) >> (v0 as u32)) as u8)) {
        v2 = ((callee((v3 as u32), s) catch 1) as u16)
    }
    for i6 in 0..8 {
        table[i6 & 15] ^= (((v1 as u64) - ((186 as u32) as u64)) as u32)
        if ((((s[1] as u32) & (table[(v2 as u32) & 15] as u32)) as u16) < ((if (((((211 as u32) as u32) - (v3 as u32)) as i32) <= (((table[(v4 as u32) & 15] as i32) >> (v3 as u32)) as i32)) or p.low > 9 { (s[2] as i32) } else { (v1 as i32) }) as u16)) {
            for i7 in 0..6 {
                table[i7 & 15] ^= (((v5 as i32) + (((s[8] as u32) * ((243 as u32) as u32)) as i32)) as u32)
                v5 = (((v2 as i32) | ((293 as u32) as i32)) as u64)
            }
            v3 = ((((if ((((v0 as i8) & (v0 as i8)) as u16) <= ((if not ((table[(v5 as u32) & 15] as u8) >= (((s[2] as u8) | (v1 as u8)) as u8)) { ((140 as u32) as i64) } else { (v2 as i64) }) as u16)) and v1 as u32 < 200 { (((table[(v0 as u32) & 15] as u32) << (v2 as u32)) as i16) } else { ((50 as u32) as i16) }) as i8) >> (v0 as u32)) as i64)
            s[(((table[(v5 as u32) & 15] as u8) ^ (v5 as u8)) as u32) % 12] = ((if ((((table[(v5 as u32) & 15] as i64) | ((22 as u32) as i64)) as i16) >= (v2 as i16)) { (((v3 as i8) >> ((283 as u32) as u32)) as u64) } else { (((s[1] as i8) & ((203 as u32) as i8)) as u64) }) as u32)
        } else { v1 = (v3 as i64) }
    }
    if (((((49 as u32) as u32) | (v2 as u32)) as u16) < ((if ((((v5 as u16) * (s[0] as u16)) as u32) == (((v3 as i32) & (table[(v0 as u32) & 15] as i32)) as u32)) { (v1 as i64) } else { ((264 as u32) as i64) }) as u16)) or p.low > 9 {
        p.high = ((callee(((121 as u32) as u32), table[4..12]) catch |e| if e == Error.odd { 3 } else { 4 }) as u16)
        p.low = (((table[(v4 as u32) & 15] as i16) << ((217 as u32) as u32)) as u16)
        s[(((s[2] as u16) | (table[(v1 as u32) & 15] as u16)) as u32) % 12] = (table[(v4 as u32) & 15] as u32)
    }
    v4 = (v2 as i8)
    v2 = ((callee((s[7] as u32), s) catch 5) as u16)
    print(host.out(), "{x} ", v0)
    print(host.out(), "{x} ", v1)
    print(host.out(), "{x} ", v2)
    print(host.out(), "{x} ", v3)
    print(host.out(), "{x} ", v4)
    print(host.out(), "{x} ", v5)
    for t in table { print(host.out(), "{x} ", t) }
    print(host.out(), "{} {} {}\n", p.low, p.high, p.word)
    x += 1
}
pub fn report() { host.finish() }

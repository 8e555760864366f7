/// One function for each thing that instruction selection does in one instruction or a few.
module tiles

struct Pair { a: u32, b: u32 }
enum Error: u8 { none_left }

var words: [64]u32 = [0; 64]
var counter: u32 = 0

@noinline @export("element") fn element(i: u32) u32 { return words[i & 63] }
@noinline @export("field") fn field(p: []Pair, i: u32) u32 {
    if i >= p.len { return 0 }
    return p[i].b
}
@noinline @export("bump") fn bump() { counter += 1 }
@noinline @export("mask_in_place") fn mask_in_place(p: *mut u32, m: u32) { p.* &= m }
@noinline @export("is_zero_byte") fn is_zero_byte(p: *u8) bool { return p.* == 0 }
@noinline @export("sum_of_three") fn sum_of_three(a: u32, b: u32) u32 { return a + b * 4 + 12 }
@noinline @export("tenth") fn tenth(x: u32) u32 { return x / 10 }
@noinline @export("seventh") fn seventh(x: u32) u32 { return x / 7 }
@noinline @export("rest_of_ten") fn rest_of_ten(x: u32) u32 { return x % 10 }
@noinline @export("signed_quarter") fn signed_quarter(x: i32) i32 { return x / 4 }
@noinline @export("quotient_and_rest") fn quotient_and_rest(a: u32, b: u32) u32 { return a / b + a % b }
@noinline @export("rotated") fn rotated(x: u32) u32 { return x << 7 | x >> 25 }
@noinline @export("bit_is_set") fn bit_is_set(x: u32, n: u32) u32 {
    if x >> n & 1 != 0 { return words[0] }
    return words[1]
}
@noinline @export("product") fn product(a: u32, b: u32) u64 { return a as u64 * b as u64 }
@noinline @export("wide_sum") fn wide_sum(a: u64, b: u32) u64 { return a + b }
@noinline @export("checked_sum") fn checked_sum(a: u32, b: u32) u32 { return a +? b }
@noinline @export("take") fn take() u32!Error {
    if counter == 0 { fail Error.none_left }
    counter -= 1
    return counter
}
@noinline @export("take_two") fn take_two() u32!Error {
    let first = try take()
    return first + (try take())
}
@noinline @export("take_more") fn take_more(a: u32, b: u32) u32!Error {
    let first = try take()
    let second = try take()
    if first == b { fail Error.none_left }
    return first * a + second * b + (try take())
}
@noinline @export("lesser") fn lesser(a: u32, b: u32) u32 { return min(a, b) }
@noinline @export("zeros") fn zeros(p: []u32) u32 {
    var count: u32 = 0
    for x in p {
        if x == 0 { count += 1 }
    }
    return count
}
@noinline @export("without") fn without(a: u32, b: u32, c: u32) u32 { return a - if b > c { 1 as u32 } else { 0 as u32 } }
@noinline @export("at_least") fn at_least(a: u32, b: u32, c: u32) u32 {
    var n = a
    if b >= c { n += 1 }
    return n * c
}
@noinline @export("is_below") fn is_below(a: i32, b: i32) bool { return if a < b { true } else { false } }
@noinline @export("copied") fn copied(into: *mut [20]u32, from: *[20]u32) { into.* = from.* }

@entry fn start() never { while true { } }

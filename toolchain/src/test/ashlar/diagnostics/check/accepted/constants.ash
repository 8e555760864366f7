// What the compiler computes: every assertion here is a test of the evaluator.
module check.accepted.constants

const EXACT = 5
const LARGE = 1 << 40
const assert LARGE >> 38 == 4, "exact integers have no width"
const assert EXACT * 3 - 1 == 14
const assert min(3, EXACT) == 3 and max(3, EXACT) == 5
const WORD: u32 = 0xFFFF_FFFF
const assert WORD + 1 == 0, "addition wraps"
const assert WORD * WORD == 1
const BYTE: u8 = 200
const assert BYTE + 100 == 44
const SMALL: i8 = -128
const assert -SMALL == SMALL
const MINUS: i32 = -7
const assert MINUS / 2 == -3 and MINUS % 2 == -1
const assert MINUS >> 1 == -4
const SHIFTS: u32 = 33
const assert (1 as u32) << SHIFTS == 2, "a shift count is masked by the width"
const WIDE: u64 = 0xFFFF_FFFF_FFFF_FFFF
const assert WIDE / 10 == 1844674407370955161
const assert WIDE > 1
const assert -1 as u32 == 0xFFFF_FFFF
const assert 0x1_2345 as u16 == 0x2345
const assert 200 as i8 == -56
const assert ~0 as u32 == WORD
const assert WORD & ~0xFFF == 0xFFFF_F000
const assert 'A' == 65 and '\n' == 10

struct Point { x: i32, y: i32 }
struct Line { from: Point, to: Point }
const ORIGIN = Point{}
const assert ORIGIN.x == 0 and ORIGIN.y == 0
const DIAGONAL = Line{ to: Point{ y: 4, x: 3 } }
const assert DIAGONAL.to.x == 3 and DIAGONAL.to.y == 4
const assert size_of(Line) == 16 and align_of(Line) == 4 and offset_of(Line, to) == 8

const fn Point.norm(self: *Point) u32 { return (self.x * self.x + self.y * self.y) as u32 }
const fn Point.move(self: *mut Point, by: i32) {
    self.x += by
    self.y += by
}
const assert DIAGONAL.to.norm() == 25
const fn moved(by: i32) Point {
    var p = DIAGONAL.to
    p.move(by)
    return p
}
const assert moved(2).x == 5 and moved(2).y == 6

const fn factorial(n: u32) u32 @recursive(13) { return if n == 0 { 1 } else { n * factorial(n - 1) } }
const assert factorial(10) == 3628800

const fn crc_table() [256]u32 {
    var table = [0 as u32; 256]
    for i in 0..256 {
        var c: u32 = i
        for _ in 0..8 {
            c = if c & 1 != 0 { c >> 1 ^ 0xEDB88320 } else { c >> 1 }
        }
        table[i] = c
    }
    return table
}
const CRC: [256]u32 = crc_table()
const assert CRC[1] == 0x77073096 and CRC[255] == 0x2D02EF8D

const fn crc(text: []u8) u32 {
    var c: u32 = 0xFFFF_FFFF
    for byte in text {
        c = CRC[(c ^ byte) & 0xFF] ^ c >> 8
    }
    return ~c
}
const assert crc("123456789") == 0xCBF43926

const NAMES: [3][]u8 = ["one", "two", "three"]
const assert NAMES[2].len == 5 and NAMES[2][0] == 't' and NAMES.len == 3
const fn sum(values: []u32) u32 {
    var all: u32 = 0
    for i, value in values {
        all += value * (i + 1)
    }
    return all
}
const VALUES: [4]u32 = [1, 2, 3, 4]
const assert sum(VALUES[..]) == 30
const assert sum(VALUES[1..3]) == 8
const assert sum(VALUES[2..]) == 11

enum Kind: u8 { none, small = 4, large }
const assert Kind.large as u8 == 5
const assert 4 as? Kind == Kind.small

bits Pte: u32 { present: bool @0, kind: u2 @2:1, zero @11:3, frame: u20 @31:12 }
const ENTRY = Pte{ present: true, frame: 0x12345 }
const assert ENTRY as u32 == 0x1234_5001
const assert (0x1234_5007 as Pte).kind == 3
const fn with_kind(p: Pte, kind: u32) Pte {
    var made = p
    made.kind = kind as u2
    made.present = not p.present
    return made
}
const assert with_kind(ENTRY, 6) as u32 == 0x1234_5004

union Event { none, fault { va: u32, code: u16 }, key { c: u8 } }
const fn weight(e: Event) u32 {
    return match e {
        none => 0
        fault{ va, code: c } if c > 9 => va + c
        fault{ va } => va
        key{ c } => c
    }
}
const assert weight(Event.none) == 0
const assert weight(Event.fault{ va: 5, code: 1 }) == 5
const assert weight(Event.fault{ va: 5, code: 10 }) == 15
const assert weight(Event.key{ c: 'a' }) == 97

enum Error: u32 { odd = 1, large = 2 }
const fn half(n: u32) u32!Error {
    if n > 100 { fail Error.large }
    if n % 2 != 0 { fail Error.odd }
    return n / 2
}
const fn quarter(n: u32) u32!Error { return try half(try half(n)) }
const fn rescued(n: u32) u32 { return quarter(n) catch |e| match e { odd => 1000, large => 2000 } }
const assert rescued(8) == 2 and rescued(6) == 1000 and rescued(101) == 2000

const fn deferred(fails: bool) u32 {
    var log: u32 = 0
    steps(&mut log, fails) catch { log = log * 10 + 9 }
    return log
}
const fn steps(log: *mut u32, fails: bool) void!Error {
    defer log.* = log.* * 10 + 1
    errdefer log.* = log.* * 10 + 2
    for i in 0..5 {
        defer log.* = log.* * 10 + 3
        if i == 1 { break }
    }
    if fails { fail Error.odd }
    log.* = log.* * 10 + 4
}
const assert deferred(false) == 3341
const assert deferred(true) == 33219

const fn classify(n: u32) u32 {
    return match n {
        0 | 1 => 10
        2..10 => 20
        EXACT_LIMIT => 30
        _ => 40
    }
}
const EXACT_LIMIT = 10
const assert classify(1) == 10 and classify(9) == 20 and classify(10) == 30 and classify(11) == 40

const fn loops() u32 {
    var n: u32 = 0
    while true {
        n += 1
        if n % 2 == 0 { continue }
        if n > 10 { break }
    }
    return n
}
const assert loops() == 11

const fn first_order(a: *mut u32) u32 {
    a.* = a.* * 10 + 1
    return a.*
}
const fn order() u32 {
    var a: u32 = 0
    let pair = Point{ y: first_order(&mut a) as i32, x: first_order(&mut a) as i32 }
    return (pair.y * 1000 + pair.x) as u32
}
const assert order() == 1011

var counter: u32 = 5
const POINTERS: [2]*u32 = [&counter, &VALUES[2]]
const fn second(p: *u32) u32 { return p.* }
const assert second(&VALUES[1]) == 2

type Phys = distinct u32
const PAGE: Phys = 0x1000
const assert (PAGE + 0x1000) as u32 == 0x2000

fn choose(which: bool) fn(u32) u32 { return if which { factorial } else { double } }
const fn double(n: u32) u32 { return n * 2 }
const fn apply(f: fn(u32) u32, n: u32) u32 { return f(n) }
const assert apply(double, 21) == 42

//= a b c : 6
//= d e f .
//= place value : 9
//= left right : 4
//= p i v .
module evaluation_order
use host

fn say(s: []u8, x: u32) u32 { print(host.out(), "{} ", s); return x }
fn sum(a: u32, b: u32, c: u32) u32 { return a + b + c }
fn many(a: u32, b: u64, c: u32) { }
var table: [4]u32 = [0; 4]
var cell: u32 = 0
fn place() *mut u32 { print(host.out(), "place "); return &mut cell }
fn base() []mut u32 { print(host.out(), "p "); return table[..] }

@entry fn start() never {
    let s = sum(say("a", 1), say("b", 2), say("c", 3))
    print(host.out(), ": {}\n", s)
    many(say("d", 1), say("e", 2), say("f", 3))
    print(host.out(), ".\n")
    place().* = say("value", 9)
    print(host.out(), ": {}\n", cell)
    let d = say("left", 7) - say("right", 3)
    print(host.out(), ": {}\n", d)
    base()[say("i", 1)] = say("v", 2)
    print(host.out(), ".\n")
    host.exit(0)
}

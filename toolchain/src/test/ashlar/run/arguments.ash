//= 1 2 3 4 5
//= 1 2:10000000000 3
//= 7 8589934593 9 6
//= 1 2 3 ab 4 cd
//= 5000000000 6000000000 1
module arguments
use host

fn five(a: u32, b: u32, c: u32, d: u32, e: u32) { print(host.out(), "{} {} {} {} {}\n", a, b, c, d, e) }
fn mixed(a: u32, b: u32, c: u64, d: u32) { print(host.out(), "{} {}:{} {}\n", a, b, c, d) }
fn split(a: u8, b: u64, c: u8, d: u8) { print(host.out(), "{} {} {} {}\n", a, b, c, d) }
fn strings(a: u32, b: u32, c: u32, d: []u8, e: u32, f: []u8) { print(host.out(), "{} {} {} {} {} {}\n", a, b, c, d, e, f) }
fn wides(a: u64, b: u64, c: u32) { print(host.out(), "{} {} {}\n", a, b, c) }
fn id(x: u32) u32 { return x }
fn wide(x: u64) u64 { return x }

@entry fn start() never {
    five(id(1), id(2), id(3), id(4), id(5))
    mixed(1, id(2), wide(10000000000), id(3))
    split(7, wide(8589934593), id(9) as u8, 6)
    strings(id(1), 2, id(3), "ab", id(4), "cd")
    wides(wide(5000000000), wide(6000000000), id(1))
    host.exit(0)
}

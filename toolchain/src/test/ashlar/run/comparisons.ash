//= true false true
//= true true false
//= false true true
//= true false false true
module comparisons
use host

fn less(a: i32, b: i32) bool { return a < b }
fn below(a: u32, b: u32) bool { return a < b }
fn wide_less(a: i64, b: i64) bool { return a < b }
fn wide_below(a: u64, b: u64) bool { return a < b }
fn wide_not_above(a: u64, b: u64) bool { return a <= b }
fn same(a: u64, b: u64) bool { return a == b }

@entry fn start() never {
    print(host.out(), "{} {} {}\n", less(-1, 0), below(0xFFFF_FFFF, 0), below(0, 1))
    print(host.out(), "{} {} {}\n", wide_less(-1, 0), wide_below(0xFFFF_FFFF, 0x1_0000_0000), wide_below(0x1_0000_0000, 0xFFFF_FFFF))
    print(host.out(), "{} {} {}\n", wide_less(5, 5), wide_not_above(5, 5), wide_not_above(5, 0x5_0000_0000))
    print(host.out(), "{} {} {} {}\n", same(1, 1), same(1, 0x1_0000_0001), wide_not_above(0x5_0000_0000, 5), wide_less(-5, -4))
    host.exit(0)
}

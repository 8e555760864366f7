//= -2147483648 0
//= 128 -128
//= -9223372036854775808 0
//= 1431655765 4294967295
module division
use host

fn quotient(a: i32, b: i32) i32 { return a / b }
fn remainder(a: i32, b: i32) i32 { return a % b }
fn small(a: i8, b: i8) i8 { return a / b }
fn wide(a: i64, b: i64) i64 { return a / b }
fn wide_remainder(a: i64, b: i64) i64 { return a % b }
fn unsigned(a: u32, b: u32) u32 { return a / b }
fn show(x: i64) {
    if x < 0 { print(host.out(), "-") }
    let magnitude = if x < 0 { 0 - x } else { x }
    print(host.out(), "{}", magnitude as u64)
}

@entry fn start() never {
    print(host.out(), "{} {}\n", quotient(-2147483648, -1), remainder(-2147483648, -1))
    print(host.out(), "{} {}\n", (small(-128, -1) as u8), small(-128, -1))
    show(wide(-9223372036854775808, -1))
    print(host.out(), " ")
    show(wide_remainder(-9223372036854775808, -1))
    print(host.out(), "\n{} {}\n", unsigned(0xFFFF_FFFF, 3), unsigned(0xFFFF_FFFF, 1))
    host.exit(0)
}

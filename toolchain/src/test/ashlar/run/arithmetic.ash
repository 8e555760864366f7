//= 7 4294967295 12 3 1
//= -7 -1
//= 250 44
module arithmetic
use host

fn add(a: u32, b: u32) u32 { return a + b }
fn quotient(a: i32, b: i32) i32 { return a / b }
fn remainder(a: i32, b: i32) i32 { return a % b }
fn wrap(a: u8, b: u8) u8 { return a - b }
fn times(a: u8, b: u8) u8 { return a * b }

@entry fn start() never {
    print(host.out(), "{} {} {} {} {}\n", add(3, 4), add(0, 0) - 1, add(1, 2) * 4, add(10, 3) / 4, add(10, 3) % 4)
    print(host.out(), "{} {}\n", quotient(-15, 2), remainder(-15, 2))
    print(host.out(), "{} {}\n", wrap(4, 10), times(30, 10))
    host.exit(0)
}

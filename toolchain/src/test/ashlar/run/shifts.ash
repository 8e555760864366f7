//= 1 2147483648 1
//= 254 1 128
//= -1 -64 1073741824
//= 0 4294967295
module shifts
use host

fn left(a: u32, n: u32) u32 { return a << n }
fn right(a: i32, n: u32) i32 { return a >> n }
fn narrow(a: u8, n: u32) u8 { return a << n }
fn unsigned(a: u32, n: u32) u32 { return a >> n }
fn wide(a: i64, n: u32) i64 { return a >> n }

@entry fn start() never {
    print(host.out(), "{} {} {}\n", left(1, 32), left(1, 31), left(1, 64))
    print(host.out(), "{} {} {}\n", narrow(0xFF, 1), narrow(1, 8), narrow(1, 7))
    print(host.out(), "{} {} {}\n", right(-1, 31), right(-256, 2), unsigned(0x8000_0000, 1))
    print(host.out(), "{} {}\n", (wide(-1, 63) + 1) as u32, wide(-4294967296, 32) as u32)
    host.exit(0)
}

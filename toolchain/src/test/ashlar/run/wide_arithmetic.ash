//= 18446744073709551615 1 4294967296
//= 14417890538969770277 1
//= 1311768467463790320 20016303768425 57945
//= ffffffff00000000 f 8000000000000000
module wide_arithmetic
use host

fn add(a: u64, b: u64) u64 { return a + b }
fn subtract(a: u64, b: u64) u64 { return a - b }
fn multiply(a: u64, b: u64) u64 { return a * b }
fn left(a: u64, n: u32) u64 { return a << n }
fn right(a: u64, n: u32) u64 { return a >> n }

@entry fn start() never {
    print(host.out(), "{} {} {}\n", subtract(0, 1), add(0xFFFF_FFFF_FFFF_FFFF, 2), add(0xFFFF_FFFF, 1))
    print(host.out(), "{} {}\n", multiply(123456789012345, 987654321098765), 1 as u32)
    print(host.out(), "{} {} {}\n", 0x1234_5678_9ABC_DEF0 as u64, (0x1234_5678_9ABC_DEF0 as u64) / 65535, (0x1234_5678_9ABC_DEF0 as u64) % 65535)
    print(host.out(), "{x} {x} {x}\n", left(0xFFFF_FFFF, 32), right(0xFFFF_FFFF_FFFF_FFFF, 60), left(1, 127))
    host.exit(0)
}

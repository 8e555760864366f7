//= 4294967296 0
//= 1 1
//= 4294967295 0
//= 1 4294967294
//= -3 -1
//= 0 18446744073709551614
module wide_division
use host

fn both(a: u64, b: u64) { print(host.out(), "{} {}\n", a / b, a % b) }
fn signed(a: i64, b: i64) { print(host.out(), "{} {}\n", (a / b) as i32, (a % b) as i32) }

@entry fn start() never {
    both(0xFFFF_FFFF_0000_0000, 0xFFFF_FFFF)
    both(0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFE)
    both(0xFFFF_FFFF_FFFF_FFFF, 0x1_0000_0001)
    both(0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_0000_0001)
    signed(-10, 3)
    both(0xFFFF_FFFF_FFFF_FFFE, 0xFFFF_FFFF_FFFF_FFFF)
    host.exit(0)
}

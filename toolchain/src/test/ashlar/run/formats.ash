//= 42 2a 0000002a     42 42    |
//= -7     -7 -7    |
//= true false
//= ab    ab ab   |
//= * 18446744073709551615 ff
//= user {}
module formats
use host

enum Kind: u8 { absent, user }

@entry fn start() never {
    let x: u32 = 42
    print(host.out(), "{} {x} {08x} {6} {-6}|\n", x, x, x, x, x)
    let y: i32 = -7
    print(host.out(), "{} {6} {-6}|\n", y, y, y)
    print(host.out(), "{} {}\n", true, false)
    print(host.out(), "{} {5} {-5}|\n", "ab", "ab", "ab")
    print(host.out(), "{c} {} {x}\n", '*' as u8, 0xFFFF_FFFF_FFFF_FFFF as u64, 255 as u64)
    print(host.out(), "{} {{}}\n", Kind.user)
    host.exit(0)
}

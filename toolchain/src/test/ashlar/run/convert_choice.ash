//= 5 200 104
module convert_choice
use host

enum Kind: u8 { small, large }

fn magnitude(x: i64) u64 { return (if x < 0 { 0 - x } else { x }) as u64 }

fn code(k: Kind) u8 {
    return (match k {
        small => 'd' as u32
        large => 0xC8
    }) as u8
}

fn digit(n: u32) u8 { return (if n < 10 { '0' + n } else { 'a' + n - 10 }) as u8 }

@entry fn start() never {
    host.report_traps()
    print(host.out(), "{} {} {}\n", magnitude(-5), code(Kind.large), digit(17))
    host.exit(0)
}

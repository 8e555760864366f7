//= 5 200 104
//= 7 251 3
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

bits Small: u8 { low: u3 @2:0, high: u5 @7:3 }

/// A choice deep in what is converted keeps its type too.
fn half(x: i16, least: bool) u32 { return ((if least { -3 as i16 } else { x }) / 2 + min(x, if least { x } else { 1 as i16 })) as u32 }

fn low(x: u32) Small { return Small{ low: (if x > 8 { x } else { 0 }) as u3 } }

@entry fn start() never {
    host.report_traps()
    print(host.out(), "{} {} {}\n", magnitude(-5), code(Kind.large), digit(17))
    print(host.out(), "{} {} {}\n", half(12, false), half(-4, true) as u8, low(19).low)
    host.exit(0)
}

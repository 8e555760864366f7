//= lower upper zero high other
//= 1 2
module match_integers
use host

fn classify(c: u8) []u8 {
    return match c {
        'a'..'{' => "lower"
        'A'..'[' => "upper"
        0 => "zero"
        _ if c > 127 => "high"
        _ => "other"
    }
}
fn signed(x: i32) u32 {
    match x {
        -5..0 => return 1
        _ => return 2
    }
}

@entry fn start() never {
    print(host.out(), "{} {} {} {} {}\n", classify('q'), classify('Q'), classify(0), classify(200), classify('1'))
    print(host.out(), "{} {}\n", signed(-1), signed(-6))
    host.exit(0)
}

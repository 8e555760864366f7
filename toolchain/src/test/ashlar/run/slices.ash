//= 5 hello
//= ell 3
//= lo 0
//= 1 9 3
//= 2 9
module slices
use host

fn sum(s: []u32) u32 { var t: u32 = 0; for x in s { t += x }; return t }
fn set(s: []mut u32, i: u32, v: u32) { s[i] = v }
fn last(s: []u32) []u32 { return s[s.len - 1..] }

@entry fn start() never {
    let s = "hello"
    print(host.out(), "{} {}\n", s.len, s)
    print(host.out(), "{} {}\n", s[1..4], s[1..4].len)
    print(host.out(), "{} {}\n", s[3..], s[5..].len)
    var a = [1 as u32, 2, 3]
    set(a[..], 1, 9)
    print(host.out(), "{} {} {}\n", a[0], a[1], a[2])
    set(a[1..], 1, 7)
    print(host.out(), "{} {}\n", sum(a[..]) - 15, sum(last(a[..])) + 2)
    host.exit(0)
}

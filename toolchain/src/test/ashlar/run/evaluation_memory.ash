//= 1 5 5
//= 3 10
//= 7
module evaluation_memory
use host

var x: u32 = 1
fn set(v: u32) u32 { x = v; return v }
fn three(a: u32, b: u32, c: u32) { print(host.out(), "{} {} {}\n", a, b, c) }

@entry fn start() never {
    three(x, set(5), x)
    x = 3
    let y = x + set(7)
    print(host.out(), "{} {}\n", y - 7, y)
    x += 0
    print(host.out(), "{}\n", x)
    host.exit(0)
}

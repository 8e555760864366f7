//= 21 -8 1 10 3
//= 36
module temporaries
use host

fn f(a: u32, b: u32) u32 { return a * b }
fn g(a: i32) i32 { return a }
fn w(a: u64) u64 { return a }

@entry fn start() never {
    print(host.out(), "{} {} {} {} {}\n", f(f(1, 3), f(7, 1)), g(1) - (g(2) + (g(3) + (g(4)))), f(1, 1) / f(1, 1), f(2, 3) + f(2, 2), f(9, 1) / f(3, 1))
    print(host.out(), "{}\n", w(1) + (w(2) + (w(3) + (w(4) + (w(5) + (w(6) + (w(7) + w(8))))))))
    host.exit(0)
}

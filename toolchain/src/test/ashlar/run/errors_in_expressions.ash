//= 1 20 3
//= skip 10 skip 30 .
//= 6
module errors_in_expressions
use host

enum Error: u8 { odd }
fn even(x: u32) u32!Error { if x % 2 == 1 { fail Error.odd }; return x }
fn show(a: u32, b: u32, c: u32) { print(host.out(), "{} {} {}\n", a, b, c) }
fn id(x: u32) u32 { return x }
fn sum(a: u32, b: u32, c: u32) u32!Error { return id(a) + try even(b) + id(try even(c)) }

@entry fn start() never {
    show(id(1), even(7) catch id(20), id(3))
    for i in 0..4 {
        let x = id(i) * 10 + (id(0) + (even(i + 1) catch {
            print(host.out(), "skip ")
            continue
        }) * 0)
        print(host.out(), "{} ", x)
    }
    print(host.out(), ".\n")
    print(host.out(), "{}\n", sum(0, 2, 4) catch 99)
    var i: u32 = 0
    while i < 200000 {
        i += 1
        _ = id(i) + (even(1) catch { continue })
    }
    host.exit(0)
}

//= 6 8 16
//= 3 4
//= 7 99
module function_pointers
use host

enum Error: u8 { bad }
fn twice(x: u32) u32 { return x * 2 }
fn square(x: u32) u32 { return x * x }
fn apply(f: fn(u32) u32, x: u32) u32 { return f(x) }
struct Operations { first: fn(u32) u32, second: fn(u32) u32 }
const TABLE: [2]fn(u32) u32 = [twice, square]
fn risky(x: u32) u32!Error { if x > 10 { fail Error.bad }; return x }
fn try_it(f: fn(u32) u32!Error, x: u32) u32 { return f(x) catch 99 }
fn pick(n: u32) fn(u32) u32 { print(host.out(), "{} ", n); return TABLE[n] }
fn say(x: u32) u32 { return x }

@entry fn start() never {
    print(host.out(), "{} {} {}\n", apply(twice, 3), TABLE[0](4), TABLE[1](4))
    let o = Operations{ first: square, second: twice }
    print(host.out(), "{} {}\n", o.second(1) + 1, o.first(2))
    print(host.out(), "{} {}\n", try_it(risky, 7), try_it(risky, 11))
    host.exit(0)
}

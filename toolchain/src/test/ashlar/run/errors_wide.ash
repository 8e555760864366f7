//= 10000000000
//= 0
//= ab 2
//= none
//= 1 2 3 4
//= 9 9 9 9
module errors_wide
use host

enum Error: u32 { bad = 70000, worse }
struct Four { a: u32, b: u32, c: u32, d: u32 }
fn wide(ok: bool) u64!Error { if ok { return 10000000000 }; fail Error.worse }
fn slice(ok: bool) []u8!Error { if ok { return "ab" }; fail Error.bad }
fn four(ok: bool) Four!Error {
    if not ok { fail Error.bad }
    return Four{ a: 1, b: 2, c: 3, d: 4 }
}
fn pass(ok: bool) Four!Error { return try four(ok) }
fn show(f: Four) { print(host.out(), "{} {} {} {}\n", f.a, f.b, f.c, f.d) }
fn code(e: Error) u64 { return if e == Error.worse { 0 } else { 1 } }

@entry fn start() never {
    print(host.out(), "{}\n", wide(true) catch 1)
    print(host.out(), "{}\n", wide(false) catch |e| code(e))
    let s = slice(true) catch "none"
    print(host.out(), "{} {}\n", s, s.len)
    print(host.out(), "{}\n", slice(false) catch "none")
    show(pass(true) catch Four{ a: 9, b: 9, c: 9, d: 9 })
    show(pass(false) catch Four{ a: 9, b: 9, c: 9, d: 9 })
    host.exit(0)
}

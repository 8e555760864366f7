//= 1 2 3 4
//= 10 2 3 4
//= 1 2 3 4
//= 4 3 2 1
//= 9 9 9 9 7
module aggregates
use host

struct Four { a: u32, b: u32, c: u32, d: u32 }
fn show(f: Four) { print(host.out(), "{} {} {} {}\n", f.a, f.b, f.c, f.d) }
fn make(a: u32) Four { return Four{ a, b: 2, c: 3, d: 4 } }
fn turn(f: Four) Four { return Four{ a: f.d, b: f.c, c: f.b, d: f.a } }
fn after(n: u32, f: Four, m: u32) u32 { return f.a * 0 + m + n }

@entry fn start() never {
    let f = make(1)
    show(f)
    var g = f
    g.a = 10
    show(g)
    show(f)
    var h = f
    h = turn(h)
    show(h)
    let i = Four{ a: 9, b: 9, c: 9, d: 9 }
    print(host.out(), "{} {} {} {} {}\n", i.a, i.b, i.c, i.d, after(3, i, 4))
    host.exit(0)
}

//= 2 1
//= 3 2 1
//= 4 3 2 1 0
module swap
use host

struct Pair { a: u32, b: u32 }
struct Triple { a: u32, b: u32, c: u32 }
struct Five { a: u32, b: u32, c: u32, d: u32, e: u32 }
var five: Five = Five{ a: 0, b: 1, c: 2, d: 3, e: 4 }
fn turned(f: Five) Five { five = Five{}; return Five{ a: f.e, b: f.d, c: f.c, d: f.b, e: f.a } }

@entry fn start() never {
    var p = Pair{ a: 1, b: 2 }
    p = Pair{ a: p.b, b: p.a }
    print(host.out(), "{} {}\n", p.a, p.b)
    var t = Triple{ a: 1, b: 2, c: 3 }
    t = Triple{ a: t.c, b: t.b, c: t.a }
    print(host.out(), "{} {} {}\n", t.a, t.b, t.c)
    five = turned(five)
    print(host.out(), "{} {} {} {} {}\n", five.a, five.b, five.c, five.d, five.e)
    host.exit(0)
}

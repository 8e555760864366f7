module main
use broken
use missing
use good

type T = broken.Thing
struct S { a: broken.Thing, b: [broken.N]u8, c: u32 }
const C = broken.K + 1
const D: [C]u8 = [0; C]
var v: broken.Thing = broken.make()
fn f(x: broken.Thing, y: *broken.Other) broken.Thing!broken.Error {
    let z = broken.call(x.field, y.method(1))
    var w: broken.Thing = z
    w.q = 3
    w.run()
    let t = try broken.fails()
    match z { one => return t
        broken.Kind.two => { }
        _ => { } }
    for i in broken.list { good.take(i) }
    let s = S{ a: w, c: 1 }
    missing.thing(s.c, s.nothing)
    good.take(broken.K)
    good.take(true)
    return broken.Thing{ a: 1 }
}
fn g() u32 { return broken.K as u32 }
fn h() bool { return wrong_here }

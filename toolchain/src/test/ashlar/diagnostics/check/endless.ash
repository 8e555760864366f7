/// Types that hold themselves: said once, and nothing follows from it.
system module check.endless

struct Queue { bytes: [16]Queue, head: u32 }        //~ error: the layout of `Queue` depends on itself
union U { a { u: V }, b }                           //~ error: the layout of `U` depends on itself
struct V { x: U }
type D = distinct [4]D                              //~ error: the layout of `D` depends on itself
type P = distinct *P
type A = [2]A                                       //~ error: type `A` is an alias of itself

var d: D = uninit
var p: P = uninit
fn f(x: *D) u32 {
    var q = Queue{}
    let v = V{}
    q.head = size_of(D)
    return q.head + v.x
}

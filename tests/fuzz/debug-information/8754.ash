// Behind a loop the debugger still told what its counter was before.
module p0

use host
use cpu

@packed struct S0 {
    f0: bool
    f1: bool
}
var g0: u32 = (0 as u32)
var g1: [16]u32 = [(0 as u32); 16]
var g2: u32 = (0 as u32)
const g3: bool = false
var g4: i32 = (0 as i32)
@noinline fn f0(a0: i16, a1: S0, a2: u32, a3: u64) i8 {
    var n0: u32 = 0
    while true {
        if not (n0 < 5) { break }
        n0 += 1
        for at2 in (0 as u32)..((((g4 & 25727) as? u64) as u32) & 3) {
            defer g0 ^= g1[(0 as u32)]
            g2 >>= a2
            g4 = (g4 << g2)
        }
    }
    return (0 as i8)
}
pub fn run() {
    _ = f0((0 as i16), (S0{ f0: false, f1: false }), (0 as u32), (0 as u64))
}
pub fn report() {
    host.mix(g0 as u32)
    for o0 in g1 {
        host.mix(o0 as u32)
    }
    host.mix(g2 as u32)
    host.mix(if g3 { 1 } else { 2 })
    host.mix(g4 as u32)
    host.finish()
}

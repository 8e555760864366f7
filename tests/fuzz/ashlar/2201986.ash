// A half in memory compared with one in a register, the other way round, has another carry.
module p0

use host
use cpu

bits Flags: u32 {
    b0: u2 @1:0
    zero @8:2
    b1: u2 @10:9
    b2: u14 @24:11
    b3: u3 @27:25
    b4: u2 @29:28
    b5: u2 @31:30
}
var g0: u32 = (0 as u32)
var g1: [16]u32 = [(0 as u32); 16]
var g2: u32 = (0 as u32)
var g3: u16 = (0 as u16)
var g4: Flags = (0 as Flags)
pub fn run() {
    var v0: u16 = (g3 - (12960 as u16))
    var n31: u32 = 0
    host.mix(0)
    while n31 < 1 {
        n31 += 1
    }
    var v55: u32 = (0 as u32)
    v55 += (if (g3 >= v0) { 1 } else { 2 })
    host.mix(v0 as u32)
    host.mix(v55 as u32)
}
pub fn report() {
    host.mix(g0 as u32)
    for o0 in g1 {
        host.mix(o0 as u32)
    }
    host.mix(g2 as u32)
    host.mix(g3 as u32)
    host.mix(g4 as u32)
    host.finish()
}

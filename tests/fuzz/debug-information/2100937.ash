// A constant that only the debugger would have read is not in the program.
module p0

use host
use cpu

var g0: u32 = (0 as u32)
var g1: [16]u32 = [(0 as u32); 16]
var g2: u32 = (0 as u32)
var g3: [16]i8 = [(0 as i8); 16]
pub fn run() {
    let v9: [8]u64 = [(0 as u64); 8]
    for at12 in (0 as u32)..((0 as u32) & 0) {
    }
}
pub fn report() {
    host.mix(g0 as u32)
    for o0 in g1 {
        host.mix(o0 as u32)
    }
    host.mix(g2 as u32)
    for o0 in g3 {
        host.mix(o0 as u32)
    }
    host.finish()
}

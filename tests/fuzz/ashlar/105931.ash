// seed 105931: no code at -O
module p0

use host
use cpu

var g0: u32 = (0 as u32)
var g1: [16]u32 = [(0 as u32); 16]
var g2: i64 = (0 as i64)
var g3: u16 = (0 as u16)
var g4: [5]u64 = [(0 as u64); 5]
var g5: u64 = (0 as u64)
const table: [8]u32 = [3925231094, 1374648752, 1815014846, 466345097, 3697377052, 632584744, 1288413431, 1456528573]
pub fn run() {
    for at1 in 0..5 {
        host.mix((((g4[(0 as u32)] | 8 & 15) -? (((([(0 as u64); 5][at1] | 8 & 15) -? ([(0 as u64); 5][((g1[(0 as u32)] % 5) as u32)] & 7)) + (g4[(0 as u32)] << 5)) & 7)) >> 4) as u32)
    }
}
pub fn report() {
    host.mix(g0 as u32)
    for o0 in g1 {
        host.mix(o0 as u32)
    }
    host.mix(g2 as u32)
    host.mix((g2 >> 32) as u32)
    host.mix(g3 as u32)
    for o0 in g4 {
        host.mix(o0 as u32)
        host.mix((o0 >> 32) as u32)
    }
    host.mix(g5 as u32)
    host.mix((g5 >> 32) as u32)
    for o0 in table {
        host.mix(o0 as u32)
    }
    host.finish()
}

// Behind two ways that meet the debugger told what was said of the variable on one of them.
module p0

use host
use cpu

var g0: u32 = (0 as u32)
var g1: [16]u32 = [(0 as u32); 16]
var g2: u32 = (0 as u32)
const table: [8]u32 = [428339896, 3547347974, 1166288056, 3054678727, 250998867, 173893887, 3756053624, 1035454904]
fn f0(a: u32, b: u32) u32 { return (0 as u32) }
pub fn run() {
    var v10: u32 = f0((0 as u32), (0 as u32))
    let r11: u32 = v10 & 15
    if r11 == 7 or r11 == 6 {
        v10 = (0 as u32)
    } else {
        v10 ^= 7
    }
    host.mix(((0 as i64) >> 23) as u32)
}
pub fn report() {
    host.mix(g0 as u32)
    for o0 in g1 {
        host.mix(o0 as u32)
    }
    host.mix(g2 as u32)
    for o0 in table {
        host.mix(o0 as u32)
    }
    host.finish()
}

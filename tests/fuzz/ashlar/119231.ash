// seed 119231: an extension from 8 bits was dropped before a store of 16
module p0

use host
use cpu

@packed struct S2 {
    f0: u64
    f1: i64
    f2: [4]u16
    f3: [4]i16
    f4: bool
    f5: bool
}
var g0: u32 = (0 as u32)
var g1: [16]u32 = [(0 as u32); 16]
var g2: u8 = (0 as u8)
const table: [8]u32 = [2795849550, 2272263865, 3480141130, 3287240303, 3230360798, 1627413766, 2965727602, 2987446584]
pub fn run() {
    var v0: [16]S2 = [(S2{ f0: (0 as u64), f1: (0 as i64), f2: [(0 as u16); 4], f3: [(0 as i16), (0 as i16), (7068 as i16), (0 as i16)], f4: false, f5: false }); 16]
    for at1 in 0..3 {
        v0[(0 as u32)].f3[(0 as u32)] = ((v0[(0 as u32)].f3[at1] as u8) as i16)
    }
    for o0 in v0 {
        for o2 in o0.f3 {
            host.mix(o2 as u32)
        }
    }
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

// seed 107092: no code at -O
module p0

use host
use cpu

enum Kind: u16 { k0 = 0, k1 = 1, k2 = 2, k3 = 3, k4 = 4 }
@packed struct S1 {
    f0: [4]u32
    f1: [4]i64
}
union Event: u8 {
    v0 { x0: i8, x1: u32 }
    v1 { x0: S1 }
    v2 { x0: bool }
}
var g0: u32 = (0 as u32)
var g1: [16]u32 = [(0 as u32); 16]
var g2: [5]u64 = [(0 as u64); 5]
var g3: i32 = (0 as i32)
var g4: S1 = (S1{ f0: [(0 as u32); 4], f1: [(0 as i64); 4] })
var g5: Kind = Kind.k0
pub fn run() {
    var v0: Event = (match ((29 as i8) << g1[(0 as u32)]) { 8 => (Event.v1{ x0: g4 }), 9..12 => Event.v0{ x0: (0 as i8), x1: (0 as u32) }, 12..16 => Event.v0{ x0: (0 as i8), x1: (0 as u32) }, 16..20 => (Event.v1{ x0: (S1{ f0: [(0 as u32); 4], f1: [(0 as i64); 4] }) }), _ => Event.v0{ x0: (0 as i8), x1: (0 as u32) } })
    match v0 {
        v0{ x0: u0x0, x1: u0x1 } => {
            host.mix(0)
        }
        v1{ x0: u0x0 } => {
            host.mix(1)
            for o3 in u0x0.f0 {
            }
        }
        v2{ x0: u0x0 } => {
            host.mix(2)
        }
    }
}
pub fn report() {
    host.mix(g0 as u32)
    for o0 in g1 {
        host.mix(o0 as u32)
    }
    for o0 in g2 {
        host.mix(o0 as u32)
        host.mix((o0 >> 32) as u32)
    }
    host.mix(g3 as u32)
    for o1 in g4.f0 {
        host.mix(o1 as u32)
    }
    for o1 in g4.f1 {
        host.mix(o1 as u32)
        host.mix((o1 >> 32) as u32)
    }
    host.mix(g5 as u32)
    host.finish()
}

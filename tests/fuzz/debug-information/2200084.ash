// A register that had been joined with another was remarked to have its old value.
module p0

use host
use cpu

@packed struct S1 {
    f0: u16
    f1: [4]u16
    f2: bool
}
union Event {
    v0 { x0: u64, x1: i32 }
    v1 { x0: u32 }
    v2 { x0: u64, x1: i16 }
    v3 { x0: bool, x1: S1, x2: u8 }
    v4 { x0: i32, x1: i8, x2: u64 }
}
var g0: u32 = (0 as u32)
var g1: [16]u32 = [(0 as u32); 16]
var g2: [16]i64 = [(0 as i64); 16]
var g3: S1 = (S1{ f0: (0 as u16), f1: [(0 as u16); 4], f2: false })
var g4: Event = Event.v0{ x0: (0 as u64), x1: (0 as i32) }
var g5: Event = Event.v0{ x0: (0 as u64), x1: (0 as i32) }
pub fn run() {
    var v0: u32 = g0
    var v1: u32 = (((536870911 as u64) & 19839) as? u32)
    if v0 > v1 {
        let s2 = v0
        v0 = v1
        v1 = s2
    }
    var v3: u32 = ((v0 | 8 & 15) -? ((0 as u32) & 7))
    if false {
        v3 = (0 as u32)
        v0 = (0 as u32)
    }
    for at4 in (0 as u32)..((0 as u32) & 1) {
        defer v0 += (0 as u32)
    }
    var k18: u32 = 134217728
    for _ in 0..3 {
        if k18 != 134217728 {
            k18 = (0 as u32)
        }
        v0 = ((if g3.f2 { (1 as i32) } else { (0 as i32) }) as u32)
    }
    var k19: i16 = 35
    for _ in 0..2 {
        if k19 != 35 {
            k19 = (0 as i16)
        }
        var v22: u32 = v3
        g2[v22] &= max(g2[(0 as u32)], (0 as i64))
    }
    host.mix(v0 as u32)
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
    host.mix(g3.f0 as u32)
    for o1 in g3.f1 {
        host.mix(o1 as u32)
    }
    host.mix(if g3.f2 { 1 } else { 2 })
    match g4 {
        v0{ x0: u0x0, x1: u0x1 } => {
            host.mix(0)
            host.mix(u0x0 as u32)
            host.mix((u0x0 >> 32) as u32)
            host.mix(u0x1 as u32)
        }
        v1{ x0: u0x0 } => {
            host.mix(1)
            host.mix(u0x0 as u32)
        }
        v2{ x0: u0x0, x1: u0x1 } => {
            host.mix(2)
            host.mix(u0x0 as u32)
            host.mix((u0x0 >> 32) as u32)
            host.mix(u0x1 as u32)
        }
        v3{ x0: u0x0, x1: u0x1, x2: u0x2 } => {
            host.mix(3)
            host.mix(if u0x0 { 1 } else { 2 })
            host.mix(u0x1.f0 as u32)
            for o3 in u0x1.f1 {
                host.mix(o3 as u32)
            }
            host.mix(if u0x1.f2 { 1 } else { 2 })
            host.mix(u0x2 as u32)
        }
        v4{ x0: u0x0, x1: u0x1, x2: u0x2 } => {
            host.mix(4)
            host.mix(u0x0 as u32)
            host.mix(u0x1 as u32)
            host.mix(u0x2 as u32)
            host.mix((u0x2 >> 32) as u32)
        }
    }
    match g5 {
        v0{ x0: u0x0, x1: u0x1 } => {
            host.mix(0)
            host.mix(u0x0 as u32)
            host.mix((u0x0 >> 32) as u32)
            host.mix(u0x1 as u32)
        }
        v1{ x0: u0x0 } => {
            host.mix(1)
            host.mix(u0x0 as u32)
        }
        v2{ x0: u0x0, x1: u0x1 } => {
            host.mix(2)
            host.mix(u0x0 as u32)
            host.mix((u0x0 >> 32) as u32)
            host.mix(u0x1 as u32)
        }
        v3{ x0: u0x0, x1: u0x1, x2: u0x2 } => {
            host.mix(3)
            host.mix(if u0x0 { 1 } else { 2 })
            host.mix(u0x1.f0 as u32)
            for o3 in u0x1.f1 {
                host.mix(o3 as u32)
            }
            host.mix(if u0x1.f2 { 1 } else { 2 })
            host.mix(u0x2 as u32)
        }
        v4{ x0: u0x0, x1: u0x1, x2: u0x2 } => {
            host.mix(4)
            host.mix(u0x0 as u32)
            host.mix(u0x1 as u32)
            host.mix(u0x2 as u32)
            host.mix((u0x2 >> 32) as u32)
        }
    }
    host.finish()
}

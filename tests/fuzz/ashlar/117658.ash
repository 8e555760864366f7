// seed 117658: no code at -O
module p0

use host
use cpu

enum Kind: u16 { k0 = 0, k1 = 1 }
bits Word: u32 {
    b0: u8 @7:0
    b1: bool @8
    b2: bool @9
    b3: bool @10
    zero @12:11
    b4: u2 @14:13
    b5: u2 @16:15
    b6: u3 @19:17
    b7: u3 @22:20
    b8: u1 @23
    b9: u3 @26:24
    b10: u3 @29:27
    b11: u2 @31:30
}
bits Flags: u32 {
    b0: bool @0
    zero @10:1
    b1: u7 @17:11
    b2: u4 @21:18
    b3: u5 @26:22
    b4: bool @27
    b5: u4 @31:28
}
@packed struct S1 {
    f0: [4]u64
    f1: Word
    f2: bool
    f3: u8
    f4: u8
    f5: i8
}
union Event {
    v0 { x0: i8 }
    v1 { x0: Flags, x1: u16, x2: u16 }
    v2 { x0: u16 }
    v3 { x0: Word }
    v4 { x0: u32, x1: S1, x2: Kind }
}
var g0: u32 = (0 as u32)
var g1: [16]u32 = [(0 as u32); 16]
var g2: Event = Event.v0{ x0: (0 as i8) }
var g3: u16 = (0 as u16)
var g4: u32 = (0 as u32)
const table: [8]u32 = [3448095884, 4182344634, 2474655535, 3458796888, 193190676, 1926332046, 2568598745, 275227552]
pub fn run() {
    var v1: Event = (match g1[(0 as u32)] { 19 => g2, 20..23 => Event.v0{ x0: (0 as i8) }, _ => Event.v0{ x0: (0 as i8) } })
    let v50: [16]Event = [v1; 16]
}
pub fn report() {
    host.mix(g0 as u32)
    for o0 in g1 {
        host.mix(o0 as u32)
    }
    match g2 {
        v0{ x0: u0x0 } => {
            host.mix(0)
            host.mix(u0x0 as u32)
        }
        v1{ x0: u0x0, x1: u0x1, x2: u0x2 } => {
            host.mix(1)
            host.mix(u0x0 as u32)
            host.mix(u0x1 as u32)
            host.mix(u0x2 as u32)
        }
        v2{ x0: u0x0 } => {
            host.mix(2)
            host.mix(u0x0 as u32)
        }
        v3{ x0: u0x0 } => {
            host.mix(3)
            host.mix(u0x0 as u32)
        }
        v4{ x0: u0x0, x1: u0x1, x2: u0x2 } => {
            host.mix(4)
            host.mix(u0x0 as u32)
            for o3 in u0x1.f0 {
                host.mix(o3 as u32)
                host.mix((o3 >> 32) as u32)
            }
            host.mix(u0x1.f1 as u32)
            host.mix(if u0x1.f2 { 1 } else { 2 })
            host.mix(u0x1.f3 as u32)
            host.mix(u0x1.f4 as u32)
            host.mix(u0x1.f5 as u32)
            host.mix(u0x2 as u32)
        }
    }
    host.mix(g3 as u32)
    host.mix(g4 as u32)
    for o0 in table {
        host.mix(o0 as u32)
    }
    host.finish()
}

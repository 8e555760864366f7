//= 3 true 8191 1
//= fff00001 fffff false
//= 7 abcde005
//= 40 2 1 true
//= 5
module bits_fields
use host

enum Level: u8 { kernel, one, two, user }
bits Selector: u16 { level: Level @1:0, local: bool @2, index: u13 @15:3 }
bits Pte: u32 { present: bool @0, writable: bool @1, reserved @8:2, avail: u3 @11:9, frame: u20 @31:12 }
bits Wide: u64 { low: u8 @7:0, middle: u40 @47:8, top: u15 @62:48, sign: bool @63 }
fn touch(p: *mut Pte, n: u32) {
    p.avail = n as u3
    p.writable = false
}

@entry fn start() never {
    var s = Selector{ level: Level.user, local: true, index: 0x1FFF }
    print(host.out(), "{} {} {} {}\n", s.level as u8, s.local, s.index, (s as u16 == 0xFFFF) as u32)
    var p = 0xFFFFF003 as Pte
    p.writable = false
    p.frame = 0xFFF00
    print(host.out(), "{x} {x} {}\n", p as u32, 0xFFFFF as u32, p.writable)
    touch(&mut p, 15)
    print(host.out(), "{} ", p.avail)
    var q = 0xABCDE007 as Pte
    q.writable = false
    print(host.out(), "{x}\n", q as u32)
    var w = Wide{ low: 2, middle: 0x40, top: 1, sign: true }
    print(host.out(), "{x} {} {} {}\n", w.middle, w.low, w.top, w.sign)
    w.middle = 5
    w.sign = false
    print(host.out(), "{}\n", w.middle)
    host.exit(0)
}

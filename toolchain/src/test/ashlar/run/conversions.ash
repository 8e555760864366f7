//= 200 -56 65480 4294967240
//= 255 65535 -1 4294967295
//= 52 4660 22136
//= 1 0 true
//= 18446744073709551615 4294967295
//= 65 A
module conversions
use host

type Phys = distinct u32
fn narrow(x: u32) u8 { return x as u8 }
fn signed(x: u8) i8 { return x as i8 }
fn wide(x: i8) i32 { return x }
fn unsigned(x: i8) u16 { return x as u16 }
fn phys(x: u32) Phys { return (x << 4) as Phys }

@entry fn start() never {
    let a: u8 = 200
    print(host.out(), "{} {} {} {}\n", a, signed(a), unsigned(signed(a)), wide(signed(a)) as u32)
    let m: i32 = -1
    print(host.out(), "{} {} {} {}\n", m as u8, m as u16, m as i8, m as u32)
    print(host.out(), "{} {} {}\n", narrow(0x1234), 0x1234 as u32, 0x12345678 as u64 as u16)
    print(host.out(), "{} {} {}\n", true as u32, false as u8, phys(1) == 16 as Phys)
    print(host.out(), "{} {}\n", m as i64 as u64, m as u32 as u64)
    print(host.out(), "{} {c}\n", 'A' as u8, 'A' as u8)
    host.exit(0)
}

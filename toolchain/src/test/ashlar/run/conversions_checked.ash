//= 255 -128 7
//= 4294967295 -1 1
//= 127 0
module conversions_checked
use host

fn to_u8(x: i64) u8 { return x as? u8 }
fn to_i8(x: i32) i8 { return x as? i8 }
fn to_u32(x: u64) u32 { return x as? u32 }
fn to_i32(x: i64) i32 { return x as? i32 }
fn to_u64(x: i32) u64 { return x as? u64 }
fn wide(x: u32) i64 { return x as? i64 }

@entry fn start() never {
    print(host.out(), "{} {} {}\n", to_u8(255), to_i8(-128), to_u32(7))
    print(host.out(), "{} {} {}\n", to_u32(0xFFFF_FFFF), to_i32(-1), to_u64(1))
    print(host.out(), "{} {}\n", to_i8(127), (wide(0xFFFF_FFFF) - 0xFFFF_FFFF) as u32)
    host.exit(0)
}

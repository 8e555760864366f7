//= 0 0 7 7
//= 200 200 0
//= 65535 65535
//= 1 2 1 2 1 2
//= 10000000000 10000000000
//= 6 6 6 9
module arrays
use host

struct Triple { a: u32, b: u32, c: u32 }
struct Odd { a: u8, b: u8, c: u8 }
fn seven() u32 { return 7 }

@entry fn start() never {
    var a = [0 as u32; 100]
    var b = [seven(); 50]
    print(host.out(), "{} {} {} {}\n", a[0], a[99], b[0], b[49])
    var c = [200 as u8; 33]
    var d = [0 as u8; 33]
    print(host.out(), "{} {} {}\n", c[0], c[32], d[32])
    let e = [0xFFFF as u16; 19]
    print(host.out(), "{} {}\n", e[0], e[18])
    let f = [Triple{ a: 1, b: seven() - 5, c: 3 }; 3]
    print(host.out(), "{} {} {} {} {} {}\n", f[0].a, f[0].b, f[1].a, f[1].b, f[2].a, f[2].b)
    let g = [10000000000 as u64; 5]
    print(host.out(), "{} {}\n", g[0], g[4])
    var h = [Odd{ a: 6, b: 6, c: 6 }; 11]
    h[10].c = 9
    let copy = h
    print(host.out(), "{} {} {} {}\n", copy[0].a, copy[9].b, copy[10].a, copy[10].c)
    host.exit(0)
}

//= 1 2
//= 258 7
//= 1 2 3
//= 5 6 7 8 9
//= 65 66 67
module small_structs
use host

struct Two { a: u8, b: u8 }
struct Six { a: u16, b: u16, c: u16 }
struct Three { a: u8, b: u8, c: u8 }
struct Five { a: u8, b: u8, c: u8, d: u8, e: u8 }
fn two(a: u8, b: u8) Two { return Two{ a, b } }
fn three(a: u8) Three { return Three{ a, b: a + 1, c: a + 2 } }
fn five(a: u8) Five { return Five{ a, b: a + 1, c: a + 2, d: a + 3, e: a + 4 } }
fn six(a: u16) Six { return Six{ a, b: 7, c: 8 } }
fn show(t: Three) { print(host.out(), "{} {} {}\n", t.a, t.b, t.c) }

@entry fn start() never {
    let t = two(1, 2)
    print(host.out(), "{} {}\n", t.a, t.b)
    let s = six(258)
    print(host.out(), "{} {}\n", s.a, s.b)
    show(three(1))
    let f = five(5)
    print(host.out(), "{} {} {} {} {}\n", f.a, f.b, f.c, f.d, f.e)
    var many = [three(65), three(66)]
    many[1] = many[0]
    show(many[1])
    host.exit(0)
}

//= 1 2 3
//= 9 2 8
//= 7 1 3000
//= 6 15
//= 1 20 5 300
module copied_elements
use host

struct Small { a: u8, b: u8, c: u16 }
struct Odd { a: u8, b: u8, c: u8 }
struct Wide { a: u32, b: u16, c: u8, d: u8 }

var rows: [2][3]u8 = [[1, 2, 3], [4, 5, 6]]
var small: [2]Small = [Small{ a: 7, b: 1, c: 3000 }, Small{ a: 1, b: 1, c: 1 }]

@noinline fn change(row: u32) {
    rows[row][0] = 9
    rows[row][2] = 8
}

@noinline fn sum(o: Odd) u32 { return o.a as u32 + o.b as u32 + o.c as u32 }

@noinline fn wide(w: *Wide) Wide {
    var copy = w.*
    copy.b += 10
    return copy
}

@entry fn start() never {
    // A copy stays what it was, whatever becomes of the original.
    let row = rows[0]
    change(0)
    print(host.out(), "{} {} {}\n", row[0], row[1], row[2])
    let now = rows[0]
    print(host.out(), "{} {} {}\n", now[0], now[1], now[2])
    let first = small[0]
    small[0] = small[1]
    print(host.out(), "{} {} {}\n", first.a, first.b, first.c)
    // Parts of it, and all of it as one word for a call.
    var odd = [Odd{ a: 1, b: 2, c: 3 }, Odd{ a: 4, b: 5, c: 6 }]
    var total: u32 = 0
    for o in odd {
        odd[1].a = 0
        total += o.c as u32
    }
    let last = odd[1]
    print(host.out(), "{} {}\n", sum(odd[0]), sum(last) + total - 5)
    let w = Wide{ a: 1, b: 10, c: 5, d: 44 }
    let v = wide(&w)
    print(host.out(), "{} {} {} {}\n", v.a, v.b, v.c, v.d as u32 + 256)
    host.exit(0)
}

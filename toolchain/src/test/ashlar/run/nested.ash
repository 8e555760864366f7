//= 1 2 3 4 5 6
//= 9 2 3 4 5 6
//= 100 200 300
//= 3 5
module nested
use host

struct Point { x: u32, y: u32 }
struct Box { low: Point, high: Point, tag: [2]u8, pad 2 }
struct Deep { boxes: [2]Box, n: u32 }
fn show(b: *Box) { print(host.out(), "{} {} {} {} {} {}\n", b.low.x, b.low.y, b.high.x, b.high.y, b.tag[0], b.tag[1]) }
fn corner(d: *Deep, i: u32) Point { return d.boxes[i].high }
fn index(i: u32) u32 { return i }

@entry fn start() never {
    var b = Box{ low: Point{ x: 1, y: 2 }, high: Point{ x: 3, y: 4 }, tag: [5, 6] }
    show(&b)
    var d = Deep{ boxes: [b, b], n: 7 }
    d.boxes[index(1)].low.x = 9
    show(&d.boxes[1])
    d.boxes[index(0)].high = Point{ x: 100, y: 200 }
    let c = corner(&d, 0)
    print(host.out(), "{} {} {}\n", c.x, c.y, c.x + c.y)
    d.boxes[0] = d.boxes[index(1)]
    print(host.out(), "{} {}\n", d.boxes[0].high.x, d.boxes[0].tag[0])
    host.exit(0)
}

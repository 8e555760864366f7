//= 15 5 50 5 1 0 255 8 2
//= 7 1
//= 18446744073709551606
module compound
use host

var calls: u32 = 0
var cells: [4]u32 = [0; 4]
fn at() u32 { calls += 1; return 2 }

@entry fn start() never {
    var x: u32 = 10
    x += 5
    print(host.out(), "{} ", x)
    x -= 10
    print(host.out(), "{} ", x)
    x *= 10
    print(host.out(), "{} ", x)
    x /= 10
    print(host.out(), "{} ", x)
    x %= 4
    print(host.out(), "{} ", x)
    x &= 2
    print(host.out(), "{} ", x)
    var y: u8 = 0
    y -= 1
    y |= 1
    print(host.out(), "{} ", y)
    x ^= 1
    x <<= 3
    print(host.out(), "{} ", x)
    x >>= 2
    print(host.out(), "{}\n", x)
    cells[at()] += 7
    print(host.out(), "{} {}\n", cells[2], calls)
    var w: u64 = 0
    w -= 10
    print(host.out(), "{}\n", w)
    host.exit(0)
}

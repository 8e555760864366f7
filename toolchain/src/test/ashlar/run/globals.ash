//= 1 0 5 16
//= ab cd 3
//= 4 9 0
//= 0 4096
//= 1 2 3
system module globals
use host

struct Pair { a: u8, pad 3, b: u32 }
var counter: u32 = 1
var zeroed: [100]u32 = [0; 100]
var pair: Pair = Pair{ a: 5, b: 16 }
var names: [2][]u8 = ["ab", "cd"]
const SQUARES: [4]u32 = squares()
const fn squares() [4]u32 {
    var t = [0 as u32; 4]
    for i in 0..4 { t[i] = i * i }
    return t
}
var pointer: *u32 = &counter
@align(4096) var page: [1024]u32 = [0; 1024]
@section(".data.special") var special: [3]u8 = [1, 2, 3]

@entry fn start() never {
    print(host.out(), "{} {} {} {}\n", counter, zeroed[99], pair.a, pair.b)
    counter = 3
    print(host.out(), "{} {} {}\n", names[0], names[1], pointer.*)
    print(host.out(), "{} {} {}\n", SQUARES[2], SQUARES[3], SQUARES[0])
    print(host.out(), "{} {}\n", (&page as u32) % 4096, size_of([1024]u32))
    print(host.out(), "{} {} {}\n", special[0], special[1], special[2])
    host.exit(0)
}

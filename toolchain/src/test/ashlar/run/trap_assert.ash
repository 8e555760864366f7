//= panic: 10: x is 3
//= exit 132
module trap_assert
use host

@entry fn start() never {
    var x: u32 = 3
    assert(x == 3, "fine")
    x += 0
    assert(x == 4, "x is {}", x)
    host.exit(0)
}

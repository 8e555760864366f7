//= panic: 6: lost 42 of ab
//= exit 132
module trap_panic
use host

fn lose(n: u32, s: []u8) never { panic("lost {} of {}", n, s) }

@entry fn start() never {
    lose(42, "ab")
}

//= exit 132
module trap_unreachable
use host

fn f(x: u32) u32 {
    if x == 1 { return 2 }
    unreachable()
}

@entry fn start() never {
    _ = f(1)
    _ = f(2)
    host.exit(0)
}

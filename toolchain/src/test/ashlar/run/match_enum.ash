//= up down quit
//= -1 1 0
module match_enum
use host

enum Key: u8 { up, down, quit }
fn step(k: Key) i32 {
    return match k {
        up => -1
        down => 1
        Key.quit => 0
    }
}

@entry fn start() never {
    print(host.out(), "{} {} {}\n", Key.up, Key.down, Key.quit)
    print(host.out(), "{} {} {}\n", step(Key.up), step(Key.down), step(Key.quit))
    host.exit(0)
}

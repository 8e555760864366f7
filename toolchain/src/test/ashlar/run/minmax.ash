//= 1 2 -5 3 200
module minmax
use host

@entry fn start() never {
    let a: u32 = 1
    let b: u32 = 2
    let c: i32 = -5
    print(host.out(), "{} {} {} {} {}\n", min(a, b), max(a, b), min(c, 3), max(c, 3), max(200 as u8, 3))
    host.exit(0)
}

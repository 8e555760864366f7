//= 5
//= failed small
//= 77
//= closed odd
//= closed 12
module errors
use host

enum Error: u8 { small, odd }

fn check(x: u32) u32!Error {
    if x < 3 { fail Error.small }
    if x % 2 == 1 { fail Error.odd }
    return x
}

fn close() { print(host.out(), "closed ") }

fn twice(x: u32) u32!Error {
    defer close()
    let y = try check(x)
    return y * 2
}

fn add(x: u32) u32!Error { return 1 + try check(x) }

fn report(e: Error) u32 {
    print(host.out(), "failed {}\n", e)
    return 77
}

fn name(x: u32) {
    let y = twice(x) catch |e| {
        print(host.out(), "{}\n", e)
        return
    }
    print(host.out(), "{}\n", y)
}

@entry fn start() never {
    print(host.out(), "{}\n", add(4) catch 0)
    print(host.out(), "{}\n", add(1) catch |e| report(e))
    name(5)
    name(6)
    host.exit(0)
}

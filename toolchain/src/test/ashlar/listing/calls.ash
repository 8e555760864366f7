module calls

enum Error: u8 { bad, worse }

struct Big { a: u32, b: u32, c: u32 }

fn five(a: u32, b: u64, c: u32, d: []u8, e: u8) u64 {
    return b + (a + c + d.len + e)
}

fn big(a: u32) Big {
    return Big{ a, b: 2, c: 3 }
}

fn take(b: Big, x: u32) u32 {
    return b.c + x
}

fn risky(x: u32) u32!Error {
    if x > 9 { fail Error.worse }
    return x
}

fn release(x: u32) {
}

fn pass(x: u32) u32!Error {
    defer release(x)
    return take(big(x), try risky(x)) + (risky(x) catch 7)
}

fn apply(f: fn(u32) u32, x: u32) u32 {
    return f(x + 1)
}

fn identity(x: u32) u32 {
    return x
}

@entry fn start() never {
    _ = five(1, 2, 3, "four", 5)
    _ = pass(apply(identity, 1)) catch |e| e as u32
    while true {
    }
}

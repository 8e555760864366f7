module checks

struct Triple { a: u8, b: u8, c: u8 }
bits Pte: u32 { present: bool @0, avail: u11 @11:1, frame: u20 @31:12 }
enum Kind: u8 { one = 1, two, nine = 9 }

fn element(s: []Triple, a: [10]u32, i: u32) u32 {
    return a[i] + s[i].b + a[9]
}

fn part(s: []u16, low: u32) []u16 {
    return s[low..s.len - 1]
}

fn numbers(a: i32, b: u8, c: u64) i32 {
    return a / (b +? 1) as i32 + (c *? 3) as? i32
}

fn entry(frame: u32) Pte {
    return Pte{ present: true, frame }
}

fn kind(x: u32) Kind {
    return x as? Kind
}

@entry fn start() never {
    let t = [Triple{}; 10]
    let n = [0 as u32; 10]
    let w = [1 as u16, 2, 3]
    _ = element(t[..], n, 3)
    _ = part(w[..], 1)
    _ = numbers(1, 2, 3)
    _ = entry(5)
    _ = kind(2)
    unreachable()
}

//= 2 300 9
//= 6 1000 6
//= zero one two
//= 15 21
//= 7 4 1
module local_tables
use host

enum Kind: u8 { low, high }
struct Rule { from: u16, kind: Kind, step: u8 }

@noinline fn at(i: u32) u32 {
    let squares = [1 as u8, 2, 4, 8, 16, 32, 64, 128, 1]
    return squares[i] as u32
}

@noinline fn sum(a: []u32) u32 {
    var s: u32 = 0
    for x in a { s += x }
    return s
}

// A copy is another variable; the table stays what it is.
@noinline fn changed(i: u32) u32 {
    let table = [1 as u32, 2, 3]
    var copy = table
    copy[i] = 1000
    return sum(table[..]) + copy[i] - 1000
}

@noinline fn name(i: u32) []u8 {
    let names = ["zero", "one", "two"]
    return names[i]
}

@noinline fn walk(depth: u32) u32 @recursive(4) {
    let steps = [[1 as u8, 2, 3], [4, 5, 6], [7, 8, 9]]
    if depth == 0 { return 0 }
    var s: u32 = 0
    for step in steps { s += step[depth - 1] as u32 }
    return if depth == 1 { s } else { s + walk(depth - 1) - 12 }
}

@noinline fn rules(value: u16) u32 {
    let all = [Rule{ from: 100, kind: Kind.high, step: 7 }, Rule{ from: 10, kind: Kind.low, step: 4 }, Rule{ from: 0, kind: Kind.low, step: 1 }]
    for r in all {
        if value >= r.from { return r.step as u32 + if r.kind == Kind.high and value == 0 { 1 } else { 0 } }
    }
    return 0
}

@entry fn start() never {
    let numbers = [100 as u32, 200, 300, 400]
    let p = &numbers[2]
    print(host.out(), "{} {} {}\n", at(1), p.*, at(3) + at(8))
    var copy = [1 as u32, 2, 3]
    copy[1] = 1000
    print(host.out(), "{} {} {}\n", changed(1), copy[1], changed(0))
    print(host.out(), "{} {} {}\n", name(0), name(1), name(2))
    print(host.out(), "{} {}\n", walk(2), walk(3))
    print(host.out(), "{} {} {}\n", rules(500), rules(50), rules(5))
    host.exit(0)
}

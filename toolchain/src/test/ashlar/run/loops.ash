//= 0 1 2 3 .
//= 10 20 30 .
//= 0:a 1:b .
//= 1 3 5 .
//= 5 4 3 .
//= 12
module loops
use host

@entry fn start() never {
    for i in 0..4 { print(host.out(), "{} ", i) }
    print(host.out(), ".\n")
    let a = [10 as u32, 20, 30]
    for x in a { print(host.out(), "{} ", x) }
    print(host.out(), ".\n")
    for i, c in "ab" { print(host.out(), "{}:{c} ", i, c) }
    print(host.out(), ".\n")
    var i: u32 = 0
    while i < 100 {
        i += 1
        if i % 2 == 0 { continue }
        if i > 6 { break }
        print(host.out(), "{} ", i)
    }
    print(host.out(), ".\n")
    var n: u8 = 5
    while n > 2 {
        print(host.out(), "{} ", n)
        n -= 1
    }
    print(host.out(), ".\n")
    var count: u32 = 0
    for j in 0..4 {
        for k in 0..4 {
            if k == 3 { break }
            count += 1
        }
    }
    print(host.out(), "{}\n", count)
    host.exit(0)
}

/// Hoare's quicksort, recursive on parts of a slice, small parts by insertion.
module quicksort

use host

const COUNT = 2000

var values: [COUNT]u32 = [0; COUNT]

fn insertion(a: []mut u32) {
    for i in 1..a.len {
        let x = a[i]
        var k = i
        while k > 0 and a[k - 1] > x {
            a[k] = a[k - 1]
            k -= 1
        }
        a[k] = x
    }
}

fn sort(a: []mut u32) @recursive(64) {
    if a.len <= 8 {
        if a.len > 1 { insertion(a) }
        return
    }
    let pivot = a[a.len / 2]
    var i: u32 = 0
    var j = a.len - 1
    while true {
        while a[i] < pivot { i += 1 }
        while a[j] > pivot { j -= 1 }
        if i >= j { break }
        let t = a[i]
        a[i] = a[j]
        a[j] = t
        i += 1
        j -= 1
    }
    sort(a[..i])
    sort(a[i..])
}

@noinline @export("run")
fn run(rounds: u32) u32 {
    var sum: u32 = 0
    var x: u32 = 12345
    for round in 0..rounds {
        for i in 0..COUNT {
            x = x * 1664525 + 1013904223
            values[i] = x >> 8
        }
        sort(values[..])
        for i in 0..COUNT {
            sum = sum * 31 + values[i]
        }
    }
    return sum
}

@entry fn start() never {
    host.finish(run(5))
}

/// Heap sort, in place.
module heapsort

use host

var numbers: [1000]u32 = [0; 1000]

fn sift(a: []mut u32, from: u32, end: u32) {
    var at = from
    let value = a[at]
    while at * 2 + 1 < end {
        var child = at * 2 + 1
        if child + 1 < end and a[child] < a[child + 1] { child += 1 }
        if value >= a[child] { break }
        a[at] = a[child]
        at = child
    }
    a[at] = value
}

fn sort(a: []mut u32) {
    var i = a.len / 2
    while i > 0 {
        i -= 1
        sift(a, i, a.len)
    }
    var end = a.len
    while end > 1 {
        end -= 1
        let top = a[0]
        a[0] = a[end]
        a[end] = top
        sift(a, 0, end)
    }
}

@noinline @export("run")
fn run(rounds: u32) u32 {
    var sum: u32 = 0
    for round in 0..rounds {
        var x = round
        for i in 0..1000 {
            x = x * 1664525 + 1013904223
            numbers[i] = x >> 8
        }
        sort(numbers[..])
        for i in 0..1000 { sum = sum * 3 + numbers[i] }
    }
    return sum
}

@entry fn start() never { host.finish(run(5)) }

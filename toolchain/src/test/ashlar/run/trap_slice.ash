//= 2 0
//= check: 7: slice out of bounds
//= exit 1
module trap_slice
use host

fn part(s: []u32, low: u32, high: u32) []u32 { return s[low..high] }

@entry fn start() never {
    host.report_traps()
    let a = [1 as u32, 2, 3]
    print(host.out(), "{} {}\n", part(a[..], 1, 3).len, part(a[..], 3, 3).len)
    _ = part(a[..], 2, 1)
    host.exit(0)
}

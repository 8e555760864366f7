//= check: 6: slice out of bounds
//= exit 1
module trap_slice_end
use host

fn part(s: []u32, low: u32, high: u32) []u32 { return s[low..high] }

@entry fn start() never {
    host.report_traps()
    let a = [1 as u32, 2, 3]
    _ = part(a[..], 0, 4)
    host.exit(0)
}

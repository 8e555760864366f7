//= 3
//= check: 7: index out of bounds
//= exit 1
module trap_index
use host

fn at(s: []u32, i: u32) u32 { return s[i] }

@entry fn start() never {
    host.report_traps()
    let a = [1 as u32, 2, 3]
    print(host.out(), "{}\n", at(a[..], 2))
    _ = at(a[..], 3)
    host.exit(0)
}

//= 30
//= check: 7: index out of bounds
//= exit 1
module trap_array_index
use host

fn at(a: [4]u32, i: u32) u32 { return a[i] }

@entry fn start() never {
    host.report_traps()
    let a = [10 as u32, 20, 30, 40]
    print(host.out(), "{}\n", at(a, 2))
    _ = at(a, 0xFFFF_FFFF)
    host.exit(0)
}

//= 255
//= check: 7: integer overflow
//= exit 1
module trap_narrow
use host

fn next(x: u8) u8 { return x +? 1 }

@entry fn start() never {
    host.report_traps()
    print(host.out(), "{}\n", next(254))
    _ = next(255)
    host.exit(0)
}

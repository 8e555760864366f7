//= 255
//= check: 7: value does not fit
//= exit 1
module trap_convert
use host

fn small(x: u32) u8 { return x as? u8 }

@entry fn start() never {
    host.report_traps()
    print(host.out(), "{}\n", small(255))
    _ = small(256)
    host.exit(0)
}

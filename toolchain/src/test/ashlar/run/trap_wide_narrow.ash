//= check: 6: value does not fit
//= exit 1
module trap_wide_narrow
use host

fn convert(x: u64) u64 { _ = x as? u32; return x }

@entry fn start() never {
    host.report_traps()
    _ = convert(0x1_0000_0000)
    host.exit(0)
}

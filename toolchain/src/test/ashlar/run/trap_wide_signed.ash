//= check: 6: value does not fit
//= exit 1
module trap_wide_signed
use host

fn convert(x: u64) u64 { _ = x as? i32; return x }

@entry fn start() never {
    host.report_traps()
    _ = convert(0x8000_0000)
    host.exit(0)
}

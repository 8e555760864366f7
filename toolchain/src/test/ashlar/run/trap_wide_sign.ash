//= check: 6: value does not fit
//= exit 1
module trap_wide_sign
use host

fn convert(x: u64) u64 { _ = (x as i64) as? u64; return x }

@entry fn start() never {
    host.report_traps()
    _ = convert(0x8000_0000_0000_0000)
    host.exit(0)
}

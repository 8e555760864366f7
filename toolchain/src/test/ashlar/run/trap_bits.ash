//= check: 7: value does not fit in its bits
//= exit 1
module trap_bits
use host

bits Pte: u32 { present: bool @0, other: u11 @11:1, frame: u20 @31:12 }
fn entry(frame: u32) Pte { return Pte{ present: true, frame: frame } }

@entry fn start() never {
    host.report_traps()
    assert(entry(0xFFFFF) as u32 == 0xFFFFF001)
    _ = entry(0x100000)
    host.exit(0)
}

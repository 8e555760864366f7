//= 1
//= check: 13: division by zero
//= exit 1
module trap_wide_divide
use host

var zero: u64 = 0
var one: u64 = 1

@entry fn start() never {
    host.report_traps()
    print(host.out(), "{}\n", ((0xFFFF_FFFF_FFFF_FFFE +? one) - (0xFFFF_FFFF *? 0x1_0000_0001) +? one -? (one -? one)))
    let x = one / zero
    print(host.out(), "{}\n", x)
    host.exit(0)
}

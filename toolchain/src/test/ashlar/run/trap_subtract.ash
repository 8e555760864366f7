//= check: 11: integer overflow
//= exit 1
module trap_subtract
use host

var zero: u32 = 0
var one: u32 = 1

@entry fn start() never {
    host.report_traps()
    let x = zero -? one
    print(host.out(), "{}\n", x)
    host.exit(0)
}

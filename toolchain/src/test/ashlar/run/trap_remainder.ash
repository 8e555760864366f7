//= check: 11: division by zero
//= exit 1
module trap_remainder
use host

var zero: u32 = 0
var one: u32 = 1

@entry fn start() never {
    host.report_traps()
    let x = 1 % zero
    print(host.out(), "{}\n", x)
    host.exit(0)
}

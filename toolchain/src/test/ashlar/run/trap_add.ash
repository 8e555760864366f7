//= check: 11: integer overflow
//= exit 1
module trap_add
use host

var zero: u32 = 0
var one: u32 = 1

@entry fn start() never {
    host.report_traps()
    let x = 0xFFFF_FFFF +? one
    print(host.out(), "{}\n", x)
    host.exit(0)
}

//= -128 127
//= check: 7: integer overflow
//= exit 1
module trap_signed
use host

fn subtract(a: i8, b: i8) i8 { return a -? b }

@entry fn start() never {
    host.report_traps()
    print(host.out(), "{} {}\n", subtract(-127, 1), subtract(126, -1))
    _ = subtract(-128, 1)
    host.exit(0)
}

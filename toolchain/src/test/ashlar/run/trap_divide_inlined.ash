//= check: 7: division by zero
//= exit 1
/// The divisor becomes the number 0 only when the function is inlined.
module trap_divide_inlined
use host

fn quotient(a: i32, b: i32) i32 { return a / b }

@entry fn start() never {
    host.report_traps()
    print(host.out(), "{}\n", quotient(-15, 0))
    host.exit(0)
}

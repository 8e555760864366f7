//= 5
//= check: 7: value does not fit
//= exit 1
module trap_convert_sign
use host

fn unsigned(x: i32) u32 { return x as? u32 }

@entry fn start() never {
    host.report_traps()
    print(host.out(), "{}\n", unsigned(5))
    _ = unsigned(-5)
    host.exit(0)
}

//= user
//= check: 8: no such Kind
//= exit 1
module trap_enum
use host

enum Kind: u8 { absent, kernel = 4, user }
fn kind(x: u8) Kind { return x as? Kind }

@entry fn start() never {
    host.report_traps()
    print(host.out(), "{}\n", kind(5))
    _ = kind(3)
    host.exit(0)
}

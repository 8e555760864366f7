//= 7 12345678 55
//= 7
module packed
use host

struct Descriptor @packed { limit: u16, base: u32, more: u8 }

@entry fn start() never {
    var d = Descriptor{ limit: 7, base: 0x12345678, more: 0x55 }
    d.limit = d.limit
    print(host.out(), "{} {x} {x}\n", d.limit, d.base, d.more)
    print(host.out(), "{}\n", size_of(Descriptor))
    host.exit(0)
}

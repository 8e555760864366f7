//= 1 2 ff 3412
//= 12345678 8
system module io
use host

struct Registers { status: u8, pad 1, data: u16, control: u32 }
fn start_of(p: *io mut Registers) {
    p.status = 1
    p.data = 0x1234
    p.control = 0x12345678
}

@entry fn start() never {
    var r = Registers{}
    let p = &mut r as *io mut Registers
    start_of(p)
    print(host.out(), "{} {} ", r.status, p.status + 1)
    p.status |= 0xFE
    p.data = (p.data >> 8) | (p.data << 8)
    print(host.out(), "{x} {x}\n", p.status, p.data)
    let copy = p.*
    print(host.out(), "{x} {}\n", copy.control, size_of(Registers))
    host.exit(0)
}

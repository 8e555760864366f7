//= true true
//= true
system module address_parts
use host

struct Gate { low: u16, high: u16, lowest: u8, pad 3 }

var gate = Gate{ low: 0, high: 0, lowest: 0 }

fn handler() { }

fn fill(into: *mut Gate) {
    into.low = (handler as u32) as u16
    into.high = ((handler as u32) >> 16) as u16
    into.lowest = (handler as u32) as u8
}

@entry fn start() never {
    fill(&mut gate)
    let address = handler as u32
    print(host.out(), "{} {}\n", gate.low as u32 == address & 0xFFFF, gate.high as u32 == address >> 16)
    print(host.out(), "{}\n", gate.lowest as u32 == address & 0xFF)
    host.exit(0)
}

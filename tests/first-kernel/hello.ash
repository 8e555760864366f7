/// A first kernel: says hello on the serial port and turns the machine off.
system module hello

use cpu

struct Multiboot @size(12) { magic: u32, flags: u32, checksum: u32 }

@section(".multiboot") @keep
const HEADER: Multiboot = Multiboot{ magic: 0x1BADB002, flags: 0, checksum: 0x100000000 - 0x1BADB002 }

var stack: [4096]u8 = [0; 4096]

@entry
asm fn start() never {
    mov esp, {stack} + 4096
    call {main}
}

fn put(c: u8) {
    while cpu.inb(0x3FD) & 0x20 == 0 { }
    cpu.outb(0x3F8, c)
}

fn main() never {
    for c in "Hello from my own kernel\n" { put(c) }
    cpu.outw(0x604, 0x2000)
    while true { cpu.hlt() }
    unreachable()
}

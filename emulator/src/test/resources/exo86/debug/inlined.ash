/// A kernel for the debugger whose functions are inlined, one into another; calls between keep its lines in order and its values alive.
system module inlined

use cpu

struct Multiboot @size(12) { magic: u32, flags: u32, checksum: u32 }

@section(".multiboot") @keep
const HEADER: Multiboot = Multiboot{ magic: 0x1BADB002, flags: 0, checksum: 0x100000000 - 0x1BADB002 }

struct Tally { count: u32, sum: u32 }

var stack: [4096]u8 = [0; 4096]

var tally: Tally = Tally{}

@entry
asm fn start() never {
    mov esp, {stack} + 4096
    call {main}
}

@noinline
fn mark(n: u32) {
    tally.count += 1
    tally.sum += n
}

fn inner(n: u32) u32 {
    mark(n)
    let double = n + n
    mark(double)
    return double + n
}

fn Tally.outer(self: *Tally, n: u32) u32 {
    mark(n + 1)
    let first = inner(n)
    mark(first)
    return first + self.count
}

@noinline
fn straight(n: u32) u32 {
    mark(0)
    let a = tally.outer(n)
    mark(a)
    let b = inner(a)
    mark(b)
    return a + b
}

@noinline
fn main() never {
    tally.sum = straight(5)
    cpu.outw(0x604, 0x2000)
    while true { cpu.hlt() }
    unreachable()
}

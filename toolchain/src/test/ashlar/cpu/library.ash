/// Uses what of module cpu runs in ring 3; the exit code is the number of the first check that fails.
system module library

use cpu

var bytes: [64]u8 = [0; 64]
var other: [64]u8 = [0; 64]

@entry
asm fn start() never {
    call {main}
    mov ebx, eax
    mov eax, 1
    int 0x80
}

fn same(from: u32, to: u32, byte: u8) bool {
    for i in from..to {
        if other[i] != byte { return false }
    }
    return true
}

fn copies() bool {
    for count in 0..20 {
        for from in 0..5 {
            cpu.fill(&mut other[0], 0xEE, 64)
            cpu.copy(&mut other[7], &bytes[from], count)
            for i in 0..count {
                if other[7 + i] != bytes[from + i] { return false }
            }
            if not same(0, 7, 0xEE) or not same(7 + count, 64, 0xEE) { return false }
        }
    }
    return true
}

fn fills() bool {
    for count in 0..20 {
        cpu.fill(&mut other[0], 0x11, 64)
        cpu.fill(&mut other[3], 0xA5, count)
        if not same(0, 3, 0x11) or not same(3, 3 + count, 0xA5) or not same(3 + count, 64, 0x11) { return false }
    }
    return true
}

fn main() u32 {
    for i in 0..64 { bytes[i] = (i * 7 + 1) as u8 }
    if not copies() { return 1 }
    if not fills() { return 2 }
    if cpu.bsf(0) != 32 or cpu.bsr(0) != 32 { return 3 }
    for i in 0..32 {
        if cpu.bsf(1 << i) != i or cpu.bsr(1 << i) != i { return 4 }
        if cpu.bsf(0xFFFFFFFF << i) != i or cpu.bsr(0xFFFFFFFF >> i) != 31 - i { return 5 }
    }
    if cpu.eflags() & 0x202 != 0x202 { return 6 }  // bit 1 is always set, IF is in ring 3
    let before = cpu.rdtsc()
    if cpu.rdtsc() < before { return 7 }
    cpu.pause()
    var frame = cpu.TrapFrame{ cs: 0x1B }
    if not frame.user() { return 8 }
    frame.cs = 0x08
    if frame.user() { return 9 }
    return 0
}

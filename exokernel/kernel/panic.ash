/// The end of the kernel: what it prints when it finds itself wrong, and how the machine is told.
///
/// Trust: reached from a failed check, `panic`, or an exception in ring 0; touches nothing but the serial port and reads its own memory.
/// An environment must never be able to bring us here: that it cannot is what the tests of the kernel try to refute.
system module kernel.panic

use cpu
use kernel.console
use kernel.start

const EXIT_PORT: u16 = 0x501
const CRASHED: u8 = 0x33
const INVALID_OPCODE: u32 = 6
const DEPTH: u32 = 24

/// A place whose check can fail: made by the compiler.
struct Check @size(16) { pc: u32, file: u32, line: u32, reason: u32 }

extern "c" var __start_ash_checks: u8
extern "c" var __stop_ash_checks: u8
extern "c" var __text_start: u8
extern "c" var __text_end: u8

var reporting: bool = false

@panic
fn begin(file: []u8, line: u32) *mut console.Printer {
    let out = console.printer()
    print(out, "\nkernel panic: {}:{}: ", file, line)
    return out
}

/// Prints what is known about an exception in ring 0, and stops the machine.
pub fn report(f: *cpu.TrapFrame) never {
    if reporting { stop() }
    reporting = true
    let out = console.printer()
    let at = check_before(f.eip)
    if f.vector == INVALID_OPCODE and at != 0 and check(at).pc == f.eip {
        let failed = check(at)
        print(out, "\nkernel: check failed: {}:{}: {}\n", text(failed.file), failed.line, text(failed.reason))
    } else {
        print(out, "\nkernel panic: exception {} error {x} address {x}\n", f.vector, f.error, cpu.cr2())
    }
    print(out, "eax {08x} ebx {08x} ecx {08x} edx {08x}\n", f.eax, f.ebx, f.ecx, f.edx)
    print(out, "esi {08x} edi {08x} ebp {08x} eip {08x} eflags {08x}\n", f.esi, f.edi, f.ebp, f.eip, f.eflags)
    backtrace(f)
    stop()
}

/// Return addresses by way of EBP, each with the check that stands before it, which is in the same function or close to it.
fn backtrace(f: *cpu.TrapFrame) {
    let out = console.printer()
    place(out, f.eip)
    var base = f.ebp
    let low = &start.stack as u32
    let high = low + start.stack.len
    var depth: u32 = 0
    while depth < DEPTH and base >= low and base <= high - 8 and base & 3 == 0 {
        let link = base as *[2]u32
        place(out, link.*[1])
        if link.*[0] <= base { break }
        base = link.*[0]
        depth += 1
    }
}

fn place(out: *mut console.Printer, pc: u32) {
    if pc < &__text_start as u32 or pc >= &__text_end as u32 { return }
    let near = check_before(pc)
    if near == 0 {
        print(out, "  at {08x}\n", pc)
    } else {
        print(out, "  at {08x}, after {}:{}\n", pc, text(check(near).file), check(near).line)
    }
}

fn check(at: u32) *Check { return at as *Check }

/// The check with the greatest address up to `pc`, 0 if there is none.
fn check_before(pc: u32) u32 {
    var best: u32 = 0
    var at = &__start_ash_checks as u32
    while at < &__stop_ash_checks as u32 {
        let candidate = check(at).pc
        if candidate <= pc and (best == 0 or candidate > check(best).pc) { best = at }
        at += size_of(Check)
    }
    return best
}

fn text(zero_ended: u32) []u8 {
    var length: u32 = 0
    while ((zero_ended + length) as *u8).* != 0 { length += 1 }
    return raw_slice(zero_ended as *u8, length)
}

fn stop() never {
    cpu.outb(EXIT_PORT, CRASHED)
    while true {
        cpu.cli()
        cpu.hlt()
    }
    unreachable()
}

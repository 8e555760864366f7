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

/// A function: made by the compiler. `distance` is from ESP at its calls to the ESP of its caller, or one of the two below.
struct Frame @size(16) { start: u32, size: u32, name: u32, distance: u32 }

/// The function keeps its caller's EBP at EBP, and the return address above it.
const FRAME_POINTER: u32 = 0
/// An interrupt's stub: behind its call is the frame of what was interrupted.
const TRAP_FRAME: u32 = 1
/// The processor pushes ESP and SS only where it comes from ring 3.
const TRAP_BYTES: u32 = size_of(cpu.TrapFrame) - 8

extern "c" var __start_ash_checks: u8
extern "c" var __stop_ash_checks: u8
extern "c" var __start_ash_frames: u8
extern "c" var __stop_ash_frames: u8

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

/// Who called whom, from the place of the exception on, as the compiler's table of frames has it.
fn backtrace(f: *cpu.TrapFrame) {
    let low = &start.stack as u32
    let high = low + start.stack.len
    var pc = f.eip
    var base = f.ebp
    var stack = f as u32 + TRAP_BYTES
    place(pc, pc)
    var depth: u32 = 0
    while depth < DEPTH {
        let at = frame_of(pc)
        if at == 0 { return }
        // The first instruction has not moved ESP yet.
        let distance = if pc == frame(at).start { size_of(u32) } else { frame(at).distance }
        if distance == TRAP_FRAME {
            if stack < low or stack > high - TRAP_BYTES { return }
            let outer = stack as *cpu.TrapFrame
            pc = outer.eip
            base = outer.ebp
            stack += TRAP_BYTES
            place(pc, pc)
        } else {
            stack = if distance == FRAME_POINTER { base + 8 } else { stack + distance }
            if stack < low + 8 or stack > high or stack & 3 != 0 { return }
            if distance == FRAME_POINTER { base = ((stack - 8) as *u32).* }
            // The call is before the return address, which may be that of another function.
            let back = ((stack - 4) as *u32).*
            pc = back - 1
            place(back, pc)
        }
        depth += 1
    }
}

/// `shown` is the address to print, `pc` one in the instruction.
fn place(shown: u32, pc: u32) {
    let out = console.printer()
    let at = frame_of(pc)
    if at == 0 {
        print(out, "  at {08x}\n", shown)
        return
    }
    print(out, "  at {08x} {}+0x{x}", shown, text(frame(at).name), shown - frame(at).start)
    let near = check_before(pc)
    if near != 0 and check(near).pc >= frame(at).start {
        print(out, ", after {}:{}", text(check(near).file), check(near).line)
    }
    print(out, "\n")
}

/// The entry of the function in which an address is, 0 if there is none.
fn frame_of(pc: u32) u32 {
    var at = &__start_ash_frames as u32
    while at < &__stop_ash_frames as u32 {
        if pc - frame(at).start < frame(at).size { return at }
        at += size_of(Frame)
    }
    return 0
}

fn frame(at: u32) *Frame { return at as *Frame }

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

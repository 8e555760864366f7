/// Where the processor enters the kernel: one handler for each exception, interrupt line, and the system call.
///
/// Trust: an exception from ring 3 is its environment's affair; one from ring 0 is a mistake of ours, and the end. From ring 3 only int3, into and
/// the system call can be raised by an instruction. Handlers never return: they go on through kernel.schedule.
system module kernel.trap

use cpu
use kernel.clock
use kernel.console
use kernel.disk
use kernel.dispatch
use kernel.panic
use kernel.pic
use kernel.schedule
use kernel.segments
use kernel.upcall

pub fn start() {
    segments.gate(0, divide_error as u32, 0)
    segments.gate(1, debug as u32, 0)
    segments.gate(2, non_maskable as u32, 0)
    segments.gate(3, breakpoint as u32, 3)
    segments.gate(4, overflow as u32, 3)
    segments.gate(5, bound as u32, 0)
    segments.gate(6, invalid_opcode as u32, 0)
    segments.gate(7, no_device as u32, 0)
    segments.gate(8, double_fault as u32, 0)
    segments.gate(10, invalid_tss as u32, 0)
    segments.gate(11, segment_absent as u32, 0)
    segments.gate(12, stack_fault as u32, 0)
    segments.gate(13, protection as u32, 0)
    segments.gate(14, page_fault as u32, 0)
    segments.gate(16, floating_point as u32, 0)
    segments.gate(17, alignment as u32, 0)
    segments.gate(18, machine_check as u32, 0)
    segments.gate(pic.FIRST_VECTOR + pic.CLOCK, clock_line as u32, 0)
    segments.gate(pic.FIRST_VECTOR + pic.SERIAL, serial_line as u32, 0)
    segments.gate(pic.FIRST_VECTOR + 7, spurious_master as u32, 0)
    segments.gate(pic.FIRST_VECTOR + pic.DISK, disk_line as u32, 0)
    segments.gate(pic.FIRST_VECTOR + 15, spurious_slave as u32, 0)
    segments.gate(0x40, system_call as u32, 3)
}

/// CR2 is read before anything else can fault; for other vectors it means nothing.
fn exception(f: *mut cpu.TrapFrame, cr2: u32) never {
    if not f.user() { panic.report(f) }
    upcall.exception(schedule.current(), f.vector, f.error, cr2)
}

interrupt(0) fn divide_error(f: *mut cpu.TrapFrame) never { exception(f, 0) }
interrupt(1) fn debug(f: *mut cpu.TrapFrame) never { exception(f, 0) }
interrupt(2) fn non_maskable(f: *mut cpu.TrapFrame) never { panic.report(f) }
interrupt(3) fn breakpoint(f: *mut cpu.TrapFrame) never { exception(f, 0) }
interrupt(4) fn overflow(f: *mut cpu.TrapFrame) never { exception(f, 0) }
interrupt(5) fn bound(f: *mut cpu.TrapFrame) never { exception(f, 0) }
interrupt(6) fn invalid_opcode(f: *mut cpu.TrapFrame) never { exception(f, 0) }
interrupt(7) fn no_device(f: *mut cpu.TrapFrame) never { exception(f, 0) }
interrupt(8) fn double_fault(f: *mut cpu.TrapFrame) never { panic.report(f) }
interrupt(10) fn invalid_tss(f: *mut cpu.TrapFrame) never { exception(f, 0) }
interrupt(11) fn segment_absent(f: *mut cpu.TrapFrame) never { exception(f, 0) }
interrupt(12) fn stack_fault(f: *mut cpu.TrapFrame) never { exception(f, 0) }
interrupt(13) fn protection(f: *mut cpu.TrapFrame) never { exception(f, 0) }
interrupt(14) fn page_fault(f: *mut cpu.TrapFrame) never { exception(f, cpu.cr2()) }
interrupt(16) fn floating_point(f: *mut cpu.TrapFrame) never { exception(f, 0) }
interrupt(17) fn alignment(f: *mut cpu.TrapFrame) never { exception(f, 0) }
interrupt(18) fn machine_check(f: *mut cpu.TrapFrame) never { panic.report(f) }

interrupt(0x20) fn clock_line(f: *mut cpu.TrapFrame) never {
    pic.end(pic.CLOCK)
    clock.tick()
    disk.watch()
    schedule.tick(f.user())
}

interrupt(0x24) fn serial_line(f: *mut cpu.TrapFrame) never {
    pic.end(pic.SERIAL)
    console.receive()
    schedule.hasten()
    schedule.leave()
}

interrupt(0x27) fn spurious_master(f: *mut cpu.TrapFrame) never {
    pic.end_spurious(7)
    schedule.leave()
}

interrupt(0x2E) fn disk_line(f: *mut cpu.TrapFrame) never {
    pic.end(pic.DISK)
    disk.interrupted()
    schedule.hasten()
    schedule.leave()
}

interrupt(0x2F) fn spurious_slave(f: *mut cpu.TrapFrame) never {
    pic.end_spurious(15)
    schedule.leave()
}

interrupt(0x40) fn system_call(f: *mut cpu.TrapFrame) never { dispatch.system_call(schedule.current()) }

/// Exceptions handed to their owner: the kernel does not handle a page fault, it says that there was one.
///
/// Trust: writes one ExceptionFrame on the environment's exception stack, through the environment's own page tables and rights, and
/// enters it where it declared. If that cannot be, the environment stops and its parent can read why. Any stack pointer and any entry may
/// be wrong: the worst is that the environment runs out of exception stack.
system module kernel.upcall

use abi.call
use abi.layout
use kernel.environment
use kernel.memory
use kernel.schedule

pub const PAGE_FAULT: u32 = 14

/// An exception in ring 3.
pub fn exception(e: *mut environment.Environment, vector: u32, error: u32, cr2: u32) never {
    if vector == PAGE_FAULT {
        e.shown().faults += 1
        deliver(e, vector, error, cr2, e.entries.fault)
    }
    deliver(e, vector, error, cr2, e.entries.exception)
}

/// Pushes a frame and enters the environment at `entry`. If ESP is on the exception stack already, the frame goes below it.
pub fn deliver(e: *mut environment.Environment, vector: u32, error: u32, cr2: u32, entry: u32) never {
    if entry == 0 {
        e.halt(layout.Stop.no_handler, vector, cr2)
        schedule.leave()
    }
    let low = e.entries.exception_stack_low
    let high = e.entries.exception_stack_high
    let f = &e.frame
    let nested = f.esp >= low and f.esp <= high
    let top = if nested { f.esp & 0xFFFFFFFC } else { high }
    if top - low < size_of(call.ExceptionFrame) { overflow(e, vector, cr2) }
    let at = top - size_of(call.ExceptionFrame)
    let span = memory.span(e, at, size_of(call.ExceptionFrame), true) catch { overflow(e, vector, cr2) }
    let pushed = call.ExceptionFrame{
        vector: vector, error: error, cr2: cr2, edi: f.edi, esi: f.esi, ebp: f.ebp, ebx: f.ebx, edx: f.edx, ecx: f.ecx, eax: f.eax
        eip: f.eip, eflags: f.eflags, esp: f.esp
    }
    span.copy_from(&pushed as u32)
    e.shown().upcalls += 1
    e.enter_at(entry, at)
    schedule.leave()
}

fn overflow(e: *mut environment.Environment, vector: u32, cr2: u32) never {
    e.halt(layout.Stop.exception_stack, vector, cr2)
    schedule.leave()
}

/// resume: (*ExceptionFrame). Unlike IRET to the same ring it restores the stack pointer too.
pub fn call_resume(e: *mut environment.Environment) never!call.Error {
    let span = try memory.span(e, e.frame.edx, size_of(call.ExceptionFrame), false)
    var saved: call.ExceptionFrame = uninit
    span.copy_to(&saved as u32)
    if saved.eip >= layout.KERNEL_BASE {
        e.halt(layout.Stop.bad_resume, saved.vector, saved.cr2)
        schedule.leave()
    }
    let f = &mut e.frame
    f.edi = saved.edi
    f.esi = saved.esi
    f.ebp = saved.ebp
    f.ebx = saved.ebx
    f.edx = saved.edx
    f.ecx = saved.ecx
    f.eax = saved.eax
    e.enter_at(saved.eip, saved.esp)
    e.set_flags(saved.eflags)
    if saved.vector == call.SLICE_END and e.shown().upcall { schedule.end_upcall(e) }
    schedule.leave()
}

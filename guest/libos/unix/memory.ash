/// A process's memory: pages on demand, copy-on-write, and what happens when it faults.
///
/// Trust: runs with the process's own rights. The kernel enters `fault_entry` on the exception stack for every page fault and
/// exception; what runs there must not fault on that stack and may interrupt any library function, so it is `@upcall` code and
/// uses no state of the library but constants.
system module libos.unix.memory

use abi.call
use abi.layout
use cpu
use libos.unix.checks
use libos.unix.kernel
use libos.unix.protocol
use libos.unix.space
use libos.unix.text

const PAGE_FAULT: u32 = 14
const INVALID_OPCODE: u32 = 6
/// The handler's own place to look at a new frame; the rest of SCRATCH is for fork and exec, which it may interrupt.
const FAULT_SCRATCH: u32 = space.SCRATCH + 0xF000
/// How many ticks a fault waits for a frame.
const PATIENCE: u32 = 10
/// What a process that its fault ended leaves as its status.
pub const FAULT_STATUS: u32 = 139

var heap_top: u32 = space.HEAP

/// Tells the kernel where our handlers are. Before this a fault ends the process without a word.
pub fn start() {
    let where = call.Entries{
        fault: fault_entry as u32, exception: fault_entry as u32, slice_end: 0, transfer: 0
        exception_stack_low: space.EXCEPTION_LOW, exception_stack_high: space.EXCEPTION_HIGH, transfer_stack: 0
    }
    kernel.entries(0, kernel.own_number(), &where) catch panic("the kernel refuses our entries")
}

/// The address that the kernel enters.
pub fn entry_point() u32 { return fault_entry as u32 }

/// ESP points at the frame that the kernel pushed.
asm fn fault_entry() never @stack(4) {
    cld
    mov eax, esp
    call {handle}
}

@upcall
fn handle(frame: *call.ExceptionFrame) never {
    if frame.vector == PAGE_FAULT and frame.cr2 < layout.USER_TOP and repair(frame.cr2 & 0xFFFFF000, frame.error & 2 != 0) { kernel.resume(frame) }
    explain(frame)
    _ = kernel.transfer(space.UNIX, space.SERVER, protocol.Request.exit as u32, FAULT_STATUS, 0, 0) catch kernel.Results{ value: 0, detail: 0 }
    while true { }
    unreachable()
}

/// Gives the page what the access needs, if the process may have it.
@upcall
fn repair(va: u32, write: bool) bool {
    let entry = kernel.entry(va)
    if entry.present {
        if not write or entry.owner as u32 & space.COPY_ON_WRITE == 0 { return false }
        return separate(va, entry)
    }
    return on_demand(va) and fresh(va)
}

/// Whether a page of the stack or heap belongs here.
@upcall
fn on_demand(va: u32) bool {
    let stack = va >= space.STACK_BOTTOM and va < space.STACK_TOP
    let heap = va >= space.HEAP and va < space.HEAP_END and va < (heap_top + 4095) & 0xFFFFF000
    return stack or heap
}

/// A new zeroed page.
@upcall
fn fresh(va: u32) bool {
    for i in 0..PATIENCE {
        let frame = kernel.frame_alloc(0) catch {
            wait_a_tick()
            continue
        }
        let done = zeroed(frame) and map_own(va, frame)
        kernel.frame_free(0, frame) catch { return false }
        return done
    }
    return false
}

/// What processes had that ended comes back a few ticks later.
@upcall
fn wait_a_tick() { _ = kernel.sleep(&kernel.machine().magic, layout.MAGIC, 1) }

/// A frame that we had before comes back unscrubbed.
@upcall
fn zeroed(frame: u32) bool {
    if not map_own(FAULT_SCRATCH, frame) { return false }
    cpu.fill(FAULT_SCRATCH as *mut u8, 0, layout.PAGE)
    unmap(FAULT_SCRATCH)
    return true
}

/// Ends copy-on-write for one page: the last one who has the frame keeps it, if it is ours; others copy it.
@upcall
fn separate(va: u32, entry: layout.Pte) bool {
    let inherited = entry.owner as u32 & space.INHERITED != 0
    for i in 0..PATIENCE {
        if not inherited and kernel.frame(entry.frame).*.references == 1 { return map_own(va, entry.frame) }
        let frame = kernel.frame_alloc(0) catch {
            wait_a_tick()
            continue
        }
        let done = copy_into(frame, va) and map_own(va, frame)
        kernel.frame_free(0, frame) catch { return false }
        return done
    }
    return false
}

@upcall
fn copy_into(frame: u32, va: u32) bool {
    if not map_own(FAULT_SCRATCH, frame) { return false }
    cpu.copy(FAULT_SCRATCH as *mut u8, va as *u8, layout.PAGE)
    unmap(FAULT_SCRATCH)
    return true
}

/// Maps a frame of our own, writable.
@upcall
pub fn map_own(va: u32, frame: u32) bool {
    let entry = layout.Pte{ present: true, writable: true, user: true, frame: frame as u20 }
    kernel.pte_set(0, kernel.own_number(), 0, va, entry) catch { return false }
    return true
}

@upcall
pub fn unmap(va: u32) {
    kernel.pte_set(0, kernel.own_number(), 0, va, layout.Pte{}) catch { return }
}

/// A panic has said why already; the check that fails behind it only ends that line.
var line_begun: bool = false

pub fn expect_end_of_line() { line_begun = true }

/// One line on the console: what the process did, and why that was not allowed.
@upcall
fn explain(frame: *call.ExceptionFrame) {
    var bytes: [256]u8 = [0; 256]
    var out = checks.Line.over(bytes[..])
    if line_begun {
        out.add("\n")
        if frame.vector == INVALID_OPCODE {
            _ = kernel.console_write(space.CONSOLE, out.written()) catch 0
            return
        }
    }
    checks.name(&mut out)
    if frame.vector == PAGE_FAULT {
        out.add(if frame.error & 2 != 0 { ": write to " } else { ": read of " })
        out.hexadecimal(frame.cr2)
        out.add(" at ")
        out.hexadecimal(frame.eip)
        out.add(": stopped by protection (")
        out.add(reason(frame.cr2, frame.error))
        out.add(")\n")
    } else if frame.vector == INVALID_OPCODE and checks.failed(&mut out, frame.eip) {
        out.add("\n")
    } else {
        out.add(": exception ")
        out.decimal(frame.vector)
        out.add(" at ")
        out.hexadecimal(frame.eip)
        out.add("\n")
    }
    _ = kernel.console_write(space.CONSOLE, out.written()) catch 0
}

@upcall
fn reason(va: u32, error: u32) []u8 {
    if va >= layout.KERNEL_BASE { return "the kernel's page" }
    if va >= layout.OWN { return "a page that the kernel shows read-only" }
    let entry = kernel.entry(va)
    if entry.present and entry.owner as u32 & space.COPY_ON_WRITE != 0 { return "out of memory" }
    if error & 1 == 0 { return if on_demand(va & 0xFFFFF000) { "out of memory" } else { "no page there" } }
    if va >= space.PROGRAM and va < space.LIBRARY_END { return "a read-only page of the program" }
    return "a read-only page"
}

pub enum MemoryError: u32 { no_room = 1 }

/// Grows the heap; pages come when they are touched. Returns the old end.
pub fn grow(bytes: u32) u32!MemoryError {
    let old = heap_top
    if bytes > space.HEAP_END - old { fail MemoryError.no_room }
    heap_top = old + bytes
    return old
}

/// A zeroed block from the heap, never given back: programs here are short-lived.
pub fn allocate(bytes: u32) []mut u8!MemoryError {
    let start = try grow((bytes + 7) & 0xFFFFFFF8)
    return raw_slice(start as *mut u8, bytes)
}

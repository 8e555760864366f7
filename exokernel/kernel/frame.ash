/// Physical memory by the frame: who holds it, who refers to it, what guards it.
///
/// Trust: the book (`layout.Frame`) is shown to everyone, read-only; guards and lists are the kernel's own. A frame is free exactly when no
/// page-table entry and no pin refers to it and nobody holds it, so what a dead or careless environment leaves behind stays
/// intact for those who still map it, and a drive never writes into memory that somebody else was given meanwhile.
///
/// Contents cross from one guard to another only as zeros: `allocate` scrubs unless the guard is the one that had the frame last.
system module kernel.frame

use abi.call
use abi.capability
use abi.layout
use cpu
use kernel.environment
use kernel.machine
use kernel.rights

pub const BYTES: u32 = 4096
/// Ends a list; frame 0 is never given out.
const NONE: u32 = 0
const MOST_REFERENCES: u16 = 0xFFFF

/// What the kernel does not show: the guard, and the neighbours in the free list or in the list of what an environment holds.
pub struct Record @size(24) { guard: capability.Capability, next: u32, previous: u32 }

var count: u32 = 0
var book: u32 = 0
var records: u32 = 0
var free_list: u32 = NONE
/// By environment: the frames whose hold is its.
var holdings: [64]u32 = [NONE; 64]

/// `shown` and `hidden` are the addresses of the book and of the records, for `frames` frames. Nothing is there yet.
pub fn start(frames: u32, shown: u32, hidden: u32) {
    count = frames
    book = shown
    records = hidden
    for i in 0..frames {
        entry(i).* = layout.Frame{ references: 0, pins: 0, kind: layout.FrameKind.absent, holder: 0 }
        record(i).* = Record{ guard: capability.Capability{ length: rights.NOBODY }, next: NONE, previous: NONE }
    }
    machine.book().frames = frames
}

/// Says at boot what a range of frames is; `held` ones are given back with `release`.
pub fn classify(first: u32, end: u32, kind: layout.FrameKind) {
    for i in first..min(end, count) { entry(i).kind = kind }
}

/// Makes the free list of all that was classified as free.
pub fn collect_free() {
    var number = count - 1
    while number > 0 {
        if entry(number).kind == layout.FrameKind.free { release(number) }
        number -= 1
    }
}

pub fn exists(number: u32) bool { return number < count }

pub fn entry(number: u32) *mut layout.Frame { return (book + number * size_of(layout.Frame)) as *mut layout.Frame }

fn record(number: u32) *mut Record { return (records + number * size_of(Record)) as *mut Record }

/// Where the kernel sees a frame.
pub fn address(number: u32) u32 { return layout.KERNEL_BASE + number * BYTES }

pub fn guard(number: u32) *capability.Capability { return &record(number).guard }

/// Whether environments may have anything to do with a frame.
pub fn given(number: u32) bool { return number < count and entry(number).kind == layout.FrameKind.held }

/// A frame for an environment, held by it and guarded by `name`; scrubbed unless that name had it last.
pub fn allocate(wanted: u32, name: *capability.Capability, holder: u32) u32!call.Error {
    if wanted != call.ANY_FRAME and wanted >= count { fail call.Error.bad_argument }
    if wanted == call.ANY_FRAME and free_list == NONE { fail call.Error.no_frame }
    let number = if wanted == call.ANY_FRAME { free_list } else { wanted }
    let shown = entry(number)
    if shown.kind != layout.FrameKind.free { fail call.Error.frame_in_use }
    unlink(number, &mut free_list)
    machine.book().frames_free -= 1
    let hidden = record(number)
    if not rights.same(name, &hidden.guard) { scrub(number) }
    hidden.guard = name.*
    shown.kind = layout.FrameKind.held
    shown.holder = holder as u16
    link(number, &mut holdings[holder])
    return number
}

/// A zeroed frame for the kernel itself.
pub fn allocate_kernel() u32!call.Error {
    let number = try allocate_unclean()
    scrub(number)
    return number
}

/// A frame for the kernel itself, all of which it will write.
pub fn allocate_unclean() u32!call.Error {
    let number = free_list
    if number == NONE { fail call.Error.no_frame }
    unlink(number, &mut free_list)
    machine.book().frames_free -= 1
    record(number).guard.length = rights.NOBODY
    entry(number).kind = layout.FrameKind.kernel
    return number
}

/// Back to the free list: a kernel's frame, or one that nobody refers to.
pub fn release(number: u32) {
    entry(number).kind = layout.FrameKind.free
    link(number, &mut free_list)
    machine.book().frames_free += 1
}

/// The holder gives up its hold.
pub fn give_up(number: u32) {
    let shown = entry(number)
    unlink(number, &mut holdings[shown.holder])
    shown.holder = 0
    settle(number)
}

/// The first frame that an environment holds, 0 if none.
pub fn first_held(holder: u32) u32 { return holdings[holder] }

/// One more page-table entry refers to the frame.
pub fn take(number: u32) void!call.Error {
    let shown = entry(number)
    if shown.references == MOST_REFERENCES { fail call.Error.frame_in_use }
    shown.references += 1
}

pub fn drop(number: u32) {
    entry(number).references -= 1
    settle(number)
}

/// A sleep or a disk request needs the frame to stay what it is. There are at most 63 sleeps and 16 requests.
pub fn pin(number: u32) { entry(number).pins += 1 }

pub fn unpin(number: u32) {
    entry(number).pins -= 1
    settle(number)
}

fn settle(number: u32) {
    let shown = entry(number)
    if shown.references == 0 and shown.pins == 0 and shown.holder == 0 { release(number) }
}

fn scrub(number: u32) { cpu.fill(address(number) as *mut u8, 0, BYTES) }

fn link(number: u32, head: *mut u32) {
    let first = head.*
    let hidden = record(number)
    hidden.next = first
    hidden.previous = NONE
    if first != NONE { record(first).previous = number }
    head.* = number
}

fn unlink(number: u32, head: *mut u32) {
    let hidden = record(number)
    if hidden.previous == NONE { head.* = hidden.next } else { record(hidden.previous).next = hidden.next }
    if hidden.next != NONE { record(hidden.next).previous = hidden.previous }
}

/// frame_alloc: (slot, frame or ANY_FRAME) -> frame number.
pub fn call_allocate(e: *mut environment.Environment) u32!call.Error {
    let c = try rights.held(e, e.frame.edx)
    if c.rights as u8 & rights.WRITE == 0 { fail call.Error.weak }
    return try allocate(e.frame.ecx, c, e.number)
}

/// frame_free: (slot, frame).
pub fn call_free(e: *mut environment.Environment) u32!call.Error {
    let number = e.frame.ecx
    try allow(e, e.frame.edx, number, rights.WRITE)
    if entry(number).holder == 0 { fail call.Error.bad_argument }
    give_up(number)
    return 0
}

/// Whether the capability in the caller's slot permits `need` on a frame.
pub fn allow(e: *mut environment.Environment, slot: u32, number: u32, need: u8) void!call.Error {
    let c = try rights.held(e, slot)
    if not given(number) or not rights.dominates(c, guard(number)) { fail call.Error.denied }
    if c.rights as u8 & need != need { fail call.Error.weak }
}

fn is_out_of_frames() bool {
    _ = allocate_unclean() catch |error| { return error == call.Error.no_frame }
    return false
}

test "each frame is given once, and comes back" {
    let absent = layout.Frame{ references: 0, pins: 0, kind: layout.FrameKind.absent, holder: 0 }
    let nobody = Record{ guard: capability.Capability{}, next: NONE, previous: NONE }
    var shown = [absent; 6]
    var hidden = [nobody; 6]
    start(6, &shown as u32, &hidden as u32)
    classify(2, 9, layout.FrameKind.free)
    collect_free()
    assert(machine.book().frames_free == 4)
    var given: u32 = 0
    for i in 0..4 {
        let number = allocate_unclean() catch { unreachable() }
        given |= 1 << number
        assert(hidden[number].guard.length == rights.NOBODY and shown[number].kind == layout.FrameKind.kernel)
    }
    assert(given == 0b111100 and is_out_of_frames())
    release(3)
    release(5)
    assert(machine.book().frames_free == 2 and not is_out_of_frames() and not is_out_of_frames() and is_out_of_frames())
}

test "a frame in the middle of a list is taken out of it" {
    let absent = layout.Frame{ references: 0, pins: 0, kind: layout.FrameKind.absent, holder: 0 }
    let nobody = Record{ guard: capability.Capability{}, next: NONE, previous: NONE }
    var shown = [absent; 5]
    var hidden = [nobody; 5]
    start(5, &shown as u32, &hidden as u32)
    var head: u32 = NONE
    for number in 1..5 { link(number, &mut head) }
    unlink(2, &mut head)
    unlink(4, &mut head)
    assert(head == 3 and hidden[3].next == 1 and hidden[1].previous == 3 and hidden[1].next == NONE and hidden[3].previous == NONE)
}

/// The first environment's program: an ELF32 file in a boot module, checked and mapped.
///
/// Trust: the file was chosen by whoever starts the machine; still every number in it is checked before it is used, since a file that lies must
/// end in a message and not in a broken kernel. Used once, at boot. Later programs are loaded by library operating systems.
system module kernel.program

use abi.call
use abi.layout
use cpu
use kernel.environment
use kernel.frame
use kernel.paging

const MAGIC: u32 = 0x464C457F
const EXECUTABLE_I386: u32 = 0x00030002
const LOADED: u32 = 1
const WRITABLE_FLAG: u32 = 2
const MOST_SEGMENTS: u32 = 16

struct Header @size(52) {
    magic: u32, kind: [3]u32, type_machine: u32, version: u32, entry: u32, segments: u32, sections: u32, flags: u32
    size: u16, segment_size: u16, segment_count: u16, section_size: u16, section_count: u16, names: u16
}

struct Segment @size(32) { kind: u32, offset: u32, va: u32, pa: u32, in_file: u32, in_memory: u32, flags: u32, alignment: u32 }

/// Maps the file at `at` (as the kernel sees it) into an environment, and sets its registers to begin.
pub fn load(e: *mut environment.Environment, at: u32, bytes: u32) {
    if bytes < size_of(Header) { panic("the first program: {} bytes are no ELF file", bytes) }
    let h = at as *Header
    // 32 bits, little-endian, version 1
    if h.magic != MAGIC or h.kind[0] & 0xFFFFFF != 0x010101 { panic("the first program: not an ELF32 file") }
    if h.type_machine != EXECUTABLE_I386 { panic("the first program: not an executable for i386") }
    let count: u32 = h.segment_count
    if h.segment_size != size_of(Segment) or count == 0 or count > MOST_SEGMENTS { panic("the first program: {} segments", count) }
    if h.segments > bytes or count * size_of(Segment) > bytes - h.segments { panic("the first program: its segment table lies outside of it") }
    for i in 0..count {
        let s = (at + h.segments + i * size_of(Segment)) as *Segment
        if s.kind == LOADED and s.in_memory != 0 { map(e, s, at, bytes) }
    }
    if h.entry < layout.USER_BOTTOM or h.entry >= layout.USER_TOP { panic("the first program: begins at {x}", h.entry) }
    e.enter_at(h.entry, 0)
    e.shown().state = layout.State.runnable
}

fn map(e: *mut environment.Environment, s: *Segment, at: u32, bytes: u32) {
    if s.offset > bytes or s.in_file > bytes - s.offset or s.in_file > s.in_memory { panic("the first program: a segment lies outside of the file") }
    if s.va < layout.USER_BOTTOM or s.va >= layout.USER_TOP or s.in_memory > layout.USER_TOP - s.va { panic("the first program: a segment at {x}", s.va) }
    let end = s.va + s.in_memory
    var va = s.va & 0xFFFFF000
    while va < end {
        let page = page_of(e, va, s.flags & WRITABLE_FLAG != 0)
        let from = max(va, s.va)
        let to = min(va + layout.PAGE, s.va + s.in_file)
        if from < to { cpu.copy((page + from - va) as *mut u8, (at + s.offset + from - s.va) as *u8, to - from) }
        va += layout.PAGE
    }
}

/// The page at an address, made if it is not there; two segments may share one.
fn page_of(e: *mut environment.Environment, va: u32, writable: bool) u32 {
    match paging.entry(e, va) {
        some(place) => {
            if place.* & 1 != 0 {
                if writable { place.* |= 2 }
                return frame.address(place.* >> 12)
            }
        }
        none => { }
    }
    let number = frame.allocate(call.ANY_FRAME, &e.guard, e.number) catch panic("the first program: does not fit in memory")
    let pte = number << 12 | if writable { 3 as u32 } else { 1 as u32 }
    paging.reserve(e, va, pte) catch panic("the first program: does not fit in memory")
    paging.put(e, va, pte)
    return frame.address(number)
}

/// Builds the memory of a program in a new environment.
///
/// Trust: used by a process for `exec` and by the server for the first programs. It has rights on the new environment, through a slot of
/// whoever runs it, and may map pages of the file cache; the program's file is anybody's, so nothing in it is believed. What is mapped of
/// it does not change while we look (see libos.unix.server.cache).
///
/// Pages that the program only reads are the file cache's own frames, shared by all who run it; the others are new frames, filled here.
system module libos.unix.loader

use abi.call
use abi.layout
use cpu
use libos.unix.kernel
use libos.unix.protocol
use libos.unix.space

/// Who is being built, and with which slots.
pub struct Target {
    env: u32    // the new environment
    slot: u32   // our capability on it, also the guard of its frames
    files: u32  // our capability on the file cache's frames
}

/// Where a program's file comes from: gives the frame of one page of it.
pub struct Source {
    context: u32
    page: fn(u32, u32) u32!protocol.Errno
}

struct ElfHeader @size(52) {
    magic: u32, class: u8, data: u8, version: u8, abi: u8, pad 8
    kind: u16, machine: u16, version2: u32, entry: u32, programs: u32, sections: u32, flags: u32
    header_size: u16, program_size: u16, program_count: u16, section_size: u16, section_count: u16, names: u16
}

struct ElfProgram @size(32) {
    kind: u32, offset: u32, vaddr: u32, paddr: u32, file_size: u32, memory_size: u32, flags: u32, alignment: u32
}

const ELF_MAGIC: u32 = 0x464C457F
const EXECUTABLE: u16 = 2
const I386: u16 = 3
const LOAD: u32 = 1
const WRITABLE: u32 = 2
const SEGMENT_LIMIT: u32 = 16

/// Our own places to look at frames.
const HEADER: u32 = space.SCRATCH
const FROM: u32 = space.SCRATCH + 0x1000
const TO: u32 = space.SCRATCH + 0x2000

fn refuse() protocol.Errno { return protocol.Errno.not_executable }

/// Loads the program, its arguments and its stacks, and makes it ready to run.
pub fn load(target: *Target, source: *Source, arguments: [][]u8) void!protocol.Errno {
    try map_file_page(target, HEADER, try source.page(source.context, 0))
    defer unmap(HEADER)
    let header = HEADER as *ElfHeader
    if header.magic != ELF_MAGIC or header.class != 1 or header.data != 1 { fail refuse() }
    if header.kind != EXECUTABLE or header.machine != I386 or header.program_size != 32 { fail refuse() }
    let count = header.program_count as u32
    if count > SEGMENT_LIMIT or header.programs > layout.PAGE - SEGMENT_LIMIT * 32 { fail refuse() }
    for i in 0..count {
        let program = (HEADER + header.programs + i * 32) as *ElfProgram
        if program.kind == LOAD { try load_segment(target, source, program) }
    }
    try load_arguments(target, arguments)
    for va in space.EXCEPTION_LOW >> 12..space.EXCEPTION_HIGH >> 12 { try new_page(target, va << 12) }
    try new_page(target, space.STACK_TOP - layout.PAGE)
    let registers = call.Registers{
        edi: 0, esi: 0, ebp: 0, esp: space.STACK_TOP, ebx: 0, edx: 0, ecx: 0, eax: 0, eip: header.entry, eflags: 0x202
    }
    kernel.frame_write(target.slot, target.env, &registers) catch { fail protocol.Errno.no_memory }
}

fn load_segment(target: *Target, source: *Source, program: *ElfProgram) void!protocol.Errno {
    let start = program.vaddr
    let size = program.memory_size
    if size == 0 { return }
    if start < space.PROGRAM or start >= space.LIBRARY_END or size > space.LIBRARY_END - start { fail refuse() }
    if program.file_size > size or (program.offset ^ start) & 0xFFF != 0 { fail refuse() }
    let in_page = start & 0xFFF
    let pages = (in_page + size + 0xFFF) >> 12
    let file_end = in_page + program.file_size
    for i in 0..pages {
        let va = (start & 0xFFFFF000) + i * layout.PAGE
        let index = (program.offset >> 12) + i
        let has_file = i * layout.PAGE < file_end
        if program.flags & WRITABLE == 0 and has_file and in_page + size <= (file_end + 0xFFF) & 0xFFFFF000 {
            try share_page(target, va, try source.page(source.context, index))
        } else {
            var frame: u32 = 0
            if has_file { frame = try source.page(source.context, index) }
            let keep_from = if i == 0 { in_page } else { 0 }
            let keep_to = if has_file { min(file_end - i * layout.PAGE, layout.PAGE) } else { 0 }
            try fill_page(target, va, frame, keep_from, keep_to)
        }
    }
}

/// A page of the file cache as it is, read-only.
fn share_page(target: *Target, va: u32, frame: u32) void!protocol.Errno {
    let entry = layout.Pte{ present: true, user: true, owner: space.FILE as u3, frame: frame as u20 }
    kernel.pte_set(target.slot, target.env, target.files, va, entry) catch { fail protocol.Errno.no_memory }
}

/// A new page with the bytes [from, to) of a file page, zero elsewhere. Two segments may share a page: then it is there already.
fn fill_page(target: *Target, va: u32, file_frame: u32, from: u32, to: u32) void!protocol.Errno {
    let there = kernel.pte_get(target.slot, target.env, va) catch { fail protocol.Errno.no_memory }
    if there.present { fail refuse() }
    let frame = try make_page(target, va)
    if to <= from { return }
    try map_file_page(target, FROM, file_frame)
    defer unmap(FROM)
    try look_at(target, frame)
    defer unmap(TO)
    cpu.copy((TO + from) as *mut u8, (FROM + from) as *u8, to - from)
}

/// The arguments as the program finds them at ARGUMENTS: their count, a slice for each, then their bytes.
fn load_arguments(target: *Target, arguments: [][]u8) void!protocol.Errno {
    let frame = try make_page(target, space.ARGUMENTS)
    try look_at(target, frame)
    defer unmap(TO)
    let words = raw_slice(TO as *mut u32, layout.PAGE / 4)
    let bytes = raw_slice(TO as *mut u8, layout.PAGE)
    var at = 4 + arguments.len * 8
    if arguments.len > 128 { fail protocol.Errno.too_big }
    words[0] = arguments.len
    for i, argument in arguments {
        if argument.len > layout.PAGE - at { fail protocol.Errno.too_big }
        words[1 + i * 2] = space.ARGUMENTS + at
        words[2 + i * 2] = argument.len
        for k in 0..argument.len { bytes[at + k] = argument[k] }
        at += argument.len
    }
}

fn new_page(target: *Target, va: u32) void!protocol.Errno { _ = try make_page(target, va) }

/// Gives the new environment a zeroed frame of its own.
fn make_page(target: *Target, va: u32) u32!protocol.Errno {
    let frame = kernel.frame_alloc(target.slot) catch { fail protocol.Errno.no_memory }
    defer release(target, frame)
    let entry = layout.Pte{ present: true, writable: true, user: true, frame: frame as u20 }
    kernel.pte_set(target.slot, target.env, target.slot, va, entry) catch { fail protocol.Errno.no_memory }
    return frame
}

fn release(target: *Target, frame: u32) {
    kernel.frame_free(target.slot, frame) catch { return }
}

fn look_at(target: *Target, frame: u32) void!protocol.Errno {
    let entry = layout.Pte{ present: true, writable: true, user: true, frame: frame as u20 }
    kernel.pte_set(0, kernel.own_number(), target.slot, TO, entry) catch { fail protocol.Errno.no_memory }
}

fn map_file_page(target: *Target, va: u32, frame: u32) void!protocol.Errno {
    let entry = layout.Pte{ present: true, user: true, owner: space.FILE as u3, frame: frame as u20 }
    kernel.pte_set(0, kernel.own_number(), target.files, va, entry) catch { fail protocol.Errno.no_memory }
}

fn unmap(va: u32) {
    kernel.pte_set(0, kernel.own_number(), 0, va, layout.Pte{}) catch panic("a page of ours cannot be unmapped")
}

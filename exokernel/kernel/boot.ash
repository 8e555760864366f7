/// From the loader's word to the first environment.
///
/// Trust: runs once with interrupts off. Takes from the multiboot information the memory map and the first module, a program; what it says is
/// checked where it is used. A machine that we cannot use ends in a panic that says why.
///
/// Memory, when this is done: the image, then frame book, records and page tables at the first free place, all the rest free.
system module kernel.boot

use abi.capability
use abi.layout
use cpu
use kernel.clock
use kernel.console
use kernel.disk
use kernel.environment
use kernel.frame
use kernel.machine
use kernel.paging
use kernel.pic
use kernel.program
use kernel.rights
use kernel.schedule
use kernel.segments
use kernel.start as image
use kernel.trap

const LOADED: u32 = 0x2BADB002
const HAS_SIZES: u32 = 1
const HAS_MODULES: u32 = 1 << 3
const HAS_MAP: u32 = 1 << 6
const AVAILABLE: u32 = 1
const MOST_RANGES: u32 = 32
const MIB: u32 = 0x100000

struct Information @size(52) {
    flags: u32, lower: u32, upper: u32, device: u32, command: u32, module_count: u32, modules: u32, symbols: [4]u32, map_bytes: u32, map: u32
}

struct Module @size(16) { start: u32, end: u32, text: u32, reserved_word: u32 }

struct MapEntry @size(24) { size: u32, base: u32, base_high: u32, bytes: u32, bytes_high: u32, kind: u32 }

/// Frames of memory that there is.
struct Range { first: u32, end: u32 }

extern "c" var __image_end: u8

var ranges: [32]Range = [Range{}; 32]
var range_count: u32 = 0

pub fn main(magic: u32, information: u32) never {
    console.start()
    segments.start()
    trap.start()
    print(console.printer(), "exo86 kernel\n")
    if magic != LOADED { panic("not started by a multiboot loader") }
    let info = seen(information, size_of(Information)) as *Information
    read_memory(info)
    let first = first_module(info)
    set_up_memory(first)
    pic.start()
    clock.start()
    machine.book().magic = layout.MAGIC
    disk.start()
    console.listen()
    paging.protect(segments.page())
    let e = environment.make(0) catch panic("no memory for an environment")
    program.load(e, layout.KERNEL_BASE + first.start, first.end - first.start)
    for number in pages_down(first.start)..pages_up(first.end) { frame.release(number) }
    give_all(e)
    schedule.start(e)
}

/// The address at which the kernel sees physical memory that the loader speaks of.
fn seen(physical: u32, bytes: u32) u32 {
    if physical >= image.WINDOW or bytes > image.WINDOW - physical { panic("multiboot: something at {x}, beyond {x}", physical, image.WINDOW) }
    return layout.KERNEL_BASE + physical
}

fn pages_up(address: u32) u32 { return address / layout.PAGE + if address % layout.PAGE != 0 { 1 as u32 } else { 0 as u32 } }

fn pages_down(address: u32) u32 { return address / layout.PAGE }

fn add_range(base: u32, bytes: u32) {
    if range_count == MOST_RANGES or bytes == 0 { return }
    // The last byte of a range is where the next one begins, or the end of the address space.
    let last = if bytes - 1 > 0xFFFFFFFF - base { 0xFFFFFFFF as u32 } else { base + bytes - 1 }
    let first = max(pages_up(base), 1)
    let end = min(if last == 0xFFFFFFFF { 0x100000 as u32 } else { pages_down(last + 1) }, paging.MOST_FRAMES)
    if first >= end { return }
    ranges[range_count] = Range{ first: first, end: end }
    range_count += 1
}

fn read_memory(info: *Information) {
    if info.flags & HAS_MAP != 0 {
        var at = seen(info.map, info.map_bytes)
        let end = at + info.map_bytes
        while at + size_of(MapEntry) <= end {
            let entry = at as *MapEntry
            if entry.kind == AVAILABLE and entry.base_high == 0 {
                add_range(entry.base, if entry.bytes_high == 0 { entry.bytes } else { 0xFFFFFFFF as u32 })
            }
            if entry.size < size_of(MapEntry) - 4 or entry.size > end - at { break }
            at += entry.size + 4
        }
    } else if info.flags & HAS_SIZES != 0 {
        add_range(0, info.lower * 1024)
        add_range(MIB, min(info.upper, 0x300000) * 1024)
    }
    if range_count == 0 { panic("multiboot: no memory map") }
}

fn first_module(info: *Information) Module {
    if info.flags & HAS_MODULES == 0 or info.module_count == 0 { panic("no first program: give one as the first boot module") }
    let first = (seen(info.modules, size_of(Module)) as *Module).*
    if first.end < first.start { panic("multiboot: a module that ends before it begins") }
    _ = seen(first.start, first.end - first.start)
    if first.start < &__image_end as u32 - layout.KERNEL_BASE and first.end > MIB { panic("multiboot: the module overlaps the kernel") }
    return first
}

/// Books, records and page tables behind image and module; then everything is classified and what is free becomes so.
fn set_up_memory(first: Module) {
    var frames: u32 = 0
    for i in 0..range_count { frames = max(frames, ranges[i].end) }
    let place = max(pages_up(&__image_end as u32 - layout.KERNEL_BASE), if first.end > MIB { pages_up(first.end) } else { 0 as u32 })
    let book = layout.KERNEL_BASE + place * layout.PAGE
    let book_pages = pages_up(frames * size_of(layout.Frame))
    // Page tables first: the rest may lie behind the window.
    let tables_end = paging.start(frames, book + book_pages * layout.PAGE)
    let end = pages_up(tables_end - layout.KERNEL_BASE + frames * size_of(frame.Record))
    if not is_memory(place, end) or pages_down(tables_end - layout.KERNEL_BASE) > pages_down(image.WINDOW) { panic("not enough memory: the kernel wants {} KiB for its books", (end - place) * 4) }
    frame.start(frames, book, tables_end)
    for i in 0..range_count { frame.classify(ranges[i].first, ranges[i].end, layout.FrameKind.free) }
    frame.classify(pages_down(MIB), pages_up(&__image_end as u32 - layout.KERNEL_BASE), layout.FrameKind.kernel)
    frame.classify(place, end, layout.FrameKind.kernel)
    frame.classify(pages_down(first.start), pages_up(first.end), layout.FrameKind.kernel)
    frame.collect_free()
    paging.show(book, book_pages)
}

fn is_memory(first: u32, end: u32) bool {
    for i in 0..range_count {
        if ranges[i].first <= first and end <= ranges[i].end { return true }
    }
    return false
}

/// What the first environment has: everything.
fn give_all(e: *mut environment.Environment) {
    let factory = rights.name('E')
    let slices = rights.name('S')
    let line = rights.name('C')
    let power = rights.name('P')
    let extents = rights.name('D')
    rights.put(e, capability.FACTORY, &factory)
    rights.put(e, capability.TIME_SLICES, &slices)
    rights.put(e, capability.CONSOLE, &line)
    rights.put(e, capability.POWER, &power)
    rights.put(e, capability.DISK, &extents)
}

test "pages around a range" {
    assert(pages_up(0) == 0 and pages_up(1) == 1 and pages_up(4096) == 1 and pages_up(4097) == 2)
    assert(pages_down(4095) == 0 and pages_down(4096) == 1 and pages_up(0xFFFFFFFF) == 0x100000)
}

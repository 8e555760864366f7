/// The block cache: blocks of the file system's extent in frames that any process may map to read.
///
/// Trust: only the server runs this. The frames have a guard of their own (CACHE_SLOT), so that reading files gives no right on
/// the server's other memory. A frame that someone else has mapped never changes: what is written to its block goes to a new frame, and so
/// does a block that takes its buffer. A process is told of a frame before it can map it; until it is told of another we keep the frame
/// mapped for it, so that it finds there what we meant.
///
/// Pointers that `read` and `change` return hold until BUFFERS other blocks have been asked for.
system module libos.unix.server.cache

use abi.capability
use abi.layout
use cpu
use libos.unix.kernel
use libos.unix.protocol
use libos.unix.server.place

pub const BLOCK: u32 = 4096
const BUFFERS: u32 = 512
const SECTORS: u32 = 8
const NO_BLOCK: u32 = 0xFFFFFFFF
/// The partition that holds the file system.
const EXTENT: u32 = 1
/// Longer (ms) than the kernel waits for the drive before it ends a request with an error.
const PATIENCE: u32 = 10000
/// How often we look before we sleep: a quick drive is done before others would have had their slices.
const LOOKS: u32 = 4000
/// With fewer free frames than this the cache does not grow.
const RESERVE: u32 = 64

struct Buffer @size(16) {
    block: u32
    frame: u32  // 0 = the buffer is empty
    used: u32   // when it was last asked for
    dirty: bool
    pad 3
}

var buffers: [512]Buffer = [Buffer{}; 512]
/// By the low bits of a block's number: the buffer where such a one was last found.
const HINTS: u32 = 256
var hints: [256]u16 = [0; 256]
/// The frame that each process was told of last, mapped at place.TOLD.
var told: [32]u32 = [0; 32]
var clock: u32 = 0
var hits: u32 = 0
var misses: u32 = 0
var dirty_count: u32 = 0

pub struct Counts { frames: u32, hits: u32, misses: u32 }

pub fn counts() Counts {
    var used: u32 = 0
    for i in 0..BUFFERS {
        if buffers[i].frame != 0 { used += 1 }
    }
    return Counts{ frames: used, hits: hits, misses: misses }
}

/// Blocks that the extent has room for.
pub fn blocks() u32 {
    if kernel.machine().extent_count <= EXTENT { return 0 }
    return kernel.machine().extents[EXTENT].sectors / SECTORS
}

fn address(index: u32) u32 { return place.CACHE + index * BLOCK }

/// The block's contents, to read.
pub fn read(block: u32) *[4096]u8!protocol.Errno {
    return address(try find(block, true)) as *[4096]u8
}

/// The block's contents, to change.
pub fn change(block: u32) *mut [4096]u8!protocol.Errno {
    return try changing(try find(block, true))
}

/// As `change`, for a block whose old contents do not matter: it is zero.
pub fn fresh(block: u32) *mut [4096]u8!protocol.Errno {
    let index = try find(block, false)
    let contents = try changing(index)
    cpu.fill(address(index) as *mut u8, 0, BLOCK)
    return contents
}

/// The frame that holds the block, for a process to map read-only; for the server itself (0), which maps it before anything else happens.
pub fn frame(block: u32, process: u32) u32!protocol.Errno {
    let number = buffers[try find(block, true)].frame
    if process == 0 or told[process] == number { return number }
    let entry = layout.Pte{ present: true, user: true, frame: number as u20 }
    kernel.pte_set(0, kernel.own_number(), place.CACHE_SLOT, place.TOLD + process * BLOCK, entry) catch { fail protocol.Errno.no_memory }
    told[process] = number
    return number
}

/// The process is gone, or another program.
pub fn forget(process: u32) {
    if told[process] == 0 { return }
    told[process] = 0
    unmap(place.TOLD + process * BLOCK)
}

fn unmap(va: u32) {
    kernel.pte_set(0, kernel.own_number(), 0, va, layout.Pte{}) catch panic("a page of the cache cannot be unmapped")
}

fn is_shared(number: u32) bool { return kernel.frame(number).*.references > 1 }

fn changing(index: u32) *mut [4096]u8!protocol.Errno {
    let buffer = &mut buffers[index]
    if is_shared(buffer.frame) { try move_away(index) }
    if not buffer.dirty {
        buffer.dirty = true
        dirty_count += 1
    }
    return address(index) as *mut [4096]u8
}

/// Leaves the old frame to those who have it mapped and goes on with a copy.
fn move_away(index: u32) void!protocol.Errno {
    let copy = kernel.frame_alloc(place.CACHE_SLOT) catch { fail protocol.Errno.no_memory }
    defer release(copy)
    let beside = place.CACHE + BUFFERS * BLOCK
    try map(beside, copy)
    cpu.copy(beside as *mut u8, address(index) as *u8, BLOCK)
    unmap(beside)
    try map(address(index), copy)
    buffers[index].frame = copy
}

fn release(number: u32) {
    kernel.frame_free(place.CACHE_SLOT, number) catch panic("a frame of the cache cannot be given up")
}

fn map(va: u32, number: u32) void!protocol.Errno {
    let entry = layout.Pte{ present: true, writable: true, user: true, frame: number as u20 }
    kernel.pte_set(0, kernel.own_number(), place.CACHE_SLOT, va, entry) catch { fail protocol.Errno.no_memory }
}

/// The index of the buffer with this block, loaded from the disk where `load` says so.
fn find(block: u32, load: bool) u32!protocol.Errno {
    if block >= blocks() { fail protocol.Errno.io_error }
    clock += 1
    let hint: u32 = hints[block % HINTS]
    let there = if holds(hint, block) { hint } else { search(block) }
    if there != BUFFERS {
        hints[block % HINTS] = there as u16
        buffers[there].used = clock
        hits += 1
        return there
    }
    misses += 1
    let index = try victim()
    let buffer = &mut buffers[index]
    if buffer.frame == 0 {
        let number = kernel.frame_alloc(place.CACHE_SLOT) catch { fail protocol.Errno.no_memory }
        defer release(number)
        try map(address(index), number)
        buffer.frame = number
    }
    buffer.block = NO_BLOCK
    if load { try transfer(index, block, false) }
    buffer.block = block
    buffer.used = clock
    hints[block % HINTS] = index as u16
    return index
}

fn holds(index: u32, block: u32) bool { return buffers[index].frame != 0 and buffers[index].block == block }

/// The buffer that holds the block, or BUFFERS.
fn search(block: u32) u32 {
    for i in 0..BUFFERS {
        if holds(i, block) { return i }
    }
    return BUFFERS
}

/// A buffer to use anew, without a frame or with one that nobody else has: an empty one while memory is plenty, else the one unused for
/// longest; where others have mapped them all, that one goes on with another frame.
fn victim() u32!protocol.Errno {
    var empty: u32 = BUFFERS
    var free: u32 = BUFFERS
    var shared: u32 = BUFFERS
    for i in 0..BUFFERS {
        let buffer = &buffers[i]
        if buffer.frame == 0 {
            if empty == BUFFERS { empty = i }
        } else if is_shared(buffer.frame) {
            if shared == BUFFERS or buffer.used < buffers[shared].used { shared = i }
        } else if free == BUFFERS or buffer.used < buffers[free].used {
            free = i
        }
    }
    if empty != BUFFERS and (free == BUFFERS or kernel.machine().*.frames_free > RESERVE) { return empty }
    let chosen = if free != BUFFERS { free } else { shared }
    if buffers[chosen].dirty { try write_back(chosen) }
    if chosen == shared { buffers[chosen].frame = 0 }
    return chosen
}

fn write_back(index: u32) void!protocol.Errno {
    try transfer(index, buffers[index].block, true)
    buffers[index].dirty = false
    dirty_count -= 1
}

/// Moves a buffer to or from the disk and waits for it.
fn transfer(index: u32, block: u32, write: bool) void!protocol.Errno {
    let done = &kernel.own().*.disk_done
    let before = done.*
    kernel.disk_submit(capability.DISK, EXTENT, block * SECTORS, SECTORS, write, place.CACHE_SLOT, buffers[index].frame) catch { fail protocol.Errno.io_error }
    for _i in 0..LOOKS {
        if done.* != before { break }
    }
    while done.* == before {
        if not kernel.sleep(done, before, PATIENCE) { fail protocol.Errno.io_error }
    }
    if kernel.own().*.disk_status != 0 { fail protocol.Errno.io_error }
}

/// Writes every changed block to the disk, in the order of their numbers, so that the disk sees one sweep.
pub fn flush() void!protocol.Errno {
    while dirty_count != 0 {
        var lowest: u32 = BUFFERS
        for i in 0..BUFFERS {
            if buffers[i].dirty and (lowest == BUFFERS or buffers[i].block < buffers[lowest].block) { lowest = i }
        }
        if lowest == BUFFERS { return }
        try write_back(lowest)
    }
}

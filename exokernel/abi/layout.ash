/// The address space of an environment, and what the kernel shows in it.
///
/// Trust: layouts and constants only. Everything at or above USER_TOP is the kernel's: mapped by it, read-only to ring 3.
module abi.layout

pub const PAGE: u32 = 4096
/// Own entries may be set for page addresses from USER_BOTTOM up to USER_TOP.
pub const USER_BOTTOM: u32 = 0x1000
pub const USER_TOP: u32 = 0xBEFFF000

/// This environment's own page (`Own`).
pub const OWN: u32 = 0xBEFFF000
/// [ENVIRONMENTS]Environment.
pub const ENVIRONMENT_BOOK: u32 = 0xBF000000
/// [Machine.frames]Frame.
pub const FRAME_BOOK: u32 = 0xBF100000
/// One Machine.
pub const MACHINE_BOOK: u32 = 0xBF3FF000
/// The environment's page tables: the entry of address va is the word at PAGE_TABLES + (va >> 12) * 4 (the word is there only if
/// the directory entry, at PAGE_DIRECTORY + (va >> 22) * 4, is present).
pub const PAGE_TABLES: u32 = 0xBF800000
pub const PAGE_DIRECTORY: u32 = 0xBFAFE000
pub const KERNEL_BASE: u32 = 0xC0000000

pub const ENVIRONMENTS: u32 = 64
pub const EXTENTS: u32 = 8

/// A page-table entry as an owner sees it.
pub bits Pte: u32 {
    present: bool @0
    writable: bool @1
    user: bool @2
    write_through: bool @3
    cache_disable: bool @4
    accessed: bool @5
    dirty: bool @6
    large: bool @7
    global: bool @8
    owner: u3 @11:9
    frame: u20 @31:12
}

pub enum State: u8 {
    free
    made          // created, registers not written yet
    runnable
    sleeping      // on a word
    calling       // waits for a reply, or for its turn with a busy target
    serving_idle  // waits for a transfer
    stopped       // see Stop
    dying         // frames are being returned
}

/// Why an environment was stopped.
pub enum Stop: u8 {
    not_stopped
    no_handler       // a fault or exception without an entry for it
    exception_stack  // the frame does not fit on, or cannot be written to, the exception stack
    bad_resume       // resume with an impossible frame
}

pub struct Environment @size(64) {
    number: u16
    parent: u16        // who created it
    generation: u32    // increases with each use of the number
    state: State
    stop: Stop
    upcall: bool       // a slice-end upcall is in progress
    pad 1
    stop_vector: u32   // when stopped: what for
    stop_address: u32  // when stopped: EIP
    stop_cr2: u32
    ticks: u32         // clock ticks that found it running
    slices: u32        // entries of the slice vector it has
    tables: u32        // frames that hold its page tables
    calls: u32         // system calls made
    faults: u32        // page faults taken
    upcalls: u32
    pad 16
}

pub enum FrameKind: u8 {
    free
    held    // allocated, or mapped or pinned after frame_free
    kernel  // image, stacks, books, page tables: never mapped by environments
    absent  // no memory there
}

pub struct Frame @size(8) {
    references: u16  // page-table entries that map it
    pins: u8         // disk requests and sleeps
    kind: FrameKind
    holder: u16      // environment whose allocation holds it, 0 = given up
    pad 2
}

pub struct Extent @size(8) { start: u32, sectors: u32 }

/// What everyone may know of the machine.
pub struct Machine @size(512) {
    magic: u32          // "exo1" as a little-endian word
    frames: u32         // entries in the frame book
    frames_free: u32
    ticks: u32          // milliseconds since the kernel started
    seconds: u32        // since 1970
    console_input: u32  // bytes that ever arrived on the console
    console_lost: u32   // of those, dropped because no one read
    disk_requests: u32  // ever completed
    switches: u32       // ever made from one environment to another
    running: u32        // the environment that runs now
    slice: u32          // its place in the slice vector
    extent_count: u32
    extents: [8]Extent
    slices: [64]u16     // environment numbers, 0 = empty
    pad 272
}

pub const MAGIC: u32 = 0x316F7865

/// What the kernel tells one environment. Read-only to it.
pub struct Own @size(64) {
    number: u32       // of this environment
    generation: u32
    disk_done: u32    // requests completed
    disk_status: u32  // of the last one: 0 or the drive's error register
    disk_submitted: u32
    pad 44
}

/// The address space of a UNIX process, and what it finds in it: one layout for library, server and loader.
///
/// Trust: constants and layouts only.
module libos.unix.space

use abi.layout

/// Programs are linked here, the library there.
pub const PROGRAM: u32 = 0x00400000
pub const LIBRARY: u32 = 0x10000000
pub const LIBRARY_END: u32 = 0x20000000
/// The heap grows up from here.
pub const HEAP: u32 = 0x20000000
pub const HEAP_END: u32 = 0x60000000
/// Where pages of other environments and new frames are looked at for a moment.
pub const SCRATCH: u32 = 0xB0000000
/// File pages that the last reads mapped.
pub const WINDOW: u32 = 0xB0100000
pub const WINDOW_PAGES: u32 = 8
/// Where the server maps what comes out of a pipe, read-only.
pub const PIPE_PAGE: u32 = 0xB0110000
/// One page written by this process and by the server: paths and data on their way.
pub const MESSAGE: u32 = 0xB0200000
/// The server's page about all processes (`Processes`), read-only.
pub const PROCESSES: u32 = 0xB0201000
/// The arguments: a page above the stack (see libos.unix.loader).
pub const ARGUMENTS: u32 = 0xBEF00000
/// The stack grows down from STACK_TOP, page by page, at most to STACK_BOTTOM.
pub const STACK_BOTTOM: u32 = 0xBEE00000
pub const STACK_TOP: u32 = 0xBEF00000
/// The exception stack: two pages, never copy-on-write.
pub const EXCEPTION_LOW: u32 = 0xBEFF0000
pub const EXCEPTION_HIGH: u32 = 0xBEFF2000

pub const PROCESS_LIMIT: u32 = 32

/// Owner bits of an entry (layout.Pte.owner), so that fork and the fault handler know what to do with a page.
pub const COPY_ON_WRITE: u32 = 1
/// The frame's guard is not our own: it came from our parent, and only a copy of it can go to a child.
pub const INHERITED: u32 = 2
/// The frame belongs to the file cache and may be mapped by anyone who holds FILES.
pub const FILE: u32 = 4

/// The server is the first environment.
pub const SERVER: u32 = 1

/// Slots of a process.
pub const UNIX: u32 = 1        // CALL on the server
pub const FILES: u32 = 2       // READ on the file cache's frames
pub const CONSOLE: u32 = 3     // WRITE on the console
pub const CONSOLE_IN: u32 = 4  // READ on the console: only the terminal's reader has it
pub const CHILD: u32 = 8       // the environment that fork or exec is building

/// One process as all may see it.
pub struct Process @size(32) {
    used: bool
    zombie: bool
    pad 2
    parent: u32
    environment: u32
    event: u32    // counts what the process may be waiting for; sleep on it
    name: [16]u8  // zero-padded
}

pub struct Processes @size(4096) {
    table: [32]Process
    server: u32  // the server's environment
    cache_frames: u32
    cache_hits: u32
    cache_misses: u32
    pad 3056
}

/// The message pages, one for each process, and the page that tells all processes about each other.
///
/// Trust: the only place where the server touches memory that a process writes at the same time. Paths are copied out before they are
/// looked at; data is only ever copied, never interpreted.
system module libos.unix.server.messages

use abi.layout
use cpu
use libos.unix.kernel
use libos.unix.protocol
use libos.unix.server.place
use libos.unix.space

/// The path of the request in hand.
var path_bytes: [2048]u8 = [0; 2048]

pub fn page(process: u32) []mut u8 { return raw_slice((place.MESSAGES + process * layout.PAGE) as *mut u8, layout.PAGE) }

/// Copies a path of `length` bytes at `offset` out of the message page. It is valid until the next request.
pub fn path(process: u32, offset: u32, length: u32) []u8!protocol.Errno {
    if length == 0 or length > protocol.PATH_LIMIT or offset > protocol.PATH_LIMIT { fail protocol.Errno.bad_path }
    let start = if offset == 0 { 0 } else { protocol.PATH_LIMIT }
    let bytes = path_bytes[start..start + length]
    for i in 0..length { path_bytes[start + i] = page(process)[offset + i] }
    return bytes
}

pub fn put_status(process: u32, status: protocol.Status) {
    ((place.MESSAGES + process * layout.PAGE) as *mut protocol.Status).* = status
}

pub fn public() *io mut space.Processes { return place.PROCESSES as *io mut space.Processes }

/// Moves a process's event counter, which it sleeps on.
pub fn signal(process: u32) {
    let entry = &mut public().table[process]
    entry.event = entry.event + 1
}

fn writable(frame: u32) layout.Pte { return layout.Pte{ present: true, writable: true, user: true, frame: frame as u20 } }

fn own() u32 { return kernel.own_number() }

/// Makes the public page, once.
pub fn start() void!protocol.Errno {
    try new_page(place.PROCESSES)
    public().server = own()
}

/// Maps a new zeroed frame of ours.
fn new_page(va: u32) void!protocol.Errno {
    let frame = kernel.frame_alloc(0) catch { fail protocol.Errno.no_memory }
    defer release(frame)
    kernel.pte_set(0, own(), 0, va, writable(frame)) catch { fail protocol.Errno.no_memory }
    cpu.fill(va as *mut u8, 0, layout.PAGE)
}

fn release(frame: u32) {
    kernel.frame_free(0, frame) catch panic("a frame of ours cannot be given up")
}

/// A new message page for a process.
pub fn open(process: u32) void!protocol.Errno { try new_page(place.MESSAGES + process * layout.PAGE) }

pub fn close(process: u32) {
    kernel.pte_set(0, own(), 0, place.MESSAGES + process * layout.PAGE, layout.Pte{}) catch panic("a message page cannot be unmapped")
}

/// Shows a process its message page. The page table is there already, if the environment has been shown the public page.
pub fn show(process: u32, slot: u32, environment: u32) void!protocol.Errno {
    let frame = kernel.entry(place.MESSAGES + process * layout.PAGE).frame
    kernel.pte_set(slot, environment, 0, space.MESSAGE, writable(frame)) catch { fail protocol.Errno.no_memory }
}

/// Shows an environment the page about all processes.
pub fn show_public(slot: u32, environment: u32) void!protocol.Errno {
    let readable = layout.Pte{ present: true, user: true, frame: kernel.entry(place.PROCESSES).frame as u20 }
    kernel.pte_set(slot, environment, 0, space.PROCESSES, readable) catch { fail protocol.Errno.no_memory }
}

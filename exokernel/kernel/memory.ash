/// The memory of environments as calls see it: ranges that are checked before anything happens, and copies through the kernel's own map.
///
/// Trust: every address that an environment gives goes through `span`. A call never takes a page fault for its caller: where the caller
/// could not have made the access itself, the call fails with `fault` and has done nothing. What is copied in is copied once, before it is looked at.
system module kernel.memory

use abi.call
use abi.layout
use cpu
use kernel.environment
use kernel.paging

/// A range of an environment's memory as the kernel sees it: up to two pieces, since calls take at most a page.
pub struct Span { first: u32, first_bytes: u32, second: u32, second_bytes: u32 }

/// Bytes that lie together.
pub struct Piece { address: u32, bytes: u32 }

/// What `Error.fault` tells in EDX.
var denied_page: u32 = 0

pub fn fault_detail() u32 { return denied_page }

/// The caller's bytes from `va` on, at most 4096.
pub fn span(e: *mut environment.Environment, va: u32, bytes: u32, write: bool) Span!call.Error {
    if bytes == 0 { return Span{ first: 0, first_bytes: 0, second: 0, second_bytes: 0 } }
    let first = try page(e, va, write)
    let room = layout.PAGE - (va & 4095)
    if bytes <= room { return Span{ first: first, first_bytes: bytes, second: 0, second_bytes: 0 } }
    // Behind the last page of all comes page 0, where nothing is ever mapped.
    let second = try page(e, va + room, write)
    return Span{ first: first, first_bytes: room, second: second, second_bytes: bytes - room }
}

fn page(e: *mut environment.Environment, va: u32, write: bool) u32!call.Error {
    let address = paging.reach(e, va, write)
    if address == 0 {
        denied_page = va & 0xFFFFF000 | if write { 1 as u32 } else { 0 as u32 }
        fail call.Error.fault
    }
    return address
}

/// At most `most` bytes that lie together, from the offset on.
pub fn Span.piece(self: *Span, offset: u32, most: u32) Piece {
    if offset < self.first_bytes { return Piece{ address: self.first + offset, bytes: min(most, self.first_bytes - offset) } }
    let rest = offset - self.first_bytes
    return Piece{ address: self.second + rest, bytes: min(most, self.second_bytes - rest) }
}

/// Copies the whole range into kernel memory, which has room for it.
pub fn Span.copy_to(self: *Span, into: u32) {
    cpu.copy(into as *mut u8, self.first as *u8, self.first_bytes)
    cpu.copy((into + self.first_bytes) as *mut u8, self.second as *u8, self.second_bytes)
}

/// Fills the whole range from kernel memory.
pub fn Span.copy_from(self: *Span, from: u32) {
    cpu.copy(self.first as *mut u8, from as *u8, self.first_bytes)
    cpu.copy(self.second as *mut u8, (from + self.first_bytes) as *u8, self.second_bytes)
}

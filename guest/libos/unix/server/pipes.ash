/// Pipes: pages on their way from one process to another.
///
/// Trust: only the server runs this. A writer gives a frame of its own; we map it (which proves the right, and keeps the frame alive) and
/// later map it read-only into the reader. The bytes are never copied, except when the writer ends before they are read: its capability
/// goes with it, so its frames are copied into ours first.
system module libos.unix.server.pipes

use abi.layout
use cpu
use libos.unix.kernel
use libos.unix.protocol
use libos.unix.server.place
use libos.unix.space

const PIPES: u32 = 16
const CHUNKS: u32 = 8

struct Chunk @size(16) {
    frame: u32
    writer: u32     // process whose capability covers the frame, 0 = the frame is ours
    offset: u32
    count: u32
}

struct Pipe {
    readers: u32    // open files that read; 0 and no writers: the pipe is free
    writers: u32
    first: u32      // index of the oldest chunk
    used: u32       // chunks in use
    chunks: [8]Chunk
}

var pipes: [16]Pipe = [Pipe{}; 16]

/// A new pipe with one reader and one writer.
pub fn make() u32!protocol.Errno {
    for i in 0..PIPES {
        if pipes[i].readers == 0 and pipes[i].writers == 0 {
            pipes[i] = Pipe{ readers: 1, writers: 1 }
            return i
        }
    }
    fail protocol.Errno.too_many_open
}

pub fn close(index: u32, writing: bool) {
    let pipe = &mut pipes[index]
    if writing { pipe.writers -= 1 } else { pipe.readers -= 1 }
    if pipe.readers == 0 {
        while pipe.used != 0 { drop_first(index) }
    }
}

fn page(index: u32, chunk: u32) u32 { return place.PIPE_PAGES + (index * CHUNKS + chunk) * layout.PAGE }

fn slot(writer: u32) u32 { return if writer == 0 { 0 } else { place.PROCESS_SLOT + writer } }

/// Takes a frame that a process gives.
pub fn put(index: u32, writer: u32, frame: u32, count: u32) u32!protocol.Errno {
    let pipe = &mut pipes[index]
    if pipe.readers == 0 { fail protocol.Errno.broken_pipe }
    if count == 0 or count > layout.PAGE { fail protocol.Errno.bad_request }
    if pipe.used == CHUNKS { fail protocol.Errno.would_block }
    let i = (pipe.first + pipe.used) % CHUNKS
    let entry = layout.Pte{ present: true, user: true, frame: frame as u20 }
    kernel.pte_set(0, kernel.own_number(), slot(writer), page(index, i), entry) catch { fail protocol.Errno.bad_request }
    pipe.chunks[i] = Chunk{ frame: frame, writer: writer, offset: 0, count: count }
    pipe.used += 1
    return count
}

pub struct Piece { count: u32, offset: u32 }

/// Shows a reader the next bytes at space.PIPE_PAGE. A count of 0 is the end: nothing is left and nobody writes.
pub fn take(index: u32, reader: u32, environment: u32, most: u32) Piece!protocol.Errno {
    let pipe = &mut pipes[index]
    // What was read last is done with now.
    while pipe.used != 0 and pipe.chunks[pipe.first].count == 0 { drop_first(index) }
    if pipe.used == 0 {
        if pipe.writers != 0 { fail protocol.Errno.would_block }
        return Piece{ count: 0, offset: 0 }
    }
    let chunk = &mut pipe.chunks[pipe.first]
    let entry = layout.Pte{ present: true, user: true, frame: chunk.frame as u20 }
    kernel.pte_set(slot(reader), environment, slot(chunk.writer), space.PIPE_PAGE, entry) catch { fail protocol.Errno.no_memory }
    let piece = Piece{ count: min(most, chunk.count), offset: chunk.offset }
    chunk.offset += piece.count
    chunk.count -= piece.count
    return piece
}

/// Gives up the oldest chunk.
fn drop_first(index: u32) {
    let pipe = &mut pipes[index]
    kernel.pte_set(0, kernel.own_number(), 0, page(index, pipe.first), layout.Pte{}) catch { }
    pipe.first = (pipe.first + 1) % CHUNKS
    pipe.used -= 1
}

/// Makes what a process has put into pipes and nobody has read ours, before its capability goes.
pub fn adopt(writer: u32) {
    for p in 0..PIPES {
        let pipe = &mut pipes[p]
        for n in 0..pipe.used {
            let i = (pipe.first + n) % CHUNKS
            if pipe.chunks[i].writer == writer { adopt_chunk(p, i) }
        }
    }
}

fn adopt_chunk(index: u32, i: u32) {
    let chunk = &mut pipes[index].chunks[i]
    chunk.writer = 0
    let copy = copied(page(index, i)) catch {
        // Without memory for the copy the bytes are lost; the reader sees the pipe end there.
        chunk.count = 0
        return
    }
    chunk.frame = copy
}

/// Replaces the page at `va` by a copy in a frame of ours.
fn copied(va: u32) u32!protocol.Errno {
    let frame = kernel.frame_alloc(0) catch { fail protocol.Errno.no_memory }
    defer release(frame)
    let entry = layout.Pte{ present: true, writable: true, user: true, frame: frame as u20 }
    kernel.pte_set(0, kernel.own_number(), 0, space.SCRATCH, entry) catch { fail protocol.Errno.no_memory }
    cpu.copy(space.SCRATCH as *mut u8, va as *u8, layout.PAGE)
    kernel.pte_set(0, kernel.own_number(), 0, va, entry) catch { fail protocol.Errno.no_memory }
    kernel.pte_set(0, kernel.own_number(), 0, space.SCRATCH, layout.Pte{}) catch { fail protocol.Errno.no_memory }
    return frame
}

fn release(frame: u32) {
    kernel.frame_free(0, frame) catch { return }
}

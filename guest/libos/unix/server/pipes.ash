/// Pipes: pages on their way from one process to another.
///
/// Trust: only the server runs this. A writer gives a frame of its own; we map it (which proves the right, and keeps the frame alive) and
/// later map it read-only into the reader. So the bytes are never copied, except those of a writer that has ended: its capability
/// went with it, and what it left is copied through the reader's message page.
system module libos.unix.server.pipes

use abi.layout
use libos.unix.kernel
use libos.unix.protocol
use libos.unix.server.messages
use libos.unix.server.place
use libos.unix.server.views
use libos.unix.server.waiting
use libos.unix.space

const PIPES: u32 = 16
const CHUNKS: u32 = 8
const NOBODY: u32 = 0

struct Chunk @size(16) {
    frame: u32
    writer: u32  // process whose capability covers the frame, NOBODY = it has ended
    offset: u32
    count: u32
}

struct Pipe {
    readers: u32  // open files that read; without readers and writers the pipe is free
    writers: u32
    first: u32    // index of the oldest chunk
    used: u32     // chunks in use
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
    waiting.wake(waiting.pipe(index))
}

/// Where we map a chunk's frame.
fn page(index: u32, chunk: u32) u32 { return place.PIPE_PAGES + (index * CHUNKS + chunk) * layout.PAGE }

fn slot(process: u32) u32 { return place.PROCESS_SLOT + process }

/// Takes a frame that a process gives.
pub fn put(index: u32, writer: u32, frame: u32, count: u32) u32!protocol.Errno {
    let pipe = &mut pipes[index]
    if pipe.readers == 0 { fail protocol.Errno.broken_pipe }
    if count == 0 or count > layout.PAGE or frame >> 20 != 0 { fail protocol.Errno.bad_request }
    if pipe.used == CHUNKS { fail protocol.Errno.would_block }
    let i = (pipe.first + pipe.used) % CHUNKS
    let entry = layout.Pte{ present: true, user: true, frame: frame as u20 }
    kernel.pte_set(0, kernel.own_number(), slot(writer), page(index, i), entry) catch { fail protocol.Errno.bad_request }
    pipe.chunks[i] = Chunk{ frame: frame, writer: writer, offset: 0, count: count }
    pipe.used += 1
    waiting.wake(waiting.pipe(index))
    return count
}

/// Where the bytes are: in the reader's message page, or in the page that we mapped at space.PIPE_PAGE.
pub struct Piece { count: u32, offset: u32, in_message: bool, pad 3 }

/// Shows a reader the next bytes. A count of 0 is the end: nothing is left and nobody writes.
pub fn take(index: u32, reader: u32, environment: u32, most: u32) Piece!protocol.Errno {
    let pipe = &mut pipes[index]
    if pipe.used == 0 {
        if pipe.writers != 0 { fail protocol.Errno.would_block }
        return Piece{ count: 0, offset: 0, in_message: true }
    }
    let chunk = &mut pipe.chunks[pipe.first]
    let count = min(most, chunk.count)
    var piece = Piece{ count: count, offset: chunk.offset, in_message: chunk.writer == NOBODY }
    if piece.in_message {
        let bytes = raw_slice((page(index, pipe.first) + chunk.offset) as *u8, count)
        views.copy(messages.page(reader)[..count], bytes)
        piece.offset = 0
    } else {
        let entry = layout.Pte{ present: true, user: true, frame: chunk.frame as u20 }
        kernel.pte_set(slot(reader), environment, slot(chunk.writer), space.PIPE_PAGE, entry) catch { fail protocol.Errno.no_memory }
    }
    chunk.offset += count
    chunk.count -= count
    if chunk.count == 0 {
        // The reader's own mapping keeps the frame for as long as it needs it.
        drop_first(index)
        waiting.wake(waiting.pipe(index))
    }
    return piece
}

/// Gives up the oldest chunk.
fn drop_first(index: u32) {
    let pipe = &mut pipes[index]
    kernel.pte_set(0, kernel.own_number(), 0, page(index, pipe.first), layout.Pte{}) catch panic("a pipe's page cannot be unmapped")
    pipe.first = (pipe.first + 1) % CHUNKS
    pipe.used -= 1
}

/// A writer's capability goes: our own mapping keeps what it has put into pipes.
pub fn orphan(writer: u32) {
    for p in 0..PIPES {
        let pipe = &mut pipes[p]
        for n in 0..pipe.used {
            let chunk = &mut pipe.chunks[(pipe.first + n) % CHUNKS]
            if chunk.writer == writer { chunk.writer = NOBODY }
        }
    }
}

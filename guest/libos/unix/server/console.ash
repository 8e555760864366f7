/// The terminal: lines, echo, Ctrl-C, end of file.
///
/// Trust: only the server runs this. Bytes come from the terminal's reader, the one process that may read the console.
module libos.unix.server.console

use abi.capability
use libos.unix.kernel
use libos.unix.protocol
use libos.unix.text

const INTERRUPT: u8 = 0x03
const END: u8 = 0x04
const ERASE_LINE: u8 = 0x15
const QUEUE: u32 = 2048
const LINE: u32 = 256

/// What readers may have: in line mode whole lines, in raw mode every byte.
var queue: [2048]u8 = [0; 2048]
var queue_first: u32 = 0
var queue_used: u32 = 0
/// The line being typed.
var line: [256]u8 = [0; 256]
var line_used: u32 = 0
/// An end of file that a reader has not seen yet.
var ended: bool = false
var mode = protocol.Mode.line

pub fn set_mode(new: protocol.Mode) {
    if new == protocol.Mode.raw { finish_line() }
    mode = new
}

pub fn write(bytes: []u8) {
    var done: u32 = 0
    while done < bytes.len {
        let count = kernel.console_write(capability.CONSOLE, bytes[done..]) catch { return }
        if count == 0 { return }
        done += count
    }
}

fn enqueue(c: u8) {
    if queue_used == QUEUE { return }
    queue[(queue_first + queue_used) % QUEUE] = c
    queue_used += 1
}

fn finish_line() {
    for i in 0..line_used { enqueue(line[i]) }
    line_used = 0
}

/// One byte from the keyboard; true if it was Ctrl-C in line mode.
pub fn typed(c: u8) bool {
    if mode == protocol.Mode.raw {
        enqueue(c)
        return false
    }
    if c == INTERRUPT {
        write("^C\n")
        line_used = 0
        return true
    }
    if c == END {
        if line_used == 0 { ended = true } else { finish_line() }
    } else if c == '\r' or c == '\n' {
        write("\n")
        if line_used < LINE {
            line[line_used] = '\n'
            line_used += 1
        }
        finish_line()
    } else if c == 0x7F or c == 0x08 {
        erase()
    } else if c == ERASE_LINE {
        while line_used != 0 { erase() }
    } else if line_used < LINE - 1 and (c >= ' ' or c == '\t') {
        line[line_used] = c
        line_used += 1
        write(line[line_used - 1..line_used])
    }
    return false
}

fn erase() {
    if line_used == 0 { return }
    line_used -= 1
    write("\x08 \x08")
}

/// Takes what is there: in line mode at most one line. 0 is the end of file.
pub fn read(into: []mut u8) u32!protocol.Errno {
    if queue_used == 0 {
        if ended {
            ended = false
            return 0
        }
        fail protocol.Errno.would_block
    }
    var count: u32 = 0
    while count < into.len and queue_used != 0 {
        let c = queue[queue_first]
        into[count] = c
        count += 1
        queue_first = (queue_first + 1) % QUEUE
        queue_used -= 1
        if c == '\n' and mode == protocol.Mode.line { break }
    }
    return count
}

/// The terminal: lines, echo, Ctrl-C, end of file. In line mode a program gets whole lines, echoed and corrected here; in raw mode it gets
/// each byte as it comes.
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
const ERASE_WORD: u8 = 0x17
const QUEUE: u32 = 2048
/// Milliseconds that a line may be busy.
const PATIENCE: u32 = 100
const LINE: u32 = 256

/// What was typed and nobody has read. In line mode it is looked at, and echoed, only when a program reads: what is typed ahead appears where
/// it is used.
var queue: [2048]u8 = [0; 2048]
var queue_first: u32 = 0
var queue_used: u32 = 0
/// The line being typed, then the finished line on its way to the reader.
var line: [256]u8 = [0; 256]
var line_used: u32 = 0
/// How much of a finished line was read; the line is still being typed while `finished` is false.
var line_read: u32 = 0
var finished: bool = false
var mode = protocol.Mode.line

pub fn set_mode(new: protocol.Mode) { mode = new }

/// Writes all of it, unless the line is stuck: then the rest is lost, as decided by a person who has pulled the cable.
pub fn write(bytes: []u8) {
    var done: u32 = 0
    var tries: u32 = 0
    while done < bytes.len and tries < PATIENCE {
        let count = kernel.console_write(capability.CONSOLE, bytes[done..]) catch panic("the console is refused to us")
        done += count
        if count == 0 {
            tries += 1
            kernel.pause(1)
        }
    }
}

fn enqueue(c: u8) {
    if queue_used == QUEUE { return }
    queue[(queue_first + queue_used) % QUEUE] = c
    queue_used += 1
}

/// One byte from the keyboard; true if it is a Ctrl-C that a program in line mode must not see.
pub fn typed(c: u8) bool {
    if mode == protocol.Mode.line and c == INTERRUPT {
        write("^C\n")
        line_used = 0
        line_read = 0
        finished = false
        queue_used = 0
        return true
    }
    enqueue(c)
    return false
}

/// Takes one byte of the queue into the line; true if that ends the line.
fn edit(c: u8) bool {
    if c == END { return true }
    if c == '\r' or c == '\n' {
        write("\n")
        line[line_used] = '\n'
        line_used += 1
        return true
    }
    if c == 0x7F or c == 0x08 {
        erase()
    } else if c == ERASE_LINE {
        while line_used != 0 { erase() }
    } else if c == ERASE_WORD {
        while line_used != 0 and line[line_used - 1] == ' ' { erase() }
        while line_used != 0 and line[line_used - 1] != ' ' { erase() }
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

fn dequeue() u8 {
    let c = queue[queue_first]
    queue_first = (queue_first + 1) % QUEUE
    queue_used -= 1
    return c
}

/// Takes what is there: in raw mode any bytes, in line mode at most one line. 0 is the end of file.
pub fn read(into: []mut u8) u32!protocol.Errno {
    if mode == protocol.Mode.raw and not finished {
        if queue_used == 0 { fail protocol.Errno.would_block }
        var count: u32 = 0
        while count < into.len and queue_used != 0 {
            into[count] = dequeue()
            count += 1
        }
        return count
    }
    while not finished {
        if queue_used == 0 { fail protocol.Errno.would_block }
        finished = edit(dequeue())
    }
    let count = text.copy_into(into, line[line_read..line_used])
    line_read += count
    if line_read == line_used {
        line_read = 0
        line_used = 0
        finished = false
    }
    return count
}

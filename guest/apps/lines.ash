/// A file, or the input, line by line.
///
/// Trust: plain code. A line that is longer than LONGEST is cut off there.
module lines

use libos.unix.file
use libos.unix.protocol

const LONGEST: u32 = 1024

pub struct Reader {
    descriptor: u32
    first: u32  // bytes of `bytes` that wait
    end: u32
    used: u32   // bytes of the line
    bytes: [512]u8
    text: [1024]u8
}

pub fn over(descriptor: u32) Reader {
    return Reader{ descriptor: descriptor, first: 0, end: 0, used: 0, bytes: [0; 512], text: [0; 1024] }
}

pub fn open(path: []u8) Reader!protocol.Errno { return over(try file.open(path, protocol.Flags{})) }

pub fn Reader.close(self: *Reader) { file.close(self.descriptor) }

pub fn Reader.line(self: *Reader) []u8 { return self.text[..self.used] }

/// Goes to the next line; false at the end, or where the file can no longer be read.
pub fn Reader.next(self: *mut Reader) bool {
    self.used = 0
    var any = false
    while true {
        if self.first == self.end {
            self.first = 0
            self.end = file.read(self.descriptor, self.bytes[..]) catch 0
            if self.end == 0 { return any }
        }
        any = true
        let c = self.bytes[self.first]
        self.first += 1
        if c == '\n' { return true }
        if self.used < LONGEST {
            self.text[self.used] = c
            self.used += 1
        }
    }
    unreachable()
}

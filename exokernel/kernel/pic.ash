/// The interrupt controllers, two 8259s.
///
/// Trust: kernel.trap alone acknowledges. Lines that no part of the kernel serves stay masked; a spurious request is told from a real
/// one and forgotten.
system module kernel.pic

use cpu

pub const FIRST_VECTOR: u32 = 0x20
pub const CLOCK: u32 = 0
pub const SERIAL: u32 = 4
pub const DISK: u32 = 14
const CASCADE: u32 = 2

const MASTER: u16 = 0x20
const SLAVE: u16 = 0xA0
const END_SPECIFIC: u32 = 0x60
const READ_IN_SERVICE: u8 = 0x0B

/// Vectors 0x20 to 0x2F; the clock, the serial line and the disk unmasked.
pub fn start() {
    begin(MASTER, 0x20, 1 << CASCADE)
    begin(SLAVE, 0x28, CASCADE as u8)
    cpu.outb(MASTER + 1, 0xFF ^ (1 << CLOCK | 1 << CASCADE | 1 << SERIAL))
    cpu.outb(SLAVE + 1, 0xFF ^ (1 << (DISK - 8)))
}

fn begin(port: u16, vector: u8, cascade: u8) {
    cpu.outb(port, 0x11)
    cpu.outb(port + 1, vector)
    cpu.outb(port + 1, cascade)
    cpu.outb(port + 1, 1)
}

/// Tells the controllers that a line's interrupt has been taken.
pub fn end(line: u32) {
    if line < 8 {
        cpu.outb(MASTER, (END_SPECIFIC | line) as u8)
    } else {
        cpu.outb(SLAVE, (END_SPECIFIC | line - 8) as u8)
        cpu.outb(MASTER, (END_SPECIFIC | CASCADE) as u8)
    }
}

/// Lines 7 and 15 also stand for requests that went away before they were taken; no line of ours is either.
pub fn end_spurious(line: u32) {
    let port = if line < 8 { MASTER } else { SLAVE }
    cpu.outb(port, READ_IN_SERVICE)
    if cpu.inb(port) & 0x80 != 0 {
        end(line)
    } else if line >= 8 {
        // The master saw the slave ask.
        cpu.outb(MASTER, (END_SPECIFIC | CASCADE) as u8)
    }
}

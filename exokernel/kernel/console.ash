/// The serial line: what the kernel prints, and the console that environments write to and read from.
///
/// Trust: any environment with the capability "C" writes and reads bytes; the kernel neither looks at them nor keeps them. Waits for the
/// hardware are counted, so a line that is stuck delays nobody. Input waits in a ring; when it is full the bytes stay in the device, and
/// we do not listen until someone has read.
system module kernel.console

use abi.call
use cpu
use kernel.environment
use kernel.machine
use kernel.memory
use kernel.rights

const PORT: u16 = 0x3F8
const INTERRUPT_ENABLE: u16 = PORT + 1
const FIFO_CONTROL: u16 = PORT + 2
const LINE_CONTROL: u16 = PORT + 3
const MODEM_CONTROL: u16 = PORT + 4
const LINE_STATUS: u16 = PORT + 5

const DATA_READY: u8 = 0x01
const OVERRUN: u8 = 0x02
const TRANSMITTER_EMPTY: u8 = 0x20

const FIFO_BYTES: u32 = 16
const PATIENCE: u32 = 100000
/// Of a call: bytes that one `console_write` takes at most, and how often in all it asks in vain whether the line is free.
const WRITE_BYTES: u32 = 384
const WRITE_PATIENCE: u32 = 32
const RECEIVE_BYTES: u32 = 64
const LONGEST: u32 = 4096

const RING: u32 = 1024

/// Typed bytes; `taken` and `arrived` only grow, their difference is what waits.
var ring: [1024]u8 = [0; 1024]
var arrived: u32 = 0
var taken: u32 = 0

/// 115200 baud, 8 bits, FIFOs on, interrupt when a byte has come.
pub fn start() {
    cpu.outb(INTERRUPT_ENABLE, 0)
    cpu.outb(LINE_CONTROL, 0x80)
    cpu.outb(PORT, 1)
    cpu.outb(PORT + 1, 0)
    cpu.outb(LINE_CONTROL, 0x03)
    cpu.outb(FIFO_CONTROL, 0x07)
    cpu.outb(MODEM_CONTROL, 0x0B)
}

/// From now on bytes are received.
pub fn listen() { cpu.outb(INTERRUPT_ENABLE, 1) }

/// An interrupt of the line: moves what has come into the ring.
pub fn receive() {
    for i in 0..RECEIVE_BYTES {
        if arrived - taken == RING {
            cpu.outb(INTERRUPT_ENABLE, 0)
            return
        }
        let status = cpu.inb(LINE_STATUS)
        if status & OVERRUN != 0 { machine.book().console_lost += 1 }
        if status & DATA_READY == 0 { return }
        ring[arrived % RING] = cpu.inb(PORT)
        arrived += 1
        machine.book().console_input += 1
    }
}

/// console_write: (console_slot, pointer, length) -> bytes written, which may be fewer.
pub fn write(e: *mut environment.Environment) u32!call.Error {
    let length = e.frame.ebx
    let guard = rights.name('C')
    try rights.allow(e, e.frame.edx, &guard, rights.WRITE)
    if length > LONGEST { fail call.Error.bad_argument }
    let span = try memory.span(e, e.frame.ecx, length, false)
    var left = min(length, WRITE_BYTES)
    var sent: u32 = 0
    var patience = WRITE_PATIENCE
    while left > 0 and patience > 0 {
        if cpu.inb(LINE_STATUS) & TRANSMITTER_EMPTY == 0 {
            patience -= 1
            continue
        }
        let piece = span.piece(sent, min(left, FIFO_BYTES))
        burst(PORT, piece.address, piece.bytes)
        sent += piece.bytes
        left -= piece.bytes
    }
    return sent
}

/// console_read: (console_slot, pointer, length) -> bytes read.
pub fn read(e: *mut environment.Environment) u32!call.Error {
    let length = e.frame.ebx
    let guard = rights.name('C')
    try rights.allow(e, e.frame.edx, &guard, rights.READ)
    if length > LONGEST { fail call.Error.bad_argument }
    let span = try memory.span(e, e.frame.ecx, length, true)
    let count = min(length, arrived - taken)
    if count == 0 { return 0 }
    let full = arrived - taken == RING
    var copied: u32 = 0
    while copied < count {
        let from = taken % RING
        let piece = span.piece(copied, min(count - copied, RING - from))
        cpu.copy(piece.address as *mut u8, &ring[from], piece.bytes)
        copied += piece.bytes
        taken += piece.bytes
    }
    if full { listen() }
    return count
}

fn ready(patience: u32) bool {
    for i in 0..patience {
        if cpu.inb(LINE_STATUS) & TRANSMITTER_EMPTY != 0 { return true }
    }
    return false
}

asm fn burst(port: u16, from: u32, count: u32) @stack(4) {
    push esi
    mov esi, edx
    mov edx, eax
    rep outsb
    pop esi
    ret
}

/// Where the kernel's own `print` goes.
pub struct Printer { printed: u32 }

var out = Printer{ printed: 0 }

pub fn printer() *mut Printer { return &mut out }

pub fn Printer.char(self: *mut Printer, c: u8) {
    _ = ready(PATIENCE)
    cpu.outb(PORT, c)
    self.printed += 1
}

pub fn Printer.text(self: *mut Printer, s: []u8, width: i32) {
    for c in s { self.char(c) }
}

pub fn Printer.unsigned(self: *mut Printer, v: u32, base: u32, width: i32, fill: u8) {
    var digits: [32]u8 = [0; 32]
    var at: u32 = 32
    var rest = v
    while at == 32 or rest != 0 {
        at -= 1
        let digit = (rest % base) as u8
        digits[at] = if digit < 10 { '0' + digit } else { 'a' + digit - 10 }
        rest /= base
    }
    var written = (32 - at) as i32
    while written < width {
        self.char(fill)
        written += 1
    }
    self.text(digits[at..32], 0)
}

pub fn Printer.signed(self: *mut Printer, v: i32, width: i32, fill: u8) {
    if v < 0 { self.char('-') }
    self.unsigned(if v < 0 { 0 - v as u32 } else { v as u32 }, 10, width, fill)
}

/// What a failed run-time check says: the compiler leaves a table of them in the image, from the place of the `ud2` to file, line
/// and reason.
///
/// Trust: reads the program's own image. Runs on the exception stack, so it prints into a small line of its own and keeps no state.
system module libos.unix.checks

use libos.unix.kernel
use libos.unix.space
use libos.unix.text

struct Check @size(16) { pc: u32, file: u32, line: u32, reason: u32 }

extern "c" var __start_ash_checks: Check
extern "c" var __stop_ash_checks: Check

/// A line being put together.
pub struct Line { bytes: []mut u8, used: u32 }

@upcall
pub fn Line.over(bytes: []mut u8) Line { return Line{ bytes: bytes, used: 0 } }

@upcall
pub fn Line.written(self: *Line) []u8 { return self.bytes[..self.used] }

@upcall
fn Line.byte(self: *mut Line, c: u8) {
    if self.used < self.bytes.len {
        self.bytes[self.used] = c
        self.used += 1
    }
}

@upcall
pub fn Line.add(self: *mut Line, s: []u8) {
    for c in s { self.byte(c) }
}

@upcall
fn Line.zero_ended(self: *mut Line, address: u32) {
    var at = address
    while (at as *u8).* != 0 {
        self.byte((at as *u8).*)
        at += 1
    }
}

@upcall
pub fn Line.hexadecimal(self: *mut Line, v: u32) {
    self.add("0x")
    for i in 0..8 {
        let digit = (v >> (28 - i * 4) & 15) as u8
        self.byte(if digit < 10 { '0' + digit } else { 'a' + (digit - 10) })
    }
}

@upcall
pub fn Line.decimal(self: *mut Line, v: u32) {
    var divisor: u32 = 1000000000
    while divisor > 1 and v < divisor { divisor /= 10 }
    while divisor != 0 {
        self.byte('0' + (v / divisor % 10) as u8)
        divisor /= 10
    }
}

/// Adds `file:line: reason` of the check at a program counter, if there is one.
@upcall
pub fn failed(out: *mut Line, pc: u32) bool {
    var at = &__start_ash_checks as u32
    let end = &__stop_ash_checks as u32
    while at < end {
        let check = at as *Check
        if check.pc == pc {
            out.add(": ")
            out.zero_ended(check.file)
            out.add(":")
            out.decimal(check.line)
            out.add(": ")
            out.zero_ended(check.reason)
            return true
        }
        at += size_of(Check)
    }
    return false
}

/// Adds the name of this process.
@upcall
pub fn name(out: *mut Line) {
    let own = kernel.own_number()
    let table = space.PROCESSES as *io space.Processes
    for i in 0..space.PROCESS_LIMIT {
        let process = &table.table[i]
        if process.used and process.environment == own {
            for k in 0..16 {
                let c = process.name[k]
                if c == 0 { break }
                out.byte(c)
            }
            return
        }
    }
    out.add("a program")
}

test "a line takes numbers, and no more than fits" {
    var bytes: [24]u8 = [0; 24]
    var line = Line.over(bytes[..])
    line.decimal(0)
    line.add(" ")
    line.decimal(4294967295)
    line.add(" ")
    line.hexadecimal(0xC0DE)
    assert(text.equal(line.written(), "0 4294967295 0x0000c0de"))
    line.add("abc")
    assert(text.equal(line.written(), "0 4294967295 0x0000c0dea"))
}

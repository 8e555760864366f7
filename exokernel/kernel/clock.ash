/// Time: an 8254 that ticks 1000 times a second, and the date from the MC146818, read once.
///
/// Trust: everyone may know the time; nobody can set it. Never the processor's time stamp counter, whose rate nobody knows.
system module kernel.clock

use cpu
use kernel.environment
use kernel.machine

const DIVISOR: u32 = 1193182 / 1000
const COUNTER: u16 = 0x40
const CONTROL: u16 = 0x43
/// Counter 0, both bytes, rate generator.
const RATE_GENERATOR: u8 = 0x34

const INDEX: u16 = 0x70
const DATA: u16 = 0x71
const STATUS_A: u8 = 10
const STATUS_B: u8 = 11
const UPDATING: u8 = 0x80
const BINARY: u8 = 4
const CENTURY: u8 = 0x32
const PATIENCE: u32 = 10000

var started: u32 = 0

pub fn start() {
    cpu.outb(CONTROL, RATE_GENERATOR)
    cpu.outb(COUNTER, DIVISOR as u8)
    cpu.outb(COUNTER, (DIVISOR >> 8) as u8)
    started = date()
    machine.book().seconds = started
}

pub fn tick() {
    let book = machine.book()
    book.ticks += 1
    book.seconds = started + book.ticks / 1000
}

/// time: () -> EAX milliseconds, EDX seconds.
pub fn call_time(e: *mut environment.Environment) u32 {
    e.frame.edx = machine.book().seconds
    return machine.book().ticks
}

fn register(number: u8) u8 {
    cpu.outb(INDEX, number)
    return cpu.inb(DATA)
}

fn field(number: u8, binary: bool) u32 {
    let value: u32 = register(number)
    return if binary { value } else { (value >> 4) * 10 + (value & 15) }
}

/// Seconds since 1970, twice read the same.
fn date() u32 {
    var last = read_date()
    for i in 0..4 {
        let now = read_date()
        if now == last { break }
        last = now
    }
    return last
}

fn read_date() u32 {
    for i in 0..PATIENCE {
        if register(STATUS_A) & UPDATING == 0 { break }
    }
    let binary = register(STATUS_B) & BINARY != 0
    let century = field(CENTURY, binary)
    let year = field(9, binary) + if century >= 19 and century < 30 { century * 100 } else { 2000 as u32 }
    let days = days_before(year, field(8, binary), field(7, binary))
    return ((days * 24 + field(4, binary) & 0x7FFFFFFF) * 60 + field(2, binary)) * 60 + field(0, binary)
}

/// Days from 1970-01-01 to a date of the Gregorian calendar. The year is counted from March, so that the leap day is its last.
fn days_before(year: u32, month: u32, day: u32) u32 {
    let y = if month <= 2 { year - 1 } else { year }
    let m = if month <= 2 { month + 9 } else { month - 3 }
    return y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 1 - 719468
}

test "days of the Gregorian calendar" {
    assert(days_before(1970, 1, 1) == 0 and days_before(1970, 12, 31) == 364)
    assert(days_before(2000, 2, 29) == 11016 and days_before(2000, 3, 1) == 11017)
    assert(days_before(2100, 2, 28) + 1 == days_before(2100, 3, 1))
    assert(days_before(2026, 1, 1) - days_before(2025, 1, 1) == 365 and days_before(2025, 1, 1) - days_before(2024, 1, 1) == 366)
}

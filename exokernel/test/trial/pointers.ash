/// Every pointer argument with every bad address: the kernel's, unmapped, half mapped, read-only, wrapping, the exported pages.
system module trial.pointers

use abi.call
use abi.capability
use abi.layout
use trial.calls
use trial.child

extern "c" var __text_start: u8

const UNMAPPED: u32 = 0x50000000
/// A mapped page with nothing behind it.
const EDGE: u32 = 0x58000000

/// A call with a pointer: which argument it is, how much the kernel takes there, and whether it writes.
struct Case { number: call.Call, place: u32, bytes: u32, writes: bool, pad 3, a: [6]u32 }

pub fn run() {
    calls.begin("pointers")
    let me = calls.me()
    let frame = calls.must(call.Call.frame_alloc, 0, call.ANY_FRAME, 0, 0, 0, 0)
    _ = calls.must(call.Call.pte_set, 0, me, 0, EDGE, frame << 12 | 3, 0)
    let registers = size_of(call.Registers)
    try_all(&Case{ number: call.Call.frame_write, place: 2, bytes: registers, writes: false, a: [0, me, 0, 0, 0, 0] })
    try_all(&Case{ number: call.Call.frame_read, place: 2, bytes: registers, writes: true, a: [0, me, 0, 0, 0, 0] })
    try_all(&Case{ number: call.Call.entries, place: 2, bytes: size_of(call.Entries), writes: false, a: [0, me, 0, 0, 0, 0] })
    try_all(&Case{ number: call.Call.pte_set_batch, place: 3, bytes: 256, writes: false, a: [0, me, 0, 0, 32, 0] })
    try_all(&Case{ number: call.Call.resume, place: 0, bytes: size_of(call.ExceptionFrame), writes: false, a: [0, 0, 0, 0, 0, 0] })
    try_all(&Case{ number: call.Call.sleep, place: 0, bytes: 4, writes: false, a: [0, 0, 1, 0, 0, 0] })
    try_all(&Case{ number: call.Call.console_write, place: 1, bytes: 4096, writes: false, a: [capability.CONSOLE, 0, 4096, 0, 0, 0] })
    try_all(&Case{ number: call.Call.console_read, place: 1, bytes: 4096, writes: true, a: [capability.CONSOLE, 0, 4096, 0, 0, 0] })
    lengths()
    _ = calls.must(call.Call.pte_set, 0, me, 0, EDGE, 0, 0)
    _ = calls.must(call.Call.frame_free, 0, frame, 0, 0, 0, 0)
    calls.end()
}

fn try_all(c: *Case) {
    let odd = c.number == call.Call.sleep
    bad(c, 0, 0)
    bad(c, UNMAPPED, UNMAPPED)
    bad(c, layout.KERNEL_BASE, layout.KERNEL_BASE)
    bad(c, 0xC0100000, 0xC0100000)
    bad(c, 0xFFFFF000, 0xFFFFF000)
    bad(c, 0xF0000000, 0xF0000000)
    bad(c, 0xBF400000, 0xBF400000)
    if not odd {
        bad(c, EDGE + 4096 - (c.bytes - 1), EDGE + 4096)
        bad(c, 0xBFFFFFFF, 0xBFFFF000)
        bad(c, 0xFFFFFFFF, 0xFFFFF000)
    }
    // Below: pages that can be read, so only a call that writes is refused.
    if c.writes {
        bad(c, &__text_start as u32, &__text_start as u32 & 0xFFFFF000)
        bad(c, layout.OWN, layout.OWN)
        bad(c, layout.MACHINE_BOOK, layout.MACHINE_BOOK)
        bad(c, layout.PAGE_DIRECTORY, layout.PAGE_DIRECTORY)
        bad(c, layout.PAGE_TABLES + (0x00400000 >> 10), layout.PAGE_TABLES + (0x00400000 >> 10))
    }
}

/// The call must fail with `fault` and say this page.
fn bad(c: *Case, va: u32, page: u32) {
    var a = c.a
    a[c.place] = va
    let came = calls.six(c.number, a[0], a[1], a[2], a[3], a[4], a[5])
    calls.equal("a bad pointer", came.error, call.Error.fault as u32)
    calls.equal("the page that is told", came.detail, page | if c.writes { 1 as u32 } else { 0 as u32 })
}

fn lengths() {
    let me = calls.me()
    calls.refused3("too long", call.Error.bad_argument, call.Call.console_write, capability.CONSOLE, EDGE, 4097)
    calls.refused3("far too long", call.Error.bad_argument, call.Call.console_write, capability.CONSOLE, EDGE, 0xFFFFFFFF)
    calls.refused3("too long", call.Error.bad_argument, call.Call.console_read, capability.CONSOLE, EDGE, 4097)
    calls.equal("nothing from nowhere", calls.three(call.Call.console_write, capability.CONSOLE, UNMAPPED, 0).error, 0)
    calls.refused("a batch of 33", call.Error.bad_argument, &calls.Try{ number: 9, a: 0, b: me, c: 0, d: EDGE, e: 33, f: 0 })
    calls.refused("a batch of 2^31", call.Error.bad_argument, &calls.Try{ number: 9, a: 0, b: me, c: 0, d: EDGE, e: 0x80000000, f: 0 })
    calls.refused("a batch of 2^29 + 1", call.Error.bad_argument, &calls.Try{ number: 9, a: 0, b: me, c: 0, d: EDGE, e: 0x20000001, f: 0 })
    calls.equal("a batch of none", calls.six(call.Call.pte_set_batch, 0, me, 0, UNMAPPED, 0, 0).error, 0)
    calls.refused3("an odd word", call.Error.bad_argument, call.Call.sleep, EDGE + 2, 0, 1)
    var where = call.Entries{}
    where.fault = layout.KERNEL_BASE
    entries("a handler in the kernel", &where)
    where = call.Entries{ transfer: layout.USER_TOP }
    entries("a transfer entry in the kernel", &where)
    where = call.Entries{ exception_stack_low: 0x2000, exception_stack_high: 0x1000 }
    entries("a stack upside down", &where)
    where = call.Entries{ exception_stack_low: 0x1000, exception_stack_high: 0xC0001000 }
    entries("a stack in the kernel", &where)
    where = call.Entries{ exception_stack_low: 0x1000, exception_stack_high: 0x2002 }
    entries("a stack that is not aligned", &where)
}

fn entries(what: []u8, where: *call.Entries) { calls.refused3(what, call.Error.bad_argument, call.Call.entries, 0, calls.me(), where as u32) }

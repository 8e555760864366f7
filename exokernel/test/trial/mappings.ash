/// Page-table entries: what may be mapped where, and that what is refused changes nothing.
system module trial.mappings

use abi.call
use abi.capability
use abi.layout
use trial.calls
use trial.child
use trial.lives

const HERE: u32 = 0x60000000
const MANY: u32 = 0x62000000
const READ_ONLY: u32 = 41

var changes: [32]call.PteChange = [call.PteChange{}; 32]

fn set(va: u32, pte: u32) calls.Came { return calls.six(call.Call.pte_set, 0, calls.me(), 0, va, pte, 0) }

fn refused(what: []u8, wanted: call.Error, slot: u32, va: u32, pte: u32) {
    calls.refused(what, wanted, &calls.Try{ number: 8, a: 0, b: calls.me(), c: slot, d: va, e: pte, f: 0 })
}

pub fn run() {
    calls.begin("mappings")
    let me = calls.me()
    let f = calls.must(call.Call.frame_alloc, 0, call.ANY_FRAME, 0, 0, 0, 0)
    addresses(f)
    entry_bits(f)
    not_ours()
    rights(f)
    anything_absent()
    batches(f)
    many(f)
    _ = calls.must(call.Call.frame_free, 0, f, 0, 0, 0, 0)
    calls.equal("free again", calls.frame(f).*.kind as u32, layout.FrameKind.free as u32)
    calls.refused3("an address of the kernel", call.Error.bad_argument, call.Call.pte_get, 0, me, layout.USER_TOP)
    calls.equal("no table, no entry", calls.three(call.Call.pte_get, 0, me, 0x40000000).value, 0)
    calls.end()
}

fn addresses(f: u32) {
    let pte = f << 12 | 3
    refused("page 0", call.Error.bad_argument, 0, 0, pte)
    refused("not a page", call.Error.bad_argument, 0, HERE + 1, pte)
    refused("not a page", call.Error.bad_argument, 0, HERE + 0x800, pte)
    refused("the own page", call.Error.bad_argument, 0, layout.OWN, pte)
    refused("the books", call.Error.bad_argument, 0, layout.ENVIRONMENT_BOOK, pte)
    refused("the tables", call.Error.bad_argument, 0, layout.PAGE_TABLES, pte)
    refused("the kernel", call.Error.bad_argument, 0, layout.KERNEL_BASE, pte)
    refused("the last page", call.Error.bad_argument, 0, 0xFFFFF000, pte)
    refused("the last page, absent", call.Error.bad_argument, 0, 0xFFFFF000, 0)
    calls.equal("the first page of all", set(layout.USER_BOTTOM, pte).error, 0)
    calls.equal("gone", set(layout.USER_BOTTOM, 0).error, 0)
    calls.equal("the last page of all", set(layout.USER_TOP - 4096, pte).error, 0)
    calls.equal("gone", set(layout.USER_TOP - 4096, 0).error, 0)
    calls.equal("nothing refers to it", calls.frame(f).*.references, 0)
}

fn entry_bits(f: u32) {
    for bit in 0..12 {
        let pte = f << 12 | 1 | 1 << bit
        if bit == 3 or bit == 4 or bit == 7 or bit == 8 {
            refused("a forbidden bit", call.Error.bad_argument, 0, HERE, pte)
        } else {
            calls.equal("an allowed bit", set(HERE, pte).error, 0)
            calls.equal("as it was set, for ring 3", calls.entry(HERE), pte | 4)
            calls.equal("pte_get", calls.three(call.Call.pte_get, 0, calls.me(), HERE).value, pte | 4)
        }
    }
    _ = set(HERE, 0)
}

/// Frames of the kernel and of others, and numbers that are none.
fn not_ours() {
    let number = child.make(0)
    let theirs = calls.must(call.Call.frame_alloc, child.slot(0), call.ANY_FRAME, 0, 0, 0, 0)
    refused("another's frame", call.Error.denied, 0, HERE, theirs << 12 | 1)
    refused("frame 0", call.Error.denied, 0, HERE, 1)
    refused("the kernel's code", call.Error.denied, 0, HERE, 0x100000 | 3)
    refused("the screen", call.Error.denied, 0, HERE, 0xB8000 | 3)
    refused("the firmware", call.Error.denied, 0, HERE, 0xFFFFF000 | 3)
    refused("beyond the last frame", call.Error.denied, 0, HERE, calls.machine().*.frames << 12 | 3)
    let directory = ((layout.PAGE_DIRECTORY + (layout.PAGE_TABLES >> 22) * 4) as *io u32).*
    let table = ((layout.PAGE_DIRECTORY + (HERE >> 22) * 4) as *io u32).*
    refused("our own directory", call.Error.denied, 0, HERE, directory & 0xFFFFF000 | 3)
    refused("our own page table", call.Error.denied, 0, HERE, table & 0xFFFFF000 | 3)
    refused("our own page, to write it", call.Error.denied, 0, HERE, calls.entry(layout.OWN) & 0xFFFFF000 | 3)
    refused("the book, to write it", call.Error.denied, 0, HERE, calls.entry(layout.MACHINE_BOOK) & 0xFFFFF000 | 3)
    calls.equal("nothing there", calls.entry(HERE), 0)
    calls.refused("into a table without the right", call.Error.denied, &calls.Try{ number: 8, a: capability.POWER, b: number, c: 0, d: HERE, e: 0, f: 0 })
    calls.refused("into a table of nobody", call.Error.dead, &calls.Try{ number: 8, a: 0, b: 63, c: 0, d: HERE, e: 0, f: 0 })
    calls.refused("into a table of nobody", call.Error.dead, &calls.Try{ number: 8, a: 0, b: 0xFFFFFFFF, c: 0, d: HERE, e: 0, f: 0 })
    _ = calls.must(call.Call.frame_free, child.slot(0), theirs, 0, 0, 0, 0)
    child.end(0, number)
}

/// A capability that only reads cannot be made to write by way of a mapping that exists.
fn rights(f: u32) {
    let me = calls.me()
    _ = calls.must(call.Call.cap_grant, 0, me, READ_ONLY, 0, 1, 0)
    calls.equal("read-only by a reading right", calls.six(call.Call.pte_set, 0, me, READ_ONLY, HERE, f << 12 | 1, 0).error, 0)
    refused("writable by a reading right", call.Error.weak, READ_ONLY, HERE, f << 12 | 3)
    calls.equal("the old entry stands", calls.entry(HERE) & 0xFFFFF003, f << 12 | 1)
    _ = set(HERE, f << 12 | 3)
    refused("nor because it is writable now", call.Error.weak, READ_ONLY, HERE, f << 12 | 3)
    calls.equal("one reference", calls.frame(f).*.references, 1)
    // A store through a fresh translation, which then must not outlive its entry.
    (HERE as *io mut u32).* = 1
    _ = set(HERE, 0)
    let came = calls.three(call.Call.console_write, capability.CONSOLE, HERE, 1)
    calls.equal("unmapped at once", came.error, call.Error.fault as u32)
    _ = calls.must(call.Call.cap_drop, READ_ONLY, 0, 0, 0, 0, 0)
}

fn anything_absent() {
    calls.equal("an absent entry holds anything", set(HERE, 0xDEADBEFE).error, 0)
    calls.equal("as it was set", calls.entry(HERE), 0xDEADBEFE)
    calls.equal("even another's frame number", set(HERE, 0x00100FFE).error, 0)
    calls.equal("gone", set(HERE, 0).error, 0)
}

fn batches(f: u32) {
    lives.settle()
    let me = calls.me()
    let free = calls.free_frames()
    // 32 entries, one a page table: 32 new tables.
    for i in 0..32 { changes[i] = call.PteChange{ va: 0x70000000 + i * 0x400000, pte: f << 12 | 1 } }
    calls.equal("32 entries in 32 tables", calls.six(call.Call.pte_set_batch, 0, me, 0, &changes as u32, 32, 0).error, 0)
    calls.equal("32 references", calls.frame(f).*.references, 32)
    calls.equal("32 tables", free - calls.free_frames(), 32)
    for i in 0..32 { changes[i].pte = 0 }
    calls.equal("and away", calls.six(call.Call.pte_set_batch, 0, me, 0, &changes as u32, 32, 0).error, 0)
    calls.equal("no references", calls.frame(f).*.references, 0)
    for wrong in 0..32 {
        for i in 0..32 { changes[i] = call.PteChange{ va: 0x70000000 + i * 0x1000, pte: f << 12 | 3 } }
        changes[wrong].pte = 0x100003
        calls.equal("one is wrong", calls.six(call.Call.pte_set_batch, 0, me, 0, &changes as u32, 32, 0).error, call.Error.denied as u32)
        calls.equal("none is there", calls.frame(f).*.references, 0)
    }
    for i in 0..32 { changes[i] = call.PteChange{ va: HERE, pte: f << 12 | 3 } }
    calls.equal("the same 32 times", calls.six(call.Call.pte_set_batch, 0, me, 0, &changes as u32, 32, 0).error, 0)
    calls.equal("is once", calls.frame(f).*.references, 1)
    _ = set(HERE, 0)
}

/// 65,535 references are the most: the next one is refused.
fn many(f: u32) {
    let me = calls.me()
    for round in 0..2048 {
        for i in 0..32 { changes[i] = call.PteChange{ va: MANY + (round * 32 + i) * 4096, pte: f << 12 | 1 } }
        let count: u32 = if round == 2047 { 31 } else { 32 }
        let came = calls.six(call.Call.pte_set_batch, 0, me, 0, &changes as u32, count, 0)
        if came.error != 0 { calls.equal("mapped often", came.error, 0) }
    }
    calls.equal("65,535 references", calls.frame(f).*.references, 65535)
    calls.equal("one more", set(HERE, f << 12 | 1).error, call.Error.frame_in_use as u32)
    calls.equal("one more in a batch", calls.six(call.Call.pte_set_batch, 0, me, 0, &changes as u32, 32, 0).error, call.Error.frame_in_use as u32)
    calls.equal("still 65,535", calls.frame(f).*.references, 65535)
    for i in 0..32 { changes[i].pte = 0 }
    for round in 0..2048 {
        for i in 0..32 { changes[i].va = MANY + (round * 32 + i) * 4096 }
        _ = calls.six(call.Call.pte_set_batch, 0, me, 0, &changes as u32, 32, 0)
    }
    calls.equal("none", calls.frame(f).*.references, 0)
}

/// wild: stores where it must not: to the kernel, to nowhere, to its own text, to another process's page. Each time a child does it, and
/// each time the victim's bytes are compared afterwards.
///
/// Trust: hostile. Everything here must be stopped by page tables and capabilities; the last lines say whether it was.
system module wild

use abi.call
use abi.layout
use libos.unix.file
use libos.unix.kernel
use libos.unix.memory
use libos.unix.process
use libos.unix.protocol
use victim

const FOREIGN: u32 = 0xB0300000
const NOWHERE: u32 = 0x70000000

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 {
    var target = victim.start() catch |error| {
        print(file.errors(), "wild: no victim: {}\n", protocol.text(error))
        return 2
    }
    var stopped: u32 = 0
    stopped += attack(&target, "a kernel address", layout.KERNEL_BASE + 0x100000)
    stopped += attack(&target, "an unmapped address", NOWHERE)
    stopped += attack(&target, "its own text", main as u32)
    stopped += attack(&target, "another process's page", FOREIGN)
    let right = target.right_works()
    target.end()
    print(file.out(), "wild: {} of 4 attacks stopped by protection; with the right capability it {}\n", stopped,
        if right { "works" } else { "FAILS" })
    return if stopped == 4 and right { 0 } else { 1 }
}

/// Lets a child store to an address; 1 if it was stopped and the victim is whole.
fn attack(target: *victim.Victim, what: []u8, address: u32) u32 {
    let child = process.fork() catch { return 0 }
    if child == 0 {
        if address == FOREIGN { map_foreign(target.frame) }
        let p = address as *io mut u8
        p.* = 0xAA
        process.exit(0)
    }
    let ended = process.wait(child) catch process.Ended{ process: 0, status: 0 }
    let stopped = ended.status == memory.FAULT_STATUS
    let whole = target.is_unchanged()
    print(file.out(), "  {-24} {}, the victim's bytes {}\n", what, if stopped { "stopped" } else { "NOT STOPPED" },
        if whole { "unchanged" } else { "CHANGED" })
    return if stopped and whole { 1 } else { 0 }
}

/// Tries to map the victim's frame by its number, with our own capability.
fn map_foreign(frame: u32) {
    let entry = layout.Pte{ present: true, writable: true, user: true, frame: frame as u20 }
    kernel.pte_set(0, kernel.own_number(), 0, FOREIGN, entry) catch |error| {
        print(file.out(), "  (mapping its frame {x}: {})\n", frame, error)
        file.flush_all()
    }
}

/// pte_set_batch: up to 32 entries, all or none, without keeping interrupts off for all of them.
///
/// Trust: as pte_set for each entry. The changes are copied once and worked on in steps, with interrupts let in between: first each is checked
/// and what it needs is reserved (a reference to its frame, a page table); when all are, none can fail, and they are put in. An error
/// gives all reservations back. Who dies, or whose registers are set, in the middle leaves nothing reserved.
system module kernel.batch

use abi.call
use abi.layout
use kernel.environment
use kernel.memory
use kernel.paging
use kernel.rights
use kernel.schedule

const ENTRIES_A_STEP: u32 = 8
/// A table costs as much as a step of entries: it is scrubbed.
const TABLES_A_STEP: u32 = 1

struct Batch {
    target: u32
    generation: u32
    frame_slot: u32
    /// Entries in all (0: no batch), reserved so far, put in so far.
    count: u32
    reserved_count: u32
    done: u32
    /// Why it ends without effect: an error's number, or 0.
    error: u32
    /// It lacks a frame, and dead environments have some.
    starved: bool
    pad 3
    changes: [32]call.PteChange
}

var batches: [64]Batch = [Batch{}; 64]

pub fn active(e: *mut environment.Environment) bool { return batches[e.number].count != 0 }

/// pte_set_batch: (env_slot, env, frame_slot, *[n]PteChange, n).
pub fn call_batch(e: *mut environment.Environment) u32!call.Error {
    let count = e.frame.edi
    let t = try rights.target(e, e.frame.edx, e.frame.ecx, rights.WRITE)
    if count > call.BATCH { fail call.Error.bad_argument }
    let span = try memory.span(e, e.frame.esi, count * size_of(call.PteChange), false)
    if count == 0 { return 0 }
    let b = &mut batches[e.number]
    b.target = t.number
    b.generation = t.shown().generation
    b.frame_slot = e.frame.ebx
    b.reserved_count = 0
    b.done = 0
    b.error = 0
    b.starved = false
    span.copy_to(&b.changes as u32)
    b.count = count
    step(e)
}

/// Some more of it; then interrupts are let in, and who may run then goes on, with an empty stack.
pub fn step(e: *mut environment.Environment) never {
    let b = &mut batches[e.number]
    let t = environment.at(b.target)
    if not environment.alive(b.target) or t.shown().generation != b.generation { b.error = call.Error.dead as u32 }
    if b.error != 0 {
        cancel(e)
        e.refuse(b.error as? call.Error)
    } else if b.starved {
        b.starved = false
        if environment.anything_to_reclaim() { environment.reclaim() }
    } else if b.reserved_count < b.count {
        reserve(e, b, t) catch |error| {
            b.starved = error == call.Error.no_frame and environment.anything_to_reclaim()
            if not b.starved { b.error = error as u32 }
        }
    } else {
        let end = min(b.count, b.done + ENTRIES_A_STEP)
        for i in b.done..end { paging.put(t, b.changes[i].va, b.changes[i].pte) }
        b.done = end
        if end == b.count {
            b.count = 0
            e.accept(0)
        }
    }
    schedule.open(false)
}

fn reserve(e: *mut environment.Environment, b: *mut Batch, t: *mut environment.Environment) void!call.Error {
    let tables = t.shown().tables
    let end = min(b.count, b.reserved_count + ENTRIES_A_STEP)
    while b.reserved_count < end and t.shown().tables - tables < TABLES_A_STEP {
        let change = &b.changes[b.reserved_count]
        try paging.permit(e, b.frame_slot, change.va, change.pte)
        try paging.reserve(t, change.va, change.pte)
        b.reserved_count += 1
    }
}

/// Ends a batch and returns what it has reserved and not put in.
pub fn cancel(e: *mut environment.Environment) {
    let b = &mut batches[e.number]
    if b.count == 0 { return }
    for i in b.done..b.reserved_count { paging.unreserve(b.changes[i].pte) }
    b.count = 0
}

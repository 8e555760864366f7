/// Every call that names a capability, with an empty slot, a foreign capability and one that is too weak; grants and drops.
system module trial.capabilities

use abi.call
use abi.capability
use trial.calls
use trial.child

const EMPTY: u32 = 40
/// Copies without any right, by what they are on.
const WEAK_SELF: u32 = 41
const WEAK_FACTORY: u32 = 42
const WEAK_SLICES: u32 = 43
const WEAK_CONSOLE: u32 = 44
const WEAK_POWER: u32 = 45
const WEAK_DISK: u32 = 46

/// A call, where its slot stands among the arguments, and the arguments with the right one.
struct Case { number: call.Call, place: u32, weak: u32, a: [6]u32 }

pub fn run() {
    calls.begin("capabilities")
    for i in 0..6 {
        _ = calls.must(call.Call.cap_grant, 0, calls.me(), WEAK_SELF + i, i, 0, 0)
    }
    numbers()
    all_calls()
    grants()
    for i in 0..6 { _ = calls.must(call.Call.cap_drop, WEAK_SELF + i, 0, 0, 0, 0, 0) }
    calls.end()
}

fn numbers() {
    for number in 24..64 { calls.refused("no such call", call.Error.bad_call, &calls.Try{ number: number }) }
    calls.refused("no such call", call.Error.bad_call, &calls.Try{ number: 0 })
    calls.refused("no such call", call.Error.bad_call, &calls.Try{ number: 0xFFFFFFFF })
    calls.refused("no such call", call.Error.bad_call, &calls.Try{ number: 0x80000001 })
}

fn all_calls() {
    let me = calls.me()
    let frame = calls.must(call.Call.frame_alloc, 0, call.ANY_FRAME, 0, 0, 0, 0)
    case(&Case{ number: call.Call.env_create, place: 0, weak: WEAK_FACTORY, a: [0, 50, 0, 0, 0, 0] })
    case(&Case{ number: call.Call.env_free, place: 0, weak: WEAK_SELF, a: [0, me, 0, 0, 0, 0] })
    case(&Case{ number: call.Call.frame_write, place: 0, weak: WEAK_SELF, a: [0, me, 0, 0, 0, 0] })
    case(&Case{ number: call.Call.frame_read, place: 0, weak: WEAK_SELF, a: [0, me, 0, 0, 0, 0] })
    case(&Case{ number: call.Call.entries, place: 0, weak: WEAK_SELF, a: [0, me, 0, 0, 0, 0] })
    case(&Case{ number: call.Call.frame_free, place: 0, weak: WEAK_SELF, a: [0, frame, 0, 0, 0, 0] })
    case(&Case{ number: call.Call.pte_set, place: 0, weak: WEAK_SELF, a: [0, me, 0, 0x60000000, frame << 12 | 1, 0] })
    case(&Case{ number: call.Call.pte_set, place: 2, weak: WEAK_SELF, a: [0, me, 0, 0x60000000, frame << 12 | 1, 0] })
    case(&Case{ number: call.Call.pte_set_batch, place: 0, weak: WEAK_SELF, a: [0, me, 0, 0, 0, 0] })
    case(&Case{ number: call.Call.pte_get, place: 0, weak: WEAK_SELF, a: [0, me, 0, 0, 0, 0] })
    case(&Case{ number: call.Call.slice_set, place: 0, weak: WEAK_SLICES, a: [0, 1, me, 0, 0, 0] })
    case(&Case{ number: call.Call.transfer, place: 0, weak: WEAK_SELF, a: [0, me, 0, 0, 0, 0] })
    case(&Case{ number: call.Call.console_write, place: 0, weak: WEAK_CONSOLE, a: [0, 0, 0, 0, 0, 0] })
    case(&Case{ number: call.Call.console_read, place: 0, weak: WEAK_CONSOLE, a: [0, 0, 0, 0, 0, 0] })
    case(&Case{ number: call.Call.cap_grant, place: 0, weak: WEAK_SELF, a: [0, me, 50, 1, 0, 0] })
    case(&Case{ number: call.Call.poweroff, place: 0, weak: WEAK_POWER, a: [0, 0, 0, 0, 0, 0] })
    if calls.machine().*.extent_count != 0 {
        case(&Case{ number: call.Call.disk_submit, place: 0, weak: WEAK_DISK, a: [0, 0, 0, 2, 0, frame] })
        case(&Case{ number: call.Call.disk_submit, place: 4, weak: WEAK_SELF, a: [capability.DISK, 0, 0, 2, 0, frame] })
    }
    calls.refused3("any frame, empty", call.Error.empty_slot, call.Call.frame_alloc, EMPTY, call.ANY_FRAME, 0)
    calls.refused3("any frame, weak", call.Error.weak, call.Call.frame_alloc, WEAK_SELF, call.ANY_FRAME, 0)
    calls.refused3("drop nothing", call.Error.empty_slot, call.Call.cap_drop, EMPTY, 0, 0)
    calls.equal("nothing was mapped", calls.entry(0x60000000), 0)
    _ = calls.must(call.Call.frame_free, 0, frame, 0, 0, 0, 0)
}

fn case(c: *Case) {
    let place = c.place
    with(c, place, EMPTY, call.Error.empty_slot)
    with(c, place, capability.SLOTS, call.Error.empty_slot)
    with(c, place, 0xFFFFFFFF, call.Error.empty_slot)
    // A capability on something else: power, or where power is meant the console.
    with(c, place, if c.number == call.Call.poweroff { capability.CONSOLE } else { capability.POWER }, call.Error.denied)
    with(c, place, c.weak, call.Error.weak)
}

fn with(c: *Case, place: u32, slot: u32, wanted: call.Error) {
    var a = c.a
    a[place] = slot
    calls.refused("a call without the right", wanted, &calls.Try{ number: c.number as u32, a: a[0], b: a[1], c: a[2], d: a[3], e: a[4], f: a[5] })
}

fn grants() {
    let me = calls.me()
    let number = child.make(0)
    let theirs = child.slot(0)
    calls.refused("into a used slot", call.Error.slot_in_use, &calls.Try{ number: 20, a: 0, b: me, c: 1, d: 0, e: 0, f: 0 })
    calls.refused("into the used slot 0", call.Error.slot_in_use, &calls.Try{ number: 20, a: theirs, b: number, c: 0, d: 0, e: 0, f: 0 })
    calls.refused("into slot 64", call.Error.bad_argument, &calls.Try{ number: 20, a: 0, b: me, c: 64, d: 0, e: 0, f: 0 })
    calls.refused("impossible rights", call.Error.bad_argument, &calls.Try{ number: 20, a: 0, b: me, c: 50, d: 0, e: 0x1F, f: 0 })
    calls.refused("rights of 32 bits", call.Error.bad_argument, &calls.Try{ number: 20, a: 0, b: me, c: 50, d: 0, e: 0x100, f: 0 })
    calls.refused("from an empty slot", call.Error.empty_slot, &calls.Try{ number: 20, a: 0, b: me, c: 50, d: EMPTY, e: 0, f: 0 })
    calls.refused("from a slot without grant", call.Error.weak, &calls.Try{ number: 20, a: 0, b: me, c: 50, d: WEAK_CONSOLE, e: 0, f: 0 })
    _ = calls.must(call.Call.cap_grant, 0, me, 50, 0, 9, 0)
    calls.refused("more rights than there are", call.Error.weak, &calls.Try{ number: 20, a: 0, b: me, c: 51, d: 50, e: 3, f: 0 })
    calls.equal("fewer rights", calls.six(call.Call.cap_grant, 0, me, 51, 50, 1, 0).error, 0)
    calls.refused3("through the weaker one", call.Error.weak, call.Call.frame_alloc, 51, call.ANY_FRAME, 0)
    calls.refused3("slot 0", call.Error.bad_argument, call.Call.cap_drop, 0, 0, 0)
    calls.equal("drop", calls.three(call.Call.cap_drop, 50, 0, 0).error, 0)
    calls.equal("drop", calls.three(call.Call.cap_drop, 51, 0, 0).error, 0)
    calls.refused3("dropped twice", call.Error.empty_slot, call.Call.cap_drop, 51, 0, 0)
    calls.equal("grant to a child", calls.six(call.Call.cap_grant, theirs, number, 5, capability.CONSOLE, 2, 0).error, 0)
    child.end(0, number)
}

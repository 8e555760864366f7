/// Environments come and go: nothing of a dead one is left, and its number does not carry its rights on.
system module trial.lives

use abi.call
use abi.capability
use abi.layout
use trial.calls
use trial.child

pub fn run() {
    calls.begin("lives")
    let me = calls.me()
    calls.refused3("into a used slot", call.Error.slot_in_use, call.Call.env_create, capability.FACTORY, 0, 0)
    calls.refused3("into slot 64", call.Error.bad_argument, call.Call.env_create, capability.FACTORY, 64, 0)
    settle()
    let before = calls.free_frames()
    let number = child.make(0)
    let old = calls.shown(number).*.generation
    calls.equal("ours", calls.shown(number).*.parent, me)
    for i in 0..40 {
        let f = calls.must(call.Call.frame_alloc, child.slot(0), call.ANY_FRAME, 0, 0, 0, 0)
        _ = calls.must(call.Call.pte_set, child.slot(0), number, child.slot(0), 0x20000000 + i * 0x400000, f << 12 | 3, 0)
        _ = calls.must(call.Call.frame_free, child.slot(0), f, 0, 0, 0, 0)
    }
    calls.equal("an absent entry of any value", calls.six(call.Call.pte_set, child.slot(0), number, 0, 0x20001000, 0xFFFFFFFE, 0).error, 0)
    calls.equal("free it", calls.three(call.Call.env_free, child.slot(0), number, 0).error, 0)
    calls.refused3("freed twice", call.Error.dead, call.Call.env_free, child.slot(0), number, 0)
    calls.refused3("its slices", call.Error.dead, call.Call.slice_set, capability.TIME_SLICES, 1, number)
    settle()
    calls.equal("all frames are back", calls.free_frames(), before)
    calls.equal("its number is free", calls.shown(number).*.state as u32, layout.State.free as u32)
    // The next with this number is another one.
    let next = child.make(1)
    calls.equal("the same number", next, number)
    calls.equal("another generation", calls.shown(next).*.generation, old + 1)
    calls.refused3("the old capability", call.Error.denied, call.Call.env_free, child.slot(0), next, 0)
    calls.refused3("frames under the old name", call.Error.denied, call.Call.pte_get, child.slot(0), next, 0x400000)
    child.end(1, next)
    _ = calls.must(call.Call.cap_drop, child.slot(0), 0, 0, 0, 0, 0)
    suicide()
    settle()
    calls.equal("all frames are back", calls.free_frames(), before)
    calls.end()
}

var errand = child.Errand{}

/// An environment may end itself.
fn suicide() {
    let number = child.make(0)
    errand = child.Errand{ number: call.Call.env_free as u32, a: 0, b: number }
    child.start_errand(0, number, &mut errand)
    child.give_slice(1, number)
    let state = child.watch(number, 100)
    calls.check("gone", state == layout.State.dying or state == layout.State.free, state as u32)
    calls.equal("it did not come back", errand.done, 0)
    _ = calls.must(call.Call.cap_drop, child.slot(0), 0, 0, 0, 0, 0)
}

/// Waits until the kernel has taken apart all that is dead.
pub fn settle() {
    for number in 1..layout.ENVIRONMENTS {
        let start = calls.machine().*.ticks
        while calls.shown(number).*.state == layout.State.dying and calls.machine().*.ticks - start < 1000 { _ = calls.three(call.Call.yield, 0, 0, 0) }
    }
}

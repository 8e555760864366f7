/// Time: slices, gifts, upcalls at a slice's end, sleeping and waking.
system module trial.slices

use abi.call
use abi.capability
use abi.layout
use trial.calls
use trial.child

/// Words that children change; on a page of their own.
var words: [1024]u32 @align(4096) = [0; 1024]
var errand = child.Errand{}

fn address() u32 { return &words as u32 }

fn word() *io mut u32 { return &words as u32 as *io mut u32 }

fn ticks() u32 { return calls.machine().*.ticks }

pub fn run() {
    calls.begin("slices")
    arguments()
    hogs()
    slice_ends()
    sleeping()
    waking()
    calls.end()
}

fn arguments() {
    let me = calls.me()
    calls.refused3("slice 64", call.Error.bad_argument, call.Call.slice_set, capability.TIME_SLICES, 64, me)
    calls.refused3("slice 2^32 - 1", call.Error.bad_argument, call.Call.slice_set, capability.TIME_SLICES, 0xFFFFFFFF, me)
    calls.refused3("to nobody", call.Error.dead, call.Call.slice_set, capability.TIME_SLICES, 1, 63)
    calls.refused3("to nobody", call.Error.dead, call.Call.slice_set, capability.TIME_SLICES, 1, 0x10001)
    calls.refused3("yield to nobody", call.Error.dead, call.Call.yield, 63, 0, 0)
    calls.refused3("yield to nobody", call.Error.dead, call.Call.yield, 0x80000000, 0, 0)
    calls.equal("yield", calls.three(call.Call.yield, 0, 0, 0).error, 0)
    calls.equal("yield to ourselves", calls.three(call.Call.yield, me, 0, 0).error, 0)
    calls.equal("one slice", calls.shown(me).*.slices, 1)
    child.give_slice(63, me)
    calls.equal("two", calls.shown(me).*.slices, 2)
    child.give_slice(63, 0)
    calls.equal("one", calls.shown(me).*.slices, 1)
}

/// One that never yields gets its share and no more.
fn hogs() {
    let number = child.make(0)
    words[0] = 0
    child.start(0, number, child.count_up as u32, address(), 0)
    let still = ticks()
    while ticks() - still < 3 { }
    calls.equal("no slice, no time", word().*, 0)
    _ = calls.three(call.Call.yield, number, 0, 0)
    calls.check("a gift", word().* != 0, word().*)
    child.give_slice(1, number)
    let mine = calls.shown(calls.me()).*.ticks
    let theirs = calls.shown(number).*.ticks
    let start = ticks()
    while ticks() - start < 80 { }
    let got = calls.shown(calls.me()).*.ticks - mine
    let took = calls.shown(number).*.ticks - theirs
    calls.check("half the time is ours", got >= 30 and got <= 50, got)
    calls.check("half is the hog's", took >= 30 and took <= 50, took)
    calls.equal("its slice", calls.machine().*.slices[1], number)
    child.end(0, number)
    calls.equal("gone with it", calls.machine().*.slices[1], 0)
}

fn slice_ends() {
    let number = child.make(0)
    child.declare(0, number, 0, child.count_slice_end as u32, 0)
    child.slice_ends = 0
    child.start(0, number, child.count_up as u32, address(), 0)
    child.give_slice(1, number)
    let start = ticks()
    while ticks() - start < 70 { }
    let ends = (&child.slice_ends as u32 as *io u32).*
    calls.check("told of each end", ends >= 10 and ends <= 20, ends)
    // One that keeps the slice: two ticks, then it is taken.
    child.declare(0, number, 0, child.keep_slice as u32, 0)
    child.slice_ends = 0
    let before = calls.shown(number).*.ticks
    let again = ticks()
    while ticks() - again < 70 { }
    calls.equal("told once", (&child.slice_ends as u32 as *io u32).*, 1)
    calls.check("its upcall goes on", calls.shown(number).*.upcall, 0)
    let took = calls.shown(number).*.ticks - before
    calls.check("and takes no more than others", took <= 50, took)
    child.end(0, number)
}

fn sleeping() {
    words[0] = 7
    calls.equal("another value", calls.three(call.Call.sleep, address(), 8, 0).value, 0)
    let start = ticks()
    let came = calls.three(call.Call.sleep, address(), 7, 20)
    calls.equal("timed out", came.value, 1)
    calls.check("after 20 ticks", ticks() - start >= 20 and ticks() - start <= 32, ticks() - start)
    calls.equal("unpinned", calls.frame(calls.entry(address()) >> 12).*.pins, 0)
    // The books can be slept on too.
    let now = ticks()
    let at = layout.MACHINE_BOOK + offset_of(layout.Machine, ticks)
    calls.equal("until the next tick", calls.three(call.Call.sleep, at, now, 50).value, 0)
    calls.check("which came", ticks() != now, ticks())
}

fn waking() {
    let number = child.make(0)
    let frame = calls.entry(address()) >> 12
    words[0] = 1
    errand = child.Errand{ number: call.Call.sleep as u32, a: address(), b: 1, c: 0 }
    child.start(0, number, child.perform as u32, &errand as u32, 0)
    child.give_slice(1, number)
    calls.equal("sleeps", child.watch(number, 100) as u32, layout.State.sleeping as u32)
    calls.equal("the frame is pinned", calls.frame(frame).*.pins, 1)
    let start = ticks()
    while ticks() - start < 12 { }
    calls.equal("still", calls.shown(number).*.state as u32, layout.State.sleeping as u32)
    word().* = 2
    _ = calls.three(call.Call.yield, 0, 0, 0)
    calls.equal("wakes", child.watch(number, 100) as u32, layout.State.stopped as u32)
    calls.equal("with success", errand.done, 1)
    calls.equal("because it changed", errand.result, 0)
    calls.equal("unpinned", calls.frame(frame).*.pins, 0)
    // New registers end a sleep; so does death.
    errand = child.Errand{ number: call.Call.sleep as u32, a: address(), b: 2, c: 0 }
    child.start(0, number, child.perform as u32, &errand as u32, 0)
    calls.equal("sleeps", child.watch(number, 100) as u32, layout.State.sleeping as u32)
    child.start(0, number, child.perform as u32, &errand as u32, 0)
    calls.equal("unpinned by new registers", calls.frame(frame).*.pins, 0)
    calls.equal("sleeps again", child.watch(number, 100) as u32, layout.State.sleeping as u32)
    child.end(0, number)
    calls.equal("unpinned by death", calls.frame(frame).*.pins, 0)
}

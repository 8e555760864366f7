/// Protected control transfer: who may call whom, what is told, who waits, and what happens when one of the two dies.
system module trial.transfers

use abi.call
use abi.capability
use abi.layout
use trial.calls
use trial.child

var errands: [4]child.Errand = [child.Errand{}; 4]

pub fn run() {
    calls.begin("transfers")
    refused()
    answered()
    queued()
    never_answered()
    calls.end()
}

fn refused() {
    let me = calls.me()
    let number = child.make(0)
    let slot = child.slot(0)
    calls.refused("ourselves", call.Error.bad_argument, &calls.Try{ number: 14, a: 0, b: me, c: 0, d: 0, e: 0, f: 0 })
    calls.refused("one without an entry", call.Error.no_entry, &calls.Try{ number: 14, a: slot, b: number, c: 0, d: 0, e: 0, f: 0 })
    calls.refused("nobody", call.Error.dead, &calls.Try{ number: 14, a: slot, b: 63, c: 0, d: 0, e: 0, f: 0 })
    calls.refused3("a reply without an entry", call.Error.no_entry, call.Call.reply, number, 0, 0)
    let where = call.Entries{ transfer: child.serve as u32 }
    _ = calls.must(call.Call.entries, 0, me, &where as u32, 0, 0, 0)
    calls.refused3("a reply to one that does not wait", call.Error.not_waiting, call.Call.reply, number, 0, 0)
    calls.refused3("a reply to ourselves", call.Error.not_waiting, call.Call.reply, me, 0, 0)
    calls.refused3("a reply to nobody", call.Error.not_waiting, call.Call.reply, 63, 0, 0)
    calls.refused3("a reply to nobody", call.Error.not_waiting, call.Call.reply, 0xFFFFFFFF, 0, 0)
    let nowhere = call.Entries{}
    _ = calls.must(call.Call.entries, 0, me, &nowhere as u32, 0, 0, 0)
    child.end(0, number)
}

fn begin_server(transfer: u32) u32 {
    let number = child.make(0)
    child.declare(0, number, 0, 0, transfer)
    child.start(0, number, child.begin_serving as u32, 0, 0)
    calls.equal("waits for a transfer", child.watch(number, 100) as u32, layout.State.serving_idle as u32)
    return number
}

fn answered() {
    let number = begin_server(child.serve as u32)
    let slot = child.slot(0)
    for i in 0..3 {
        let came = calls.six(call.Call.transfer, slot, number, 700 + i, 3, 0, 0)
        calls.equal("answered", came.error, 0)
        calls.equal("the first word", came.value, 703 + i)
        calls.equal("the second word", came.detail, 697 + i)
    }
    calls.equal("our number", (&child.last_caller as u32 as *io u32).*, calls.me())
    calls.equal("our generation", (&child.last_generation as u32 as *io u32).*, calls.own().*.generation)
    calls.equal("waits again", calls.shown(number).*.state as u32, layout.State.serving_idle as u32)
    // Registers that are set end the waiting.
    child.start(0, number, child.begin_serving as u32, 0, 0)
    calls.equal("runnable", calls.shown(number).*.state as u32, layout.State.runnable as u32)
    calls.equal("answered after a while", calls.six(call.Call.transfer, slot, number, 1, 1, 0, 0).value, 2)
    child.end(0, number)
    calls.refused("the dead", call.Error.empty_slot, &calls.Try{ number: 14, a: slot, b: number, c: 0, d: 0, e: 0, f: 0 })
}

/// A child that calls the server in slot 8, which is child 0.
fn begin_client(index: u32, server: u32) u32 {
    let number = child.make(index)
    _ = calls.must(call.Call.cap_grant, child.slot(index), number, 1, child.slot(0), 4, 0)
    errands[index] = child.Errand{ number: call.Call.transfer as u32, a: 1, b: server, c: 7, d: 3 }
    child.start(index, number, child.perform as u32, &errands[index] as u32, 0)
    child.give_slice(index, number)
    return number
}

fn result(index: u32, done: u32, value: u32) {
    calls.equal("came back", errands[index].done, done)
    calls.equal("with", errands[index].result, value)
}

fn wait_for(number: u32, state: layout.State) {
    let start = calls.machine().*.ticks
    while calls.shown(number).*.state != state and calls.machine().*.ticks - start < 500 { _ = calls.three(call.Call.yield, 0, 0, 0) }
    calls.equal("its state", calls.shown(number).*.state as u32, state as u32)
}

/// Callers of a server that is not ready wait in order, and are served one after the other.
fn queued() {
    let server = child.make(0)
    child.declare(0, server, 0, 0, child.serve as u32)
    let a = begin_client(1, server)
    let b = begin_client(2, server)
    let c = begin_client(3, server)
    wait_for(a, layout.State.calling)
    wait_for(b, layout.State.calling)
    wait_for(c, layout.State.calling)
    // The second one's registers are set while it queues: it is served no more.
    child.start(2, b, child.jump as u32, 0xC0100000, 0)
    child.start(0, server, child.begin_serving as u32, 0, 0)
    wait_for(a, layout.State.stopped)
    wait_for(b, layout.State.stopped)
    wait_for(c, layout.State.stopped)
    result(1, 1, 10)
    result(2, 0, 0)
    result(3, 1, 10)
    calls.equal("the last was the third", (&child.last_caller as u32 as *io u32).*, c)
    child.end(1, a)
    child.end(2, b)
    child.end(3, c)
    child.end(0, server)
}

/// A server that never answers has only its callers' time; when it dies they go on.
fn never_answered() {
    let server = begin_server(child.serve_never as u32)
    let a = begin_client(1, server)
    let b = begin_client(2, server)
    let c = begin_client(3, server)
    wait_for(a, layout.State.calling)
    wait_for(b, layout.State.calling)
    wait_for(c, layout.State.calling)
    let start = calls.machine().*.ticks
    let mine = calls.shown(calls.me()).*.ticks
    while calls.machine().*.ticks - start < 60 { }
    calls.check("our time is ours", calls.shown(calls.me()).*.ticks - mine >= 15, calls.shown(calls.me()).*.ticks - mine)
    child.end(3, c)
    child.end(0, server)
    wait_for(a, layout.State.stopped)
    wait_for(b, layout.State.stopped)
    result(1, 2, call.Error.dead as u32)
    result(2, 2, call.Error.dead as u32)
    result(3, 0, 0)
    child.end(1, a)
    child.end(2, b)
}

/// Protected control transfer: one environment enters another at the place which that one declared, with four words, and waits for two.
///
/// Trust: the caller needs CALL on the target and gives it time, words and its number, nothing else. The target is entered only where it
/// waits for a transfer, so never in the middle of something; callers queue in order. It can answer only those who wait for its answer.
/// A target that dies lets all its callers go with `dead`.
system module kernel.transfer

use abi.call
use abi.layout
use kernel.environment
use kernel.rights
use kernel.schedule

/// transfer: (env_slot, env, w0, w1, w2, w3) -> (w0, w1) of the reply.
pub fn call_transfer(e: *mut environment.Environment) never!call.Error {
    let t = try rights.target(e, e.frame.edx, e.frame.ecx, rights.CALL)
    if t.number == e.number { fail call.Error.bad_argument }
    if t.entries.transfer == 0 { fail call.Error.no_entry }
    e.target = t.number
    e.target_generation = t.shown().generation
    e.shown().state = layout.State.calling
    if t.shown().state == layout.State.serving_idle {
        serve(t, e)
    } else {
        enqueue(t, e)
    }
    // The rest of the caller's slice is the target's.
    if schedule.ready(t) { schedule.run(t) }
    schedule.next()
}

/// reply: (env or 0, w0, w1).
pub fn call_reply(e: *mut environment.Environment) never!call.Error {
    let number = e.frame.edx
    let w0 = e.frame.ecx
    let w1 = e.frame.ebx
    if e.entries.transfer == 0 { fail call.Error.no_entry }
    if number != 0 and not waits_for(number, e) { fail call.Error.not_waiting }
    if number != 0 {
        let caller = environment.at(number)
        caller.frame.edx = w1
        release(caller)
        caller.accept(w0)
    }
    if e.first_caller != 0 {
        serve(e, dequeue(e))
    } else {
        e.shown().state = layout.State.serving_idle
    }
    if number != 0 { schedule.run(environment.at(number)) }
    if schedule.ready(e) { schedule.run(e) }
    schedule.next()
}

fn waits_for(number: u32, e: *mut environment.Environment) bool {
    if not environment.alive(number) { return false }
    let caller = environment.at(number)
    return caller.shown().state == layout.State.calling and caller.target == e.number and caller.entered and not is_orphan(caller)
}

/// Enters the target for a caller.
fn serve(t: *mut environment.Environment, caller: *mut environment.Environment) {
    caller.entered = true
    t.frame.eax = caller.number
    t.frame.edx = caller.shown().generation
    t.frame.ecx = 0
    t.frame.ebx = caller.frame.ebx
    t.frame.esi = caller.frame.esi
    t.frame.edi = caller.frame.edi
    t.frame.ebp = caller.frame.ebp
    t.enter_at(t.entries.transfer, t.entries.transfer_stack)
    t.shown().state = layout.State.runnable
}

fn enqueue(t: *mut environment.Environment, caller: *mut environment.Environment) {
    caller.next_caller = 0
    if t.first_caller == 0 { t.first_caller = caller.number } else { environment.at(t.last_caller).next_caller = caller.number }
    t.last_caller = caller.number
}

fn dequeue(t: *mut environment.Environment) *mut environment.Environment {
    let caller = environment.at(t.first_caller)
    t.first_caller = caller.next_caller
    caller.next_caller = 0
    return caller
}

/// A caller waits no more.
fn release(caller: *mut environment.Environment) {
    caller.target = 0
    caller.next_caller = 0
    caller.entered = false
    caller.shown().state = layout.State.runnable
}

/// A caller gives up, because it dies or gets other registers: out of the queue, or out of its target's care.
pub fn cancel(caller: *mut environment.Environment) {
    if not caller.entered and not is_orphan(caller) {
        let t = environment.at(caller.target)
        var before: u32 = 0
        var number = t.first_caller
        while number != caller.number {
            before = number
            number = environment.at(number).next_caller
        }
        if before == 0 { t.first_caller = caller.next_caller } else { environment.at(before).next_caller = caller.next_caller }
        if t.last_caller == caller.number { t.last_caller = before }
    }
    release(caller)
}

/// Whether a caller's target is dead. The caller is told when it is looked at next, so a death costs the same whoever waits.
pub fn is_orphan(caller: *environment.Environment) bool {
    return not environment.alive(caller.target) or environment.at(caller.target).shown().generation != caller.target_generation
}

/// The call of an orphan fails.
pub fn abandon(caller: *mut environment.Environment) {
    release(caller)
    caller.refuse(call.Error.dead)
}

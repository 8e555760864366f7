/// The system call: a number in EAX, arguments in EDX ECX EBX ESI EDI EBP, done or refused.
///
/// Trust: the door through which everything that environments want comes in. The number is checked here and the arguments by the call's own
/// module; each call does all or nothing and ends within a bounded number of instructions.
system module kernel.dispatch

use abi.call
use kernel.batch
use kernel.clock
use kernel.console
use kernel.disk
use kernel.environment
use kernel.frame
use kernel.paging
use kernel.power
use kernel.rights
use kernel.schedule
use kernel.transfer
use kernel.upcall

const LAST: u32 = call.Call.poweroff as u32

/// A call of the running environment.
pub fn system_call(e: *mut environment.Environment) never {
    e.shown().calls += 1
    let result = perform(e, e.frame.eax) catch |error| {
        // Frames and numbers of the dead come back in steps: whoever needs one waits for that.
        if (error == call.Error.no_frame or error == call.Error.no_environment) and environment.anything_to_reclaim() { schedule.again(e) }
        e.refuse(error)
        schedule.leave()
    }
    e.accept(result)
    schedule.leave()
}

fn perform(e: *mut environment.Environment, number: u32) u32!call.Error {
    if number == 0 or number > LAST { fail call.Error.bad_call }
    match number as? call.Call {
        env_create => return try environment.call_create(e)
        env_free => return try environment.call_free(e)
        frame_write => {
            if try environment.call_write_registers(e) { schedule.leave() }
            return 0
        }
        frame_read => return try environment.call_read_registers(e)
        entries => return try environment.call_entries(e)
        frame_alloc => return try frame.call_allocate(e)
        frame_free => return try frame.call_free(e)
        pte_set => return try paging.call_set(e)
        pte_set_batch => return try batch.call_batch(e)
        pte_get => return try paging.call_get(e)
        slice_set => return try schedule.call_slice(e)
        yield => try schedule.call_yield(e)
        sleep => return try schedule.call_sleep(e)
        transfer => try transfer.call_transfer(e)
        reply => try transfer.call_reply(e)
        resume => try upcall.call_resume(e)
        console_write => return try console.write(e)
        console_read => return try console.read(e)
        disk_submit => return try disk.call_submit(e)
        cap_grant => return try rights.grant(e)
        cap_drop => return try rights.drop(e)
        time => return clock.call_time(e)
        poweroff => try power.call_off(e)
    }
}

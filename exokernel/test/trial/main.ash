/// The kernel's trial: the first environment of a machine that has nothing else, which tries every call with right, empty, foreign and weak
/// capabilities and with hostile arguments, and says what came of it.
///
/// Trust: none. It holds everything the first environment gets, and tries to do more. Turns the machine off with status 0 if all was as it must be.
system module trial.main

use abi.call
use abi.capability
use trial.calls
use trial.capabilities
use trial.devices
use trial.exhaustion
use trial.exceptions
use trial.frames
use trial.lives
use trial.mappings
use trial.pointers
use trial.slices
use trial.transfers

var stack: [16384]u8 @align(16) = [0; 16384]

@entry
asm fn start() never {
    mov esp, {stack} + 16384
    xor ebp, ebp
    call {main}
}

fn main() never {
    capabilities.run()
    pointers.run()
    frames.run()
    mappings.run()
    exceptions.run()
    slices.run()
    transfers.run()
    lives.run()
    devices.run()
    exhaustion.run()
    calls.total()
    _ = calls.three(call.Call.poweroff, capability.POWER, if calls.all_failures == 0 { 0 as u32 } else { 1 as u32 }, 0)
    while true { }
    unreachable()
}

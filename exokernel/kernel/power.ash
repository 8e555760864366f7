/// The end of the machine.
///
/// Trust: the capability "P". The status tells our own machine how the run ended; a machine without the exit port just turns off.
system module kernel.power

use abi.call
use cpu
use kernel.environment
use kernel.rights

const POWER_PORT: u16 = 0x604
const POWER_OFF: u16 = 0x2000
const EXIT_PORT: u16 = 0x501

/// poweroff: (power_slot, status).
pub fn call_off(e: *mut environment.Environment) never!call.Error {
    let guard = rights.name('P')
    try rights.allow(e, e.frame.edx, &guard, rights.WRITE)
    off(e.frame.ecx)
}

pub fn off(status: u32) never {
    // Turning the power off means success: any other status has to be told before.
    if status & 0xFF != 0 { cpu.outb(EXIT_PORT, status as u8) }
    cpu.outw(POWER_PORT, POWER_OFF)
    cpu.outb(EXIT_PORT, status as u8)
    while true {
        cpu.cli()
        cpu.hlt()
    }
    unreachable()
}

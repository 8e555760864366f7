/// The server's public page about processes, as a process reads it.
///
/// Trust: the page belongs to the server and is read-only here; another environment changes it while we look, so each word is read once.
system module libos.unix.process_table

use abi.layout
use libos.unix.kernel
use libos.unix.space
use libos.unix.text

pub fn all() *io space.Processes { return space.PROCESSES as *io space.Processes }

/// Where we found our own entry, and in which environment that was: a child of fork looks anew.
var found: u32 = 0
var found_by: u32 = 0

/// This process's number; it stays the same across exec, while the environment changes.
pub fn own() u32 {
    let environment = kernel.own_number()
    if found_by == environment { return found }
    for i in 0..space.PROCESS_LIMIT {
        let process = &all().table[i]
        if process.used and process.environment == environment {
            found = i
            found_by = environment
            return i
        }
    }
    return 0
}

/// The counter that moves when what this process waits for may have happened.
pub fn event() *io u32 { return &all().table[own()].event }

/// A copy of one process's entry.
pub fn entry(number: u32) space.Process { return all().table[number] }

pub fn environment_of(entry: *space.Process) layout.Environment { return kernel.environment(entry.environment).* }

pub fn name_of(entry: *space.Process) []u8 { return text.until_zero(entry.name[..]) }

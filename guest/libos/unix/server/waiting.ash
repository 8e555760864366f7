/// Who waits for what. A request that would block is answered at once and noted here; what happens later moves the event counter of those
/// who wait for just that, and they ask again.
///
/// Trust: only the server runs this. A process that wakes for nothing, or never asks again, harms nobody.
module libos.unix.server.waiting

use libos.unix.server.messages
use libos.unix.space

/// What can be waited for.
pub const NOTHING: u32 = 0
pub const CHILD: u32 = 1
pub const CONSOLE: u32 = 2
const PIPES: u32 = 3

pub fn pipe(index: u32) u32 { return PIPES + index }

var waits: [32]u32 = [NOTHING; 32]

pub fn note(process: u32, what: u32) { waits[process] = what }

/// Lets all who wait for this ask again.
pub fn wake(what: u32) {
    for i in 1..space.PROCESS_LIMIT {
        if waits[i] == what { wake_one(i, what) }
    }
}

/// Lets one process ask again, if it waits for this.
pub fn wake_one(process: u32, what: u32) {
    if waits[process] != what { return }
    waits[process] = NOTHING
    messages.signal(process)
}

/// console: the terminal's reader. Brings what is typed to the server, which makes lines of it.
///
/// Trust: the only process with the right to read the console (slot CONSOLE_IN). It wakes four times a second even if nobody types, because
/// the server looks after stopped processes when it hears from it.
system module console

use libos.unix.kernel
use libos.unix.process
use libos.unix.protocol
use libos.unix.server_call
use libos.unix.space

const PATIENCE: u32 = 250

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 {
    while true {
        let arrived = &kernel.machine().console_input
        let seen = arrived.*
        let count = kernel.console_read(space.CONSOLE_IN, server_call.message()) catch 0
        if count == 0 { _ = kernel.sleep(arrived, seen, PATIENCE) }
        _ = server_call.ask(protocol.Request.input, count, 0, 0) catch kernel.Results{ value: 0, detail: 0 }
    }
    unreachable()
}

/// Requests to the server.
///
/// Trust: the process's own rights. A request that would block is made again when the process's event counter has moved.
system module libos.unix.server_call

use libos.unix.kernel
use libos.unix.process_table
use libos.unix.protocol
use libos.unix.space
use libos.unix.text

/// The page that the server reads paths and data from, and writes answers to.
pub fn message() []mut u8 { return raw_slice(space.MESSAGE as *mut u8, 4096) }

/// Asks once.
pub fn ask(request: protocol.Request, a: u32, b: u32, c: u32) kernel.Results!protocol.Errno {
    let answer = kernel.transfer(space.UNIX, space.SERVER, request as u32, a, b, c) catch { fail protocol.Errno.bad_request }
    if answer.value == protocol.FAILED { fail answer.detail as? protocol.Errno }
    return answer
}

/// Asks until the answer is not `would_block`, asleep in between.
pub fn ask_patiently(request: protocol.Request, a: u32, b: u32, c: u32) kernel.Results!protocol.Errno {
    while true {
        let event = process_table.event()
        let seen = event.*
        let answer = kernel.transfer(space.UNIX, space.SERVER, request as u32, a, b, c) catch { fail protocol.Errno.bad_request }
        if answer.value != protocol.FAILED { return answer }
        let error = answer.detail as? protocol.Errno
        if error != protocol.Errno.would_block { fail error }
        _ = kernel.sleep(event, seen, 0)
    }
    unreachable()
}

/// Puts a path in the message page; its length is the request's first argument.
pub fn put_path(path: []u8) u32!protocol.Errno {
    if path.len == 0 or path.len > protocol.PATH_LIMIT { fail protocol.Errno.bad_path }
    return text.copy_into(message(), path)
}

/// How programs say what went wrong: `program: what: why`, on the error descriptor.
///
/// Trust: plain code.
module libos.unix.complaint

use libos.unix.file
use libos.unix.process
use libos.unix.protocol

pub const FAILURE: u32 = 1
pub const USAGE: u32 = 2

/// Complains and returns the status to exit with. That nobody reads the output is no mistake, but the end.
pub fn about(what: []u8, error: protocol.Errno) u32 {
    if error == protocol.Errno.broken_pipe { file.end_unread() }
    print(file.errors(), "{}: {}: {}\n", file.last_name(process.arguments()[0]), what, protocol.text(error))
    return FAILURE
}

pub fn usage(form: []u8) u32 {
    print(file.errors(), "usage: {}\n", form)
    return USAGE
}

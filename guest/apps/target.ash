/// Where `cp` and `mv` put things: into a directory, if the last argument is one.
///
/// Trust: plain code.
module target

use libos.unix.file
use libos.unix.protocol
use libos.unix.text

var bytes: [1024]u8 = [0; 1024]

/// `to` itself, or the name of `from` in the directory `to`.
pub fn path(from: []u8, to: []u8) []u8 {
    let there = file.status(to) catch { return to }
    if there.kind != protocol.FileKind.directory { return to }
    var buffer = text.Buffer.over(bytes[..])
    print(&mut buffer, "{}/{}", to, file.last_name(from))
    return if buffer.lost { to } else { bytes[..buffer.used] }
}

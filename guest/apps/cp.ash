/// cp: copies a file.
module cp

use libos.unix.complaint
use libos.unix.file
use libos.unix.process
use libos.unix.protocol
use target

var buffer: [4096]u8 = [0; 4096]

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 {
    if arguments.len != 3 { return complaint.usage("cp FILE NEW-OR-DIRECTORY") }
    let from = file.open(arguments[1], protocol.Flags{}) catch |error| { return complaint.about(arguments[1], error) }
    let source = file.status_of(from) catch |error| { return complaint.about(arguments[1], error) }
    if source.kind == protocol.FileKind.directory { return complaint.about(arguments[1], protocol.Errno.is_directory) }
    let path = target.path(arguments[1], arguments[2])
    let there = file.status(path) catch protocol.Status{ kind: protocol.FileKind.file }
    if there.inode != 0 and there.inode == source.inode {
        print(file.errors(), "cp: {} and {} are the same file\n", arguments[1], path)
        return complaint.FAILURE
    }
    let flags = protocol.Flags{ write: true, create: true, truncate: true }
    let to = file.open(path, flags) catch |error| { return complaint.about(path, error) }
    while true {
        let n = file.read(from, buffer[..]) catch |error| { return complaint.about(arguments[1], error) }
        if n == 0 { break }
        file.write(to, buffer[..n]) catch |error| { return complaint.about(path, error) }
    }
    file.close(to)
    file.sync() catch |error| { return complaint.about(path, error) }
    return 0
}

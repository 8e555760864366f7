/// cat: copies files, or its input, to its output.
module cat

use libos.unix.complaint
use libos.unix.file
use libos.unix.process
use libos.unix.protocol

var buffer: [4096]u8 = [0; 4096]

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 {
    if arguments.len == 1 { return copy("input", file.INPUT) }
    var status: u32 = 0
    for path in arguments[1..] {
        let descriptor = file.open(path, protocol.Flags{}) catch |error| {
            status = complaint.about(path, error)
            continue
        }
        status = max(status, copy(path, descriptor))
        file.close(descriptor)
    }
    return status
}

fn copy(path: []u8, from: u32) u32 {
    while true {
        let count = file.read(from, buffer[..]) catch |error| { return complaint.about(path, error) }
        if count == 0 { return 0 }
        file.write(file.OUTPUT, buffer[..count]) catch |error| { return complaint.about("output", error) }
    }
    unreachable()
}

/// mkdir: makes directories.
module mkdir

use libos.unix.complaint
use libos.unix.file
use libos.unix.process

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 {
    if arguments.len < 2 { return complaint.usage("mkdir DIRECTORY ...") }
    var status: u32 = 0
    for path in arguments[1..] {
        file.make_directory(path) catch |error| {
            status = complaint.about(path, error)
        }
    }
    return status
}

/// touch: makes empty files where there are none.
module touch

use libos.unix.complaint
use libos.unix.file
use libos.unix.process
use libos.unix.protocol

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 {
    if arguments.len < 2 { return complaint.usage("touch FILE ...") }
    var status: u32 = 0
    for path in arguments[1..] {
        let descriptor = file.open(path, protocol.Flags{ write: true, create: true }) catch |error| {
            status = complaint.about(path, error)
            continue
        }
        file.close(descriptor)
    }
    return status
}

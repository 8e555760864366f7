/// mv: gives a file or directory another name.
module mv

use libos.unix.complaint
use libos.unix.file
use libos.unix.process

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 {
    if arguments.len != 3 { return complaint.usage("mv OLD NEW") }
    file.rename(arguments[1], arguments[2]) catch |error| { return complaint.about(arguments[1], error) }
    return 0
}

/// mv: gives a file or directory another name, or moves it into a directory.
module mv

use libos.unix.complaint
use libos.unix.file
use libos.unix.process
use target

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 {
    if arguments.len != 3 { return complaint.usage("mv OLD NEW-OR-DIRECTORY") }
    let to = target.path(arguments[1], arguments[2])
    file.rename(arguments[1], to) catch |error| { return complaint.about(arguments[1], error) }
    return 0
}

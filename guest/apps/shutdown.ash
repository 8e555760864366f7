/// shutdown: writes everything to the disk and turns the machine off.
module shutdown

use libos.unix.process
use libos.unix.file

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 {
    process.shutdown(0)
    print(file.errors(), "shutdown: refused\n")
    return 1
}

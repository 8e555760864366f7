/// uptime: how long the machine has run.
module uptime

use libos.unix.file
use libos.unix.kernel
use libos.unix.process

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 {
    let now = kernel.time()
    let seconds = now.milliseconds / 1000
    print(file.out(), "up {}:{02}:{02}.{03}\n", seconds / 3600, seconds / 60 % 60, seconds % 60, now.milliseconds % 1000)
    return 0
}

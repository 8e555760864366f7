/// true: succeeds.
module status_true

use libos.unix.process

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 { return 0 }

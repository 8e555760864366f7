/// false: fails.
module status_false

use libos.unix.process

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 { return 1 }

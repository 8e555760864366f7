/// hog: never yields. Its counter stands in its own memory; `hog` prints nothing.
module hog

use libos.unix.process

var counter: u32 = 0

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 {
    while true { counter += 1 }
    unreachable()
}

/// echo: prints its arguments.
module echo

use libos.unix.file
use libos.unix.process

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 {
    for i in 1..arguments.len {
        if i != 1 { print(file.out(), " ") }
        print(file.out(), "{}", arguments[i])
    }
    print(file.out(), "\n")
    return 0
}

/// ps: lists the processes, from the server's public page and the kernel's books.
module ps

use libos.unix.file
use libos.unix.kernel
use libos.unix.process
use libos.unix.process_table
use libos.unix.space

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 {
    print(file.out(), "  PID  PPID  ENV STATE         TICKS   CALLS  FAULTS NAME\n")
    for i in 1..space.PROCESS_LIMIT {
        let entry = process_table.entry(i)
        if entry.used { show(i, &entry) }
    }
    return 0
}

fn show(number: u32, entry: *space.Process) {
    let environment = process_table.environment_of(entry)
    print(file.out(), "{5} {5} {4} ", number, entry.parent, entry.environment)
    if entry.zombie {
        print(file.out(), "{-13}", "zombie")
    } else {
        print(file.out(), "{-13}", environment.state)
    }
    print(file.out(), "{6} {7} {7} {}\n", environment.ticks, environment.calls, environment.faults, process_table.name_of(entry))
}

/// kill: ends processes.
module kill

use libos.unix.complaint
use libos.unix.file
use libos.unix.process
use libos.unix.text

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 {
    if arguments.len < 2 { return complaint.usage("kill PROCESS ...") }
    var status: u32 = 0
    for argument in arguments[1..] {
        let number = text.number(argument) catch 0
        if number == 0 {
            print(file.errors(), "kill: {}: not a process number\n", argument)
            status = complaint.FAILURE
        } else {
            process.kill(number) catch |error| {
                status = complaint.about(argument, error)
            }
        }
    }
    return status
}

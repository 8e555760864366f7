/// sleep: does nothing for some seconds, or with a fraction such as 0.25.
module sleep

use libos.unix.complaint
use libos.unix.process
use libos.unix.text

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 {
    if arguments.len != 2 { return usage() }
    var milliseconds: u32 = 0
    var fraction = false
    var place: u32 = 1000
    for c in arguments[1] {
        if c == '.' and not fraction {
            fraction = true
        } else if not text.is_digit(c) or milliseconds > 100000000 {
            return usage()
        } else {
            let digit: u32 = c - '0'
            if fraction { place /= 10 } else { milliseconds *= 10 }
            milliseconds += digit * place
        }
    }
    process.sleep(milliseconds)
    return 0
}

fn usage() u32 { return complaint.usage("sleep SECONDS") }

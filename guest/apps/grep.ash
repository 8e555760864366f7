/// grep: prints the lines that contain a text. Exits with 1 if there is none.
module grep

use libos.unix.complaint
use libos.unix.file
use libos.unix.process
use libos.unix.protocol
use libos.unix.text

const LONGEST: u32 = 1024

var buffer: [4096]u8 = [0; 4096]
var line: [1024]u8 = [0; 1024]
var line_used: u32 = 0
var found: bool = false

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 {
    if arguments.len < 2 { return complaint.usage("grep TEXT [FILE ...]") }
    var status: u32 = 0
    if arguments.len == 2 { status = search(arguments[1], "input", file.INPUT) }
    for path in arguments[2..] {
        let descriptor = file.open(path, protocol.Flags{}) catch |error| {
            status = complaint.about(path, error) + 1
            continue
        }
        status = max(status, search(arguments[1], path, descriptor))
        file.close(descriptor)
    }
    if status == 0 and not found { return 1 }
    return status
}

fn search(wanted: []u8, path: []u8, from: u32) u32 {
    line_used = 0
    while true {
        let n = file.read(from, buffer[..]) catch |error| { return complaint.about(path, error) + 1 }
        if n == 0 { break }
        for c in buffer[..n] {
            if c == '\n' {
                show(wanted)
            } else if line_used < LONGEST {
                // A longer line is looked at as far as it fits.
                line[line_used] = c
                line_used += 1
            }
        }
    }
    if line_used != 0 { show(wanted) }
    return 0
}

fn show(wanted: []u8) {
    let whole = line[..line_used]
    line_used = 0
    if wanted.len == 0 or text.find(whole, wanted) < whole.len {
        found = true
        print(file.out(), "{}\n", whole)
    }
}

/// wc: counts lines, words and bytes.
module wc

use libos.unix.complaint
use libos.unix.file
use libos.unix.process
use libos.unix.protocol

struct Counts { lines: u32, words: u32, bytes: u32 }

var buffer: [4096]u8 = [0; 4096]

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 {
    if arguments.len == 1 { return count("", file.INPUT) }
    var status: u32 = 0
    for path in arguments[1..] {
        let descriptor = file.open(path, protocol.Flags{}) catch |error| {
            status = complaint.about(path, error)
            continue
        }
        status = max(status, count(path, descriptor))
        file.close(descriptor)
    }
    return status
}

fn count(name: []u8, from: u32) u32 {
    var counts = Counts{}
    var in_word = false
    while true {
        let n = file.read(from, buffer[..]) catch |error| { return complaint.about(name, error) }
        if n == 0 { break }
        counts.bytes += n
        for c in buffer[..n] {
            if c == '\n' { counts.lines += 1 }
            let space = c == ' ' or c == '\n' or c == '\t'
            if not space and not in_word { counts.words += 1 }
            in_word = not space
        }
    }
    print(file.out(), "{7} {7} {7}", counts.lines, counts.words, counts.bytes)
    if name.len != 0 { print(file.out(), " {}", name) }
    print(file.out(), "\n")
    return 0
}

/// hexdump: shows bytes as hexadecimal and as text.
module hexdump

use libos.unix.complaint
use libos.unix.file
use libos.unix.process
use libos.unix.protocol

var buffer: [16]u8 = [0; 16]

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 {
    if arguments.len == 1 { return dump("input", file.INPUT) }
    for path in arguments[1..] {
        let descriptor = file.open(path, protocol.Flags{}) catch |error| { return complaint.about(path, error) }
        let status = dump(path, descriptor)
        file.close(descriptor)
        if status != 0 { return status }
    }
    return 0
}

fn dump(path: []u8, from: u32) u32 {
    var offset: u32 = 0
    while true {
        var used: u32 = 0
        while used < 16 {
            let n = file.read(from, buffer[used..]) catch |error| { return complaint.about(path, error) }
            if n == 0 { break }
            used += n
        }
        if used != 0 { line(offset, buffer[..used]) }
        offset += used
        if used < 16 {
            print(file.out(), "{08x}\n", offset)
            return 0
        }
    }
    unreachable()
}

fn line(offset: u32, bytes: []u8) {
    print(file.out(), "{08x} ", offset)
    for i in 0..16 {
        if i == 8 { print(file.out(), " ") }
        if i < bytes.len { print(file.out(), " {02x}", bytes[i]) } else { print(file.out(), "   ") }
    }
    print(file.out(), "  |")
    for c in bytes {
        print(file.out(), "{c}", if c >= ' ' and c < 0x7F { c } else { '.' })
    }
    print(file.out(), "|\n")
}

/// Limits of files and of the disk.
module disk_limits

use libos.unix.complaint
use libos.unix.file
use libos.unix.protocol
use libos.unix.text

const LARGEST: u32 = 4243456
const NEW = protocol.Flags{ write: true, create: true, truncate: true }

var page: [4096]u8 = [0x5A; 4096]
var path: [80]u8 = [0; 80]

/// A file of one block and many holes, up to its last byte.
pub fn size() u32 {
    let f = file.open("/tmp/large", NEW) catch |error| { return complaint.about("/tmp/large", error) }
    file.seek(f, LARGEST - 4) catch |error| { return complaint.about("seek", error) }
    file.write(f, page[..8]) catch |error| { print(file.out(), "across the end: {}\n", protocol.text(error)) }
    print(file.out(), "size after that: {}\n", size_of_file(f))
    file.write(f, page[..4]) catch |error| { return complaint.about("the last bytes", error) }
    print(file.out(), "size at the end: {}\n", size_of_file(f))
    file.write(f, page[..1]) catch |error| { print(file.out(), "one more: {}\n", protocol.text(error)) }
    file.seek(f, 0xFFFFFFFF) catch |error| { print(file.out(), "far away: {}\n", protocol.text(error)) }
    print(file.out(), "size: {}\n", size_of_file(f))
    let got = file.read(f, page[..]) catch |error| { return complaint.about("read", error) }
    print(file.out(), "read there: {}\n", got)
    file.seek(f, 0) catch |error| { return complaint.about("seek", error) }
    let hole = file.read(f, page[..]) catch |error| { return complaint.about("read", error) }
    print(file.out(), "read a hole: {} of {}\n", hole, page[100])
    file.close(f)
    file.remove("/tmp/large") catch |error| { return complaint.about("remove", error) }
    return 0
}

fn size_of_file(f: u32) u32 {
    let status = file.status_of(f) catch { return 1 }
    return status.size
}

/// Fills the disk twice: what is removed comes back.
pub fn space() u32 {
    let first = fill("/tmp/full")
    file.make_directory("/tmp/d") catch |error| { print(file.out(), "mkdir: {}\n", protocol.text(error)) }
    let status = file.status("/tmp/d") catch |error| {
        print(file.out(), "which is: {}\n", protocol.text(error))
        protocol.Status{ kind: protocol.FileKind.file }
    }
    let empty = file.open("/tmp/empty", NEW) catch |error| {
        print(file.out(), "a file: {}\n", protocol.text(error))
        99
    }
    if empty != 99 {
        file.write(empty, page[..1]) catch |error| { print(file.out(), "a byte in another file: {}\n", protocol.text(error)) }
        file.close(empty)
        file.remove("/tmp/empty") catch |error| { return complaint.about("/tmp/empty", error) }
    }
    file.remove("/tmp/full") catch |error| { return complaint.about("/tmp/full", error) }
    let second = fill("/tmp/full")
    file.remove("/tmp/full") catch |error| { return complaint.about("/tmp/full", error) }
    print(file.out(), "as much again: {}\n", first == second and first > 100)
    return 0
}

/// Writes pages until that fails; how many.
fn fill(name: []u8) u32 {
    let f = file.open(name, NEW) catch |error| { return complaint.about(name, error) }
    defer file.close(f)
    var pages: u32 = 0
    while true {
        file.write(f, page[..]) catch |error| {
            print(file.out(), "page {} of the file: {}\n", if size_of_file(f) == pages * 4096 { "behind the last" } else { "IN THE MIDDLE" }, protocol.text(error))
            return pages
        }
        pages += 1
    }
    unreachable()
}

fn numbered(i: u32) []u8 {
    var buffer = text.Buffer.over(path[..])
    print(&mut buffer, "/tmp/i{}", i)
    return path[..buffer.used]
}

pub fn inodes() u32 {
    var made: u32 = 0
    while true {
        let f = file.open(numbered(made), NEW) catch |error| {
            print(file.out(), "a file: {}\n", protocol.text(error))
            break
        }
        file.close(f)
        made += 1
    }
    file.make_directory("/tmp/d") catch |error| { print(file.out(), "a directory: {}\n", protocol.text(error)) }
    for i in 0..made {
        file.remove(numbered(i)) catch |error| { return complaint.about(numbered(i), error) }
    }
    file.make_directory("/tmp/d") catch |error| { return complaint.about("/tmp/d", error) }
    file.remove("/tmp/d") catch |error| { return complaint.about("/tmp/d", error) }
    print(file.out(), "some were free: {}\n", made > 20)
    return 0
}

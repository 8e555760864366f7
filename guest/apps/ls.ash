/// ls: lists directories. `-l` shows kind, size and links.
module ls

use libos.unix.complaint
use libos.unix.file
use libos.unix.process
use libos.unix.protocol
use libos.unix.text

const NAMES: u32 = 256

struct Names { count: u32, entries: [256]protocol.DirectoryEntry }

var names = Names{}
var path_bytes: [1200]u8 = [0; 1200]

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 {
    var long = false
    var shown: u32 = 0
    var status: u32 = 0
    for argument in arguments[1..] {
        if text.equal(argument, "-l") { long = true }
    }
    for argument in arguments[1..] {
        if not text.equal(argument, "-l") {
            status = max(status, show(argument, long))
            shown += 1
        }
    }
    if shown == 0 { status = show(".", long) }
    return status
}

fn show(path: []u8, long: bool) u32 {
    let status = file.status(path) catch |error| { return complaint.about(path, error) }
    if status.kind != protocol.FileKind.directory {
        line(path, status, long)
        return 0
    }
    read_names(path) catch |error| { return complaint.about(path, error) }
    sort()
    for i in 0..names.count {
        let name = text.until_zero(names.entries[i].name[..])
        if not long {
            print(file.out(), "{}\n", name)
        } else {
            let entry = file.status(joined(path, name)) catch |error| { return complaint.about(name, error) }
            line(name, entry, long)
        }
    }
    return 0
}

fn read_names(path: []u8) void!protocol.Errno {
    let descriptor = try file.open(path, protocol.Flags{})
    defer file.close(descriptor)
    names.count = 0
    var entry = protocol.DirectoryEntry{}
    while names.count < NAMES and try file.next_entry(descriptor, &mut entry) {
        if entry.name[0] != '.' {
            names.entries[names.count] = entry
            names.count += 1
        }
    }
}

/// By name, by insertion: directories are small.
fn sort() {
    for i in 1..max(names.count, 1) {
        var k = i
        while k > 0 and before(&names.entries[k], &names.entries[k - 1]) {
            let other = names.entries[k]
            names.entries[k] = names.entries[k - 1]
            names.entries[k - 1] = other
            k -= 1
        }
    }
}

fn before(a: *protocol.DirectoryEntry, b: *protocol.DirectoryEntry) bool {
    for i in 0..a.name.len {
        if a.name[i] != b.name[i] { return a.name[i] < b.name[i] }
    }
    return false
}

fn joined(directory: []u8, name: []u8) []u8 {
    var buffer = text.Buffer.over(path_bytes[..])
    print(&mut buffer, "{}/{}", directory, name)
    return path_bytes[..buffer.used]
}

fn line(name: []u8, status: protocol.Status, long: bool) {
    if long {
        let kind = if status.kind == protocol.FileKind.directory { "d" } else { "-" }
        print(file.out(), "{} {2} {8} ", kind, status.links, status.size)
    }
    print(file.out(), "{}\n", name)
}

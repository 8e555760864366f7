/// limits: goes to each limit of the library OS and one step further, says what came of it, and takes everything back.
///
/// `limits processes|descriptors|files|pipes|size|names|arguments|disk|inodes`. Each prints how far it came and the error beyond; it
/// exits with 0 if it could go on afterwards as if nothing had happened. Which numbers are right is for the test to say.
module limits

use crowd
use disk_limits
use libos.unix.complaint
use libos.unix.file
use libos.unix.kernel
use libos.unix.process
use libos.unix.protocol
use libos.unix.text
use starve

var path: [2048]u8 = [0; 2048]
var words: [200][]u8 = ["x"; 200]

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 {
    if arguments.len < 2 { return complaint.usage("limits WHAT") }
    let what = arguments[1]
    if text.equal(what, "processes") { return processes() }
    if text.equal(what, "descriptors") { return descriptors() }
    if text.equal(what, "files") { return crowd.together("files", crowd.open_one) }
    if text.equal(what, "pipes") { return crowd.together("pipes", crowd.make_pipe) }
    if text.equal(what, "names") { return names() }
    if text.equal(what, "arguments") { return too_many_arguments() }
    if text.equal(what, "size") { return disk_limits.size() }
    if text.equal(what, "disk") { return disk_limits.space() }
    if text.equal(what, "inodes") { return disk_limits.inodes() }
    if text.equal(what, "memory") { return starve.touch() }
    if text.equal(what, "frames") { return starve.forks() }
    return complaint.usage("limits WHAT")
}

/// Children that wait until the pipe's other end is closed.
fn processes() u32 {
    let gate = file.pipe() catch |error| { return complaint.about("pipe", error) }
    var made: u32 = 0
    while true {
        let child = process.fork() catch |error| {
            print(file.out(), "processes: {}, then {}\n", made, protocol.text(error))
            break
        }
        if child == 0 {
            file.close(gate.writes)
            var byte: [1]u8 = [0; 1]
            _ = file.read(gate.reads, byte[..]) catch 0
            process.exit(7)
        }
        made += 1
    }
    file.close(gate.writes)
    file.close(gate.reads)
    for i in 0..made {
        let ended = process.wait(protocol.ANY) catch |error| { return complaint.about("wait", error) }
        if ended.status != 7 { print(file.out(), "a child ended with {}\n", ended.status) }
    }
    let again = process.fork() catch |error| { return complaint.about("fork", error) }
    if again == 0 { process.exit(0) }
    let ended = process.wait(again) catch |error| { return complaint.about("wait", error) }
    return ended.status
}

/// A pipe takes two: with one left it takes none.
fn descriptors() u32 {
    var count: u32 = 0
    var last: u32 = 0
    while true {
        last = file.open("/etc/motd", protocol.Flags{}) catch |error| {
            print(file.out(), "descriptors: {}, then {}\n", count, protocol.text(error))
            break
        }
        count += 1
    }
    let copied = file.duplicate(0, protocol.ANY) catch |error| {
        print(file.out(), "duplicate: {}\n", protocol.text(error))
        last
    }
    if copied != last { return 1 }
    file.close(last)
    let refused = file.pipe() catch |error| {
        print(file.out(), "pipe with one left: {}\n", protocol.text(error))
        file.Pipe{ reads: 99, writes: 99 }
    }
    if refused.reads != 99 { return 1 }
    let again = file.open("/etc/motd", protocol.Flags{}) catch |error| { return complaint.about("/etc/motd", error) }
    print(file.out(), "the last one again: {}\n", again == last)
    return 0
}

fn names() u32 {
    for i in 0..path.len { path[i] = 'n' }
    try_directory("name of 59", path[..59])
    try_directory("name of 60", path[..60])
    for i in 0..path.len { path[i] = '/' }
    for i in 1020..1030 { path[i] = 'p' }
    try_directory("path of 1024", path[..1024])
    try_directory("path of 1025", path[..1025])
    try_directory("no path", path[..0])
    file.change_directory(path[..1025]) catch |error| {
        print(file.out(), "cd there: {}\n", protocol.text(error))
    }
    let zero = [0 as u8]
    try_directory("a zero byte", zero[..])
    return 0
}

fn try_directory(what: []u8, name: []u8) {
    file.make_directory(name) catch |error| {
        print(file.out(), "{}: {}\n", what, protocol.text(error))
        return
    }
    file.remove(name) catch |error| {
        print(file.out(), "{}: made, but {}\n", what, protocol.text(error))
        return
    }
    print(file.out(), "{}: made\n", what)
}

fn too_many_arguments() u32 {
    print(file.out(), "129 arguments: {}\n", protocol.text(process.exec("/bin/echo", words[..129])))
    words[0] = path[..2048]
    words[1] = path[..2029]
    print(file.out(), "4,096 bytes: {}\n", protocol.text(process.exec("/bin/echo", words[..2])))
    print(file.out(), "no program: {}\n", protocol.text(process.exec("/etc/motd", words[2..3])))
    print(file.out(), "a directory: {}\n", protocol.text(process.exec("/bin", words[2..3])))
    words[0] = "echo"
    words[1] = "with"
    print(file.out(), "{}\n", protocol.text(process.exec("/bin/echo", words[..128])))
    return 1
}

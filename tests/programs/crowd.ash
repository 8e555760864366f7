/// Several processes that together take as much of one kind as there is.
module crowd

use libos.unix.complaint
use libos.unix.file
use libos.unix.process
use libos.unix.protocol

const CHILDREN: u32 = 6

/// Takes one more in this process.
pub fn open_one() void!protocol.Errno { _ = try file.open("/etc/motd", protocol.Flags{}) }

pub fn make_pipe() void!protocol.Errno { _ = try file.pipe() }

/// One child after the other takes as many as it gets; all keep theirs until the last has tried.
pub fn together(what: []u8, take: fn() void!protocol.Errno) u32 {
    let gate = file.pipe() catch |error| { return complaint.about("gate", error) }
    let news = file.pipe() catch |error| { return complaint.about("news", error) }
    var sum: u32 = 0
    var error: u32 = 0
    for i in 0..CHILDREN {
        let child = process.fork() catch |problem| { return complaint.about("fork", problem) }
        if child == 0 {
            file.close(gate.writes)
            file.close(news.reads)
            be_greedy(take, gate.reads, news.writes)
            process.exit(0)
        }
        var answer: [2]u8 = [0; 2]
        _ = file.read(news.reads, answer[..]) catch |problem| { return complaint.about("read", problem) }
        sum += answer[0]
        error = answer[1]
    }
    print(file.out(), "{}: {}, then {}\n", what, sum, protocol.text(error as? protocol.Errno))
    file.close(gate.writes)
    for i in 0..CHILDREN { _ = process.wait(protocol.ANY) catch |problem| { return complaint.about("wait", problem) } }
    file.close(gate.reads)
    file.close(news.reads)
    file.close(news.writes)
    take() catch |problem| { return complaint.about(what, problem) }
    return 0
}

fn be_greedy(take: fn() void!protocol.Errno, gate: u32, news: u32) {
    var answer: [2]u8 = [0; 2]
    while answer[1] == 0 {
        take() catch |error| {
            answer[1] = error as u32 as u8
            continue
        }
        answer[0] += 1
    }
    file.write(news, answer[..]) catch { return }
    _ = file.read(gate, answer[..1]) catch 0
}

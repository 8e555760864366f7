/// bench: what things cost, in instructions (one is a nanosecond of this machine's time), and whether doing them often loses memory.
///
/// Trust: an ordinary process. The figures count everything: library, server, kernel, and whoever else runs meanwhile.
system module bench

use cpu
use libos.unix.file
use libos.unix.kernel
use libos.unix.process
use libos.unix.protocol
use libos.unix.text

const ROUNDS: u32 = 50
const LOSS_ROUNDS: u32 = 200
/// Longer than the kernel needs to take the last dead environment apart, and than the terminal's reader sleeps.
const SETTLING: u32 = 500
const FILE: []u8 = "/bin/sh"

var buffer: [512]u8 = [0; 512]

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 {
    if arguments.len > 1 and text.equal(arguments[1], "nothing") { return 0 }
    measure() catch |error| {
        print(file.errors(), "bench: {}\n", protocol.text(error))
        return 1
    }
    return look_for_losses() catch |error| {
        print(file.errors(), "bench: {}\n", protocol.text(error))
        return 1
    }
}

fn show(what: []u8, rounds: u32, since: u64) {
    print(file.out(), "{-32} {8}\n", what, ((cpu.rdtsc() - since) / rounds as u64) as u32)
}

fn measure() void!protocol.Errno {
    print(file.out(), "each, in instructions:\n")
    var since = cpu.rdtsc()
    for _i in 0..ROUNDS { _ = kernel.pte_get(0, kernel.own_number(), 0) catch { fail protocol.Errno.bad_request } }
    show("system call", ROUNDS, since)
    since = cpu.rdtsc()
    for _i in 0..ROUNDS { file.seek(file.OUTPUT, 0) catch { continue } }
    show("request to the server", ROUNDS, since)
    since = cpu.rdtsc()
    for _i in 0..ROUNDS { file.close(try file.open(FILE, protocol.Flags{})) }
    show("open and close", ROUNDS, since)
    let descriptor = try file.open(FILE, protocol.Flags{})
    since = cpu.rdtsc()
    for _i in 0..ROUNDS {
        try file.seek(descriptor, 0)
        _ = try file.read(descriptor, buffer[..])
    }
    show("seek and read of 512 bytes", ROUNDS, since)
    file.close(descriptor)
    since = cpu.rdtsc()
    for _i in 0..ROUNDS { try run_child(false) }
    show("fork, exit, wait", ROUNDS, since)
    since = cpu.rdtsc()
    for _i in 0..ROUNDS { try run_child(true) }
    show("fork, exec, exit, wait", ROUNDS, since)
    try ping_pong()
}

fn run_child(exec: bool) void!protocol.Errno {
    let child = try process.fork()
    if child == 0 {
        if exec {
            let words = ["bench", "nothing"]
            _ = process.exec("/bin/bench", words[..])
        }
        process.exit(0)
    }
    _ = try process.wait(child)
}

/// A byte to a child and back.
fn ping_pong() void!protocol.Errno {
    let there = try file.pipe()
    let back = try file.pipe()
    let child = try process.fork()
    if child == 0 {
        file.close(there.writes)
        echo(there.reads, back.writes) catch { process.exit(1) }
        process.exit(0)
    }
    file.close(there.reads)
    let since = cpu.rdtsc()
    for _i in 0..ROUNDS {
        try file.write(there.writes, buffer[..1])
        _ = try file.read(back.reads, buffer[..1])
    }
    show("a byte to a child and back", ROUNDS, since)
    file.close(there.writes)
    file.close(back.reads)
    file.close(back.writes)
    _ = try process.wait(child)
}

fn echo(from: u32, to: u32) void!protocol.Errno {
    while true {
        let count = try file.read(from, buffer[..])
        if count == 0 { return }
        try file.write(to, buffer[..count])
    }
    unreachable()
}

fn look_for_losses() u32!protocol.Errno {
    // The first rounds fill caches that stay.
    for _i in 0..8 { try one_of_all() }
    process.sleep(SETTLING)
    let before = kernel.machine().frames_free
    for _i in 0..LOSS_ROUNDS { try one_of_all() }
    process.sleep(SETTLING)
    let after = kernel.machine().frames_free
    print(file.out(), "free frames before and after {} rounds of pipe, fork, exec, exit: {} {}\n", LOSS_ROUNDS, before, after)
    return if before == after { 0 } else { 1 }
}

/// A pipe with something left in it, a child that becomes another program, one that the fork alone makes, one that is killed.
fn one_of_all() void!protocol.Errno {
    let pipe = try file.pipe()
    try file.write(pipe.writes, buffer[..])
    try run_child(true)
    try run_child(false)
    let child = try process.fork()
    if child == 0 {
        file.write(pipe.writes, buffer[..]) catch { process.exit(1) }
        while true { }
    }
    try process.kill(child)
    _ = try process.wait(child)
    _ = try file.read(pipe.reads, buffer[..])
    file.close(pipe.reads)
    file.close(pipe.writes)
}

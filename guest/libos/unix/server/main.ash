/// The UNIX library OS's server: state that processes share, and no more.
///
/// Trust: the first environment; the kernel gives it every capability, and it gives each process three small ones. Processes enter it by
/// protected transfer only. It believes nothing they say: the caller's number comes from the kernel, every other number is checked, and
/// a wrong request is answered with an error. It must never wait for a process, except for the disk.
system module libos.unix.server.main

use abi.call
use abi.capability
use abi.layout
use cpu
use libos.unix.checks
use libos.unix.kernel
use libos.unix.loader
use libos.unix.protocol
use libos.unix.server.cache
use libos.unix.server.console
use libos.unix.server.directories
use libos.unix.server.files
use libos.unix.server.filesystem
use libos.unix.server.messages
use libos.unix.server.place
use libos.unix.server.processes
use libos.unix.server.waiting
use libos.unix.space
use libos.unix.text

const GUEST_CRASHED: u32 = 0x33
const FAILED: u32 = 1
/// The login shell, and the process that reads the terminal.
const SHELL: u32 = 2
const READER: u32 = 1
const RESTARTS: u32 = 5

var boot_stack: [16384]u8 @align(16) = [0; 16384]
var serving_stack: [32768]u8 @align(16) = [0; 32768]
var exception_stack: [4096]u8 @align(4096) = [0; 4096]
var restarts: u32 = 0

/// The kernel starts us without a stack.
@entry
asm fn start() never {
    mov esp, {boot_stack} + 16384
    call {boot}
}

/// The kernel enters here for each transfer: EAX caller, EDX its generation, EBX ESI EDI EBP the four words.
asm fn entered() never {
    cld
    mov ecx, ebx
    push ebp
    push edi
    push esi
    call {serve}
}

/// The kernel enters here when we fault.
asm fn faulted() never {
    cld
    mov eax, esp
    call {die}
}

@upcall
fn die(frame: *call.ExceptionFrame) never {
    var bytes: [256]u8 = [0; 256]
    var line = checks.Line.over(bytes[..])
    line.add("unix server")
    if not checks.failed(&mut line, frame.eip) {
        line.add(": exception ")
        line.decimal(frame.vector)
        line.add(" at ")
        line.hexadecimal(frame.eip)
        line.add(", address ")
        line.hexadecimal(frame.cr2)
    }
    line.add("\n")
    _ = kernel.console_write(capability.CONSOLE, line.written()) catch 0
    power_off(GUEST_CRASHED)
}

@panic
fn panic_line(file: []u8, line: u32) *mut Console {
    print(&mut words, "{}:{}: ", file, line)
    return &mut words
}

/// Prints straight to the console.
struct Console { nothing: u32 }

var words = Console{}

fn Console.text(self: *mut Console, s: []u8, width: i32) { console.write(s) }

fn Console.char(self: *mut Console, c: u8) {
    let one = [c]
    console.write(one[..])
}

fn Console.unsigned(self: *mut Console, v: u32, base: u32, width: i32, fill: u8) {
    var bytes: [80]u8 = [0; 80]
    var buffer = text.Buffer.over(bytes[..])
    buffer.unsigned(v, base, width, fill)
    console.write(buffer.written())
}

fn boot() never {
    let where = call.Entries{
        fault: faulted as u32, exception: faulted as u32, slice_end: 0, transfer: entered as u32
        exception_stack_low: &exception_stack as u32, exception_stack_high: &exception_stack as u32 + exception_stack.len
        transfer_stack: &serving_stack as u32 + serving_stack.len
    }
    kernel.entries(capability.SELF, kernel.own_number(), &where) catch panic("the kernel refuses our entries")
    set_up() catch |error| give_up("cannot start", protocol.text(error))
    kernel.reply(0, 0, 0)
}

/// The disk or the machine is not good enough to go on: no fault of ours, so no panic.
fn give_up(what: []u8, why: []u8) never {
    print(&mut words, "unix: {}: {}\n", what, why)
    kernel.poweroff(capability.POWER, FAILED) catch { }
    while true { }
    unreachable()
}

fn set_up() void!protocol.Errno {
    _ = kernel.env_create(capability.FACTORY, place.CACHE_SLOT) catch { fail protocol.Errno.no_process }
    if not try filesystem.mount() { give_up("cannot start", "the first partition has no file system of ours") }
    try messages.start()
    try start_reader()
    try start_shell()
}

/// The terminal's reader alone may read the console.
fn start_reader() void!protocol.Errno {
    let words = ["/bin/console"]
    try start_program(READER, words[..])
    let reader = processes.of(READER).environment
    kernel.cap_grant(place.PROCESS_SLOT + READER, reader, space.CONSOLE_IN, capability.CONSOLE, capability.Rights{ read: true }) catch { fail protocol.Errno.no_process }
}

fn start_shell() void!protocol.Errno {
    console.set_mode(protocol.Mode.line)
    processes.foreground = 0
    let words = ["/bin/sh", "-l"]
    try start_program(SHELL, words[..])
}

/// Makes a process of a program in a file, with the console as its descriptors. Its number is the lowest that is free.
fn start_program(expected: u32, words: [][]u8) void!protocol.Errno {
    let path = words[0]
    let inode = try directories.resolve(filesystem.ROOT, path)
    let number = try processes.make(0)
    assert(number == expected)
    let process = processes.of(number)
    process.directory = filesystem.ROOT
    try files.attach_console(&mut process.descriptors)
    let target = loader.Target{ env: process.environment, slot: place.PROCESS_SLOT + number, files: place.CACHE_SLOT }
    let source = loader.Source{ context: inode, page: page_of }
    try loader.load(&target, &source, words)
    processes.set_name(number, path[5..])
    processes.run(number)
}

fn page_of(inode: u32, page: u32) u32!protocol.Errno {
    let frame = try filesystem.page_frame(inode, page, 0)
    if frame == 0 { fail protocol.Errno.not_executable }
    return frame
}

/// One request. What it returns goes back to the caller, unless that has ended meanwhile.
fn serve(caller: u32, generation: u32, request: u32, a: u32, b: u32, c: u32) never {
    let number = processes.by_environment(caller, generation)
    if number == 0 or request == 0 or request > LAST_REQUEST {
        kernel.reply(caller, protocol.FAILED, protocol.Errno.bad_request as u32)
    }
    let answer = handle(number, request as? protocol.Request, a, b, c) catch |error| kernel.Results{ value: protocol.FAILED, detail: error as u32 }
    keep_company()
    let still_there = processes.by_environment(caller, generation) == number
    kernel.reply(if still_there { caller } else { 0 }, answer.value, answer.detail)
}

const LAST_REQUEST: u32 = protocol.Request.kill_job as u32

/// Remembers what a request that would block waits for.
fn refuse(number: u32, what: u32, error: protocol.Errno) protocol.Errno {
    if error == protocol.Errno.would_block { waiting.note(number, what) }
    return error
}

fn one(value: u32) kernel.Results { return kernel.Results{ value: value, detail: 0 } }

fn handle(number: u32, request: protocol.Request, a: u32, b: u32, c: u32) kernel.Results!protocol.Errno {
    let process = processes.of(number)
    let descriptors = &mut process.descriptors
    match request {
        open => {
            if b >> 4 != 0 { fail protocol.Errno.bad_request }
            return one(try files.open(descriptors, process.directory, try messages.path(number, 0, a), b as protocol.Flags))
        }
        close => try files.close(descriptors, a)
        read => {
            let data = files.read(descriptors, a, b, number, process.environment) catch |error| {
                fail refuse(number, files.waits_for(descriptors, a), error)
            }
            return kernel.Results{ value: data.count, detail: data.place }
        }
        write => return one(try files.write(descriptors, a, b, number))
        write_frame => {
            let count = files.write_frame(descriptors, a, b, c, number) catch |error| {
                fail refuse(number, files.waits_for(descriptors, a), error)
            }
            return one(count)
        }
        duplicate => return one(try files.duplicate(descriptors, a, b))
        pipe => {
            let ends = try files.pipe(descriptors)
            return kernel.Results{ value: ends.reads, detail: ends.writes }
        }
        status => {
            let inode = try directories.resolve(process.directory, try messages.path(number, 0, a))
            messages.put_status(number, try files.status(inode))
        }
        status_of => messages.put_status(number, try files.status_of(descriptors, a))
        make_directory => {
            try directories.create_directory(process.directory, try messages.path(number, 0, a))
            try cache.flush()
        }
        remove => {
            let inode = try directories.remove(process.directory, try messages.path(number, 0, a))
            files.settle(inode)
            try cache.flush()
        }
        rename => {
            let from = try messages.path(number, 0, a)
            let replaced = try directories.rename(process.directory, from, try messages.path(number, a, b))
            if replaced != 0 { files.settle(replaced) }
            try cache.flush()
        }
        change_directory => {
            let inode = try directories.resolve(process.directory, try messages.path(number, 0, a))
            let status = try files.status(inode)
            if status.kind != protocol.FileKind.directory { fail protocol.Errno.not_directory }
            let old = process.directory
            process.directory = inode
            files.settle(old)
        }
        directory => return one(try directories.path_of(process.directory, messages.page(number)[..protocol.PATH_LIMIT]))
        seek => return one(try files.seek(descriptors, a, b))
        file_page => return one(try files.page(descriptors, a, b, number))
        kind => return one(try files.kind_of(descriptors, a) as u32)
        fork => {
            let child = try processes.fork(number)
            return kernel.Results{ value: processes.of(child).environment, detail: child }
        }
        fork_done => try processes.fork_done(number)
        exec => return one(try processes.exec(number))
        exec_done => {
            if a > 15 { fail protocol.Errno.bad_request }
            let name = if a == 0 { "?" } else { try messages.path(number, 0, a) }
            try processes.exec_done(number, name)
        }
        abandon => processes.abandon(number)
        exit => processes.end(number, a)
        wait => {
            let ended = processes.wait(number, a) catch |error| { fail refuse(number, waiting.CHILD, error) }
            return kernel.Results{ value: ended.process, detail: ended.status }
        }
        kill => {
            if not processes.lives(a) { fail protocol.Errno.not_found }
            if a == READER { fail protocol.Errno.not_permitted }
            processes.end(a, processes.INTERRUPTED)
        }
        kill_job => {
            if not processes.end_job(a) { fail protocol.Errno.not_found }
        }
        new_job => return one(processes.new_job())
        set_job => try processes.set_job(number, a, b)
        foreground => {
            if not processes.has_terminal(number) { fail protocol.Errno.not_permitted }
            let before = processes.foreground
            processes.foreground = a
            return one(before)
        }
        console_mode => {
            if a > 1 { fail protocol.Errno.bad_request }
            if not processes.has_terminal(number) { fail protocol.Errno.not_permitted }
            console.set_mode(a as? protocol.Mode)
        }
        input => {
            if number != READER or a > 4096 { fail protocol.Errno.not_permitted }
            take_input(messages.page(number)[..a])
        }
        shutdown => shut_down(a)
        sync => try cache.flush()
    }
    return one(0)
}

/// Everyone ends, so that what they held open and no name leads to goes from the disk as well.
fn shut_down(status: u32) never {
    for i in 1..space.PROCESS_LIMIT { processes.end(i, processes.INTERRUPTED) }
    var reported = status
    cache.flush() catch |error| {
        print(&mut words, "unix: the last writes to the disk failed: {}\n", protocol.text(error))
        reported = 1
    }
    power_off(reported)
}

/// The kernel gave us the right; where it does not work there is nothing else to do.
@upcall
fn power_off(status: u32) never {
    kernel.poweroff(capability.POWER, status) catch { }
    while true { }
    unreachable()
}

fn take_input(bytes: []u8) {
    for c in bytes {
        if console.typed(c) { _ = processes.end_job(processes.foreground) }
    }
    if bytes.len != 0 { waiting.wake(waiting.CONSOLE) }
    processes.reap()
    let counts = cache.counts()
    let public = messages.public()
    public.cache_frames = counts.frames
    public.cache_hits = counts.hits
    public.cache_misses = counts.misses
}

/// Without the terminal's reader and a login shell the machine is no use: starts others, a few times.
fn keep_company() {
    if processes.lives(READER) and processes.lives(SHELL) { return }
    restarts += 1
    if restarts > RESTARTS {
        print(&mut words, "\nthe login shell or the terminal's reader ended too often\n")
        power_off(1)
    }
    if not processes.lives(READER) { start_reader() catch |error| give_up("no reader", protocol.text(error)) }
    if not processes.lives(SHELL) {
        print(&mut words, "\nthe login shell ended; starting another\n")
        start_shell() catch |error| give_up("no shell", protocol.text(error))
    }
}

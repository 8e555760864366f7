/// sh: the shell. Pipes, redirection, `&`, `;`, quotes, scripts, and a line editor with history.
///
/// Trust: an ordinary process. That Ctrl-C reaches the right processes is between it and the server: it asks for a new job for each command
/// and gives that job the terminal.
module sh

use builtin
use command_line
use jobs
use libos.unix.file
use libos.unix.process
use libos.unix.protocol
use libos.unix.text
use line_editor
use lines

const NOT_FOUND: u32 = 127

/// The login shell turns the machine off when it ends (`sh -l`).
var login: bool = false
var last_status: u32 = 0
var prompt_bytes: [80]u8 = [0; 80]

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 {
    if arguments.len == 3 and text.equal(arguments[1], "-c") {
        run_line(arguments[2])
        return last_status
    }
    login = arguments.len == 2 and text.equal(arguments[1], "-l")
    if arguments.len == 2 and not login { return run_script(arguments[1]) }
    if login { greet() }
    converse()
    if login { process.shutdown(last_status) }
    return last_status
}

fn greet() {
    print(file.out(), "exo86 unix. `help` lists the commands.\n")
    var reader = lines.open("/etc/motd") catch { return }
    while reader.next() { print(file.out(), "{}\n", reader.line()) }
    reader.close()
}

/// Reads commands from the terminal until its end.
fn converse() {
    while true {
        jobs.report_ended()
        file.console_mode(protocol.Mode.raw)
        let line = line_editor.read(prompt())
        match line.end {
            entered => run_line(line.bytes)
            cancelled => last_status = 130
            end_of_file => return
        }
        if builtin.leaving() { return }
    }
}

fn run_script(path: []u8) u32 {
    var reader = lines.open(path) catch |error| {
        complain(path, error)
        return NOT_FOUND
    }
    while reader.next() and not builtin.leaving() { run_line(reader.line()) }
    reader.close()
    return last_status
}

/// `$ `, behind the current directory where that is not the root.
fn prompt() []u8 {
    var bytes: [1024]u8 = [0; 1024]
    let path = file.directory(bytes[..])
    if path.len < 2 or path.len > prompt_bytes.len - 3 { return "$ " }
    var buffer = text.Buffer.over(prompt_bytes[..])
    print(&mut buffer, "{} $ ", path)
    return prompt_bytes[..buffer.used]
}

/// Runs the commands of a line, one behind the other. Ctrl-C ends them all.
fn run_line(line: []u8) {
    var rest = line
    while rest.len != 0 {
        let end = command_line.end_of_command(rest)
        run(rest[..end])
        if last_status == 130 or builtin.leaving() { return }
        rest = rest[min(end + 1, rest.len)..]
    }
}

fn run(line: []u8) {
    let parsed = command_line.parse(line)
    if parsed.problem.len != 0 {
        print(file.errors(), "sh: {}\n", parsed.problem)
        last_status = 2
        return
    }
    if command_line.stage_count() == 0 { return }
    let words = command_line.words(0)
    if command_line.is_plain() and not parsed.background and builtin.is_one(words) {
        last_status = builtin.run(words, last_status)
        return
    }
    launch(parsed.background)
}

/// Starts every stage of the command, joined by pipes, and waits unless it runs in the background.
fn launch(in_background: bool) {
    let job = process.new_job()
    var processes: [8]u32 = [0; 8]
    var mine: u32 = 0
    if not in_background {
        file.console_mode(protocol.Mode.line)
        mine = process.foreground(job) catch 0
    }
    let started = start_stages(job, processes[..], in_background)
    if in_background {
        if started != 0 { jobs.add(processes[started - 1], job) }
        return
    }
    for i in 0..started {
        let ended = process.wait(processes[i]) catch process.Ended{ process: 0, status: 1 }
        last_status = ended.status
    }
    _ = process.foreground(mine) catch 0
}

/// Returns how many processes it has started; fewer than there are stages with a complaint.
fn start_stages(job: u32, processes: []mut u32, in_background: bool) u32 {
    let count = command_line.stage_count()
    var input = protocol.ANY
    var started: u32 = 0
    while started < count {
        var next = file.Pipe{ reads: protocol.ANY, writes: protocol.ANY }
        if started + 1 < count {
            next = file.pipe() catch |error| {
                complain("pipe", error)
                break
            }
        }
        let child = process.fork() catch |error| {
            complain("fork", error)
            close_if_any(next.reads)
            close_if_any(next.writes)
            break
        }
        if child == 0 { become(started, job, input, &next) }
        process.set_job(child, job)
        processes[started] = child
        started += 1
        close_if_any(input)
        close_if_any(next.writes)
        input = next.reads
    }
    if started < count { close_if_any(input) }
    return started
}

fn close_if_any(descriptor: u32) {
    if descriptor != protocol.ANY { file.close(descriptor) }
}

fn complain(what: []u8, error: protocol.Errno) {
    print(file.errors(), "sh: {}: {}\n", what, protocol.text(error))
    last_status = 1
}

/// In the child: connects the descriptors and turns into the program.
fn become(stage: u32, job: u32, input: u32, next: *file.Pipe) never {
    process.set_job(0, job)
    if input != protocol.ANY { move(input, file.INPUT) }
    if next.writes != protocol.ANY {
        file.close(next.reads)
        move(next.writes, file.OUTPUT)
    }
    redirect(command_line.input_path(stage), file.INPUT, protocol.Flags{})
    let append = command_line.appends(stage)
    let flags = protocol.Flags{ write: true, create: true, truncate: not append, append: append }
    redirect(command_line.output_path(stage), file.OUTPUT, flags)
    let words = command_line.words(stage)
    if builtin.is_one(words) { process.exit(builtin.run(words, last_status)) }
    if words.len == 0 { process.exit(0) }
    var bytes: [300]u8 = [0; 300]
    let path = program_path(words[0], bytes[..])
    let error = process.exec(path, words)
    if error == protocol.Errno.not_found or error == protocol.Errno.bad_path {
        print(file.errors(), "sh: {}: no such program; `help` lists them\n", words[0])
    } else {
        print(file.errors(), "sh: {}: {}\n", words[0], protocol.text(error))
    }
    process.exit(NOT_FOUND)
}

fn move(from: u32, to: u32) {
    _ = file.duplicate(from, to) catch |error| {
        complain("descriptor", error)
        process.exit(1)
    }
    file.close(from)
}

fn redirect(path: []u8, to: u32, flags: protocol.Flags) {
    if path.len == 0 { return }
    let descriptor = file.open(path, flags) catch |error| {
        complain(path, error)
        process.exit(1)
    }
    if file.kind(descriptor) == protocol.FileKind.directory {
        complain(path, protocol.Errno.is_directory)
        process.exit(1)
    }
    move(descriptor, to)
}

/// A name without a `/` is a program in /bin.
fn program_path(name: []u8, into: []mut u8) []u8 {
    for c in name {
        if c == '/' { return name }
    }
    var buffer = text.Buffer.over(into)
    print(&mut buffer, "/bin/{}", name)
    return into[..buffer.used]
}

/// sh: the shell. Pipes, redirection, `&`, quotes, `cd`, and a line editor with history.
///
/// Trust: an ordinary process. That Ctrl-C reaches the right processes is between it and the server: it names the foreground job.
module sh

use libos.unix.file
use libos.unix.process
use libos.unix.protocol
use libos.unix.text
use line_editor
use command_line

const NOT_FOUND: u32 = 127

var next_job: u32 = 1
var last_status: u32 = 0

/// Background jobs that have not ended yet.
struct Job { process: u32, number: u32 }

var background: [16]Job = [Job{}; 16]

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 {
    if arguments.len > 2 and text.equal(arguments[1], "-c") {
        run(arguments[2])
        return last_status
    }
    print(file.out(), "exo86 unix. `help` lists the commands.\n")
    while true {
        report_ended()
        file.console_mode(protocol.Mode.raw)
        let line = line_editor.read("$ ")
        match line.end {
            entered => run(line.bytes)
            cancelled => { }
            end_of_file => {
                process.shutdown(last_status)
                return last_status
            }
        }
    }
    unreachable()
}

/// Says which background jobs have ended.
fn report_ended() {
    while true {
        let ended = process.poll() catch { return }
        for i in 0..background.len {
            if background[i].process == ended.process {
                print(file.out(), "[{}] ended, status {}\n", background[i].number, ended.status)
                background[i] = Job{}
            }
        }
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
    if command_line.stage_count() == 1 and not parsed.background and built_in(command_line.words(0)) { return }
    launch(parsed.background)
}

/// Runs the commands that must change the shell itself.
fn built_in(words: [][]u8) bool {
    if words.len == 0 { return false }
    let name = words[0]
    if text.equal(name, "cd") {
        let path = if words.len > 1 { words[1] } else { "/" }
        last_status = 0
        file.change_directory(path) catch |error| {
            print(file.errors(), "cd: {}: {}\n", path, protocol.text(error))
            last_status = 1
        }
        return true
    }
    if text.equal(name, "pwd") {
        var bytes: [1024]u8 = [0; 1024]
        print(file.out(), "{}\n", file.directory(bytes[..]))
        return true
    }
    if text.equal(name, "exit") {
        let status = if words.len > 1 { text.number(words[1]) catch 1 } else { last_status }
        process.shutdown(status)
        return true
    }
    if text.equal(name, "history") {
        line_editor.show_history()
        return true
    }
    if text.equal(name, "help") {
        print(file.out(), "built in: cd exit help history pwd\n")
        print(file.out(), "programs: `ls /bin`\n")
        print(file.out(), "a | b   a < in   a > out   a >> out   a &   'quoted'   Ctrl-C ends a program, Ctrl-d ends the shell\n")
        return true
    }
    return false
}

/// Starts every stage of the command, joined by pipes, and waits unless it runs in the background.
fn launch(in_background: bool) {
    let job = next_job
    next_job += 1
    var processes: [8]u32 = [0; 8]
    let count = command_line.stage_count()
    var input = protocol.ANY
    var started: u32 = 0
    file.console_mode(protocol.Mode.line)
    if not in_background { process.foreground(job) }
    for i in 0..count {
        var next = file.Pipe{ reads: protocol.ANY, writes: protocol.ANY }
        if i + 1 < count {
            next = file.pipe() catch |error| {
                complain("pipe", error)
                break
            }
        }
        let child = process.fork() catch |error| {
            complain("fork", error)
            break
        }
        if child == 0 { become(i, job, input, &next, in_background) }
        process.set_job(child, job)
        processes[i] = child
        started += 1
        if input != protocol.ANY { file.close(input) }
        if next.writes != protocol.ANY { file.close(next.writes) }
        input = next.reads
    }
    if input != protocol.ANY { file.close(input) }
    if in_background {
        if started != 0 { remember(processes[started - 1], job) }
        return
    }
    for i in 0..started {
        let ended = process.wait(processes[i]) catch process.Ended{ process: 0, status: 1 }
        last_status = ended.status
    }
    process.foreground(0)
}

fn complain(what: []u8, error: protocol.Errno) {
    print(file.errors(), "sh: {}: {}\n", what, protocol.text(error))
    last_status = 1
}

fn remember(child: u32, job: u32) {
    print(file.out(), "[{}] {}\n", job, child)
    for i in 0..background.len {
        if background[i].process == 0 {
            background[i] = Job{ process: child, number: job }
            return
        }
    }
}

/// In the child: connects the descriptors and turns into the program.
fn become(stage: u32, job: u32, input: u32, next: *file.Pipe, in_background: bool) never {
    process.set_job(0, job)
    if input != protocol.ANY {
        move(input, file.INPUT)
    } else if in_background {
        file.close(file.INPUT)
    }
    if next.writes != protocol.ANY {
        file.close(next.reads)
        move(next.writes, file.OUTPUT)
    }
    redirect(command_line.input_path(stage), file.INPUT, protocol.Flags{})
    let append = command_line.appends(stage)
    let flags = protocol.Flags{ write: true, create: true, truncate: not append, append: append }
    redirect(command_line.output_path(stage), file.OUTPUT, flags)
    let words = command_line.words(stage)
    if words.len == 0 { process.exit(0) }
    if built_in(words) { process.exit(last_status) }
    var bytes: [300]u8 = [0; 300]
    let path = program_path(words[0], bytes[..])
    let error = process.exec(path, words)
    if error == protocol.Errno.not_found {
        print(file.errors(), "sh: {}: no such program\n", words[0])
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

/// The commands that the shell does itself, because they change it, or because they must work when no process is to be had.
///
/// Trust: plain code with the shell's rights.
module builtin

use jobs
use libos.unix.file
use libos.unix.process
use libos.unix.protocol
use libos.unix.text
use line_editor

const USAGE: u32 = 2

/// `exit` was typed.
var done: bool = false

pub fn leaving() bool { return done }

pub fn is_one(words: [][]u8) bool {
    let names = ["cd", "exit", "help", "history", "kill", "pwd"]
    for name in names {
        if words.len != 0 and text.equal(words[0], name) { return true }
    }
    return false
}

/// Runs it and returns its status.
pub fn run(words: [][]u8, last_status: u32) u32 {
    let name = words[0]
    if text.equal(name, "cd") { return change_directory(words) }
    if text.equal(name, "exit") {
        done = true
        return if words.len > 1 { text.number(words[1]) catch USAGE } else { last_status }
    }
    if text.equal(name, "help") { return help() }
    if text.equal(name, "history") {
        line_editor.show_history()
        return 0
    }
    if text.equal(name, "kill") { return kill(words) }
    var bytes: [1024]u8 = [0; 1024]
    print(file.out(), "{}\n", file.directory(bytes[..]))
    return 0
}

fn change_directory(words: [][]u8) u32 {
    if words.len > 2 {
        print(file.errors(), "usage: cd [DIRECTORY]\n")
        return USAGE
    }
    let path = if words.len == 2 { words[1] } else { "/" }
    file.change_directory(path) catch |error| {
        print(file.errors(), "cd: {}: {}\n", path, protocol.text(error))
        return 1
    }
    return 0
}

fn kill(words: [][]u8) u32 {
    if words.len < 2 {
        print(file.errors(), "usage: kill PROCESS ...   or %JOB\n")
        return USAGE
    }
    var status: u32 = 0
    for word in words[1..] {
        end(word) catch |error| {
            let why = match error {
                bad_request => "not a process number or %JOB; `ps` shows processes"
                not_found => "no such process or job"
                _ => protocol.text(error)
            }
            print(file.errors(), "kill: {}: {}\n", word, why)
            status = 1
        }
    }
    return status
}

/// Ends what a word names: `7` a process, `%1` a background job with all that belongs to it.
fn end(word: []u8) void!protocol.Errno {
    let is_job = word.len > 1 and word[0] == '%'
    let number = text.number(if is_job { word[1..] } else { word }) catch { fail protocol.Errno.bad_request }
    if number == 0 { fail protocol.Errno.bad_request }
    if is_job { try process.kill_job(jobs.number(number)) } else { try process.kill(number) }
}

fn help() u32 {
    print(file.out(), "files      ls [-l] [PATH]  cat [FILE]  head [-N] [FILE]  wc [FILE]  grep TEXT [FILE]  hexdump [FILE]\n")
    print(file.out(), "           cp FROM TO  mv OLD NEW  rm PATH  mkdir PATH  touch FILE  cd [PATH]  pwd\n")
    print(file.out(), "processes  ps  kill PROCESS or %JOB  sleep SECONDS  hog  sh [FILE]  true  false\n")
    print(file.out(), "machine    mem  uptime  bench  shutdown\n")
    print(file.out(), "hostile    wild  forge\n")
    print(file.out(), "shell      echo WORD  history  help  exit [STATUS]\n\n")
    print(file.out(), "a | b   a < in   a > out   a >> out   a &   a ; b   'quoted'   # comment\n")
    print(file.out(), "Ctrl-c ends a program, Ctrl-d is the end of input, and at an empty prompt of the shell.\n")
    print(file.out(), "Arrows, Home, End, Delete, Ctrl-u and Ctrl-w edit the line; up and down go through the history.\n")
    return 0
}

/// A process with something to lose, for the programs that attack one: it holds a page of known bytes and says whether they still stand.
///
/// Trust: a library process like any other; what protects it is the kernel alone.
system module victim

use abi.call
use abi.layout
use libos.unix.file
use libos.unix.kernel
use libos.unix.memory
use libos.unix.process
use libos.unix.protocol

pub struct Victim {
    process: u32
    environment: u32
    frame: u32      // the frame that holds its bytes
    questions: u32  // descriptor
    answers: u32    // descriptor
}

struct Secret @size(8) { environment: u32, frame: u32 }

const CHECK: u8 = 'c'
const USE_RIGHT: u8 = 'u'
const YES: u8 = 'y'
const NO: u8 = 'n'
const ALIAS: u32 = 0xB0300000

/// Starts one. It tells us where its bytes are: knowing is not being allowed.
pub fn start() Victim!protocol.Errno {
    let questions = try file.pipe()
    let answers = try file.pipe()
    let child = try process.fork()
    if child == 0 {
        file.close(questions.writes)
        file.close(answers.reads)
        live(questions.reads, answers.writes) catch { process.exit(1) }
        process.exit(0)
    }
    file.close(questions.reads)
    file.close(answers.writes)
    var secret = Secret{}
    _ = try file.read(answers.reads, raw_slice(&mut secret as *mut u8, 8))
    return Victim{
        process: child, environment: secret.environment, frame: secret.frame, questions: questions.writes, answers: answers.reads
    }
}

fn pattern(i: u32) u8 { return (i * 7 + (i >> 8) * 13 + 5) as u8 }

fn live(questions: u32, answers: u32) void!protocol.Errno {
    let start = memory.grow(2 * layout.PAGE) catch { fail protocol.Errno.no_memory }
    let page = (start + layout.PAGE - 1) & 0xFFFFF000
    let bytes = raw_slice(page as *mut u8, layout.PAGE)
    for i in 0..layout.PAGE { bytes[i] = pattern(i) }
    let secret = Secret{ environment: kernel.own_number(), frame: kernel.entry(page).frame }
    try file.write(answers, raw_slice(&secret as *u8, 8))
    while true {
        var question = [CHECK]
        let n = try file.read(questions, question[..])
        if n == 0 { return }
        let good = if question[0] == CHECK { unchanged(bytes) } else { right_works(page) }
        let answer = [if good { YES } else { NO }]
        try file.write(answers, answer[..])
    }
}

fn unchanged(bytes: []u8) bool {
    for i in 0..bytes.len {
        if bytes[i] != pattern(i) { return false }
    }
    return true
}

/// What the attackers try, with the right capability: maps the frame a second time, writes through it, and takes it back.
fn right_works(page: u32) bool {
    if not memory.map_own(ALIAS, kernel.entry(page).frame) { return false }
    let alias = ALIAS as *mut u8
    let old = alias.*
    alias.* = ~old
    let seen = (page as *io u8).* == ~old
    alias.* = old
    memory.unmap(ALIAS)
    return seen
}

fn ask(victim: *Victim, question: u8) bool {
    let bytes = [question]
    file.write(victim.questions, bytes[..]) catch { return false }
    var answer = [NO]
    let n = file.read(victim.answers, answer[..]) catch 0
    return n == 1 and answer[0] == YES
}

/// Whether its bytes are what they were.
pub fn Victim.is_unchanged(self: *Victim) bool { return ask(self, CHECK) }

/// Whether the victim itself may do with its frame what others may not.
pub fn Victim.right_works(self: *Victim) bool { return ask(self, USE_RIGHT) }

pub fn Victim.end(self: *Victim) {
    file.close(self.questions)
    file.close(self.answers)
    _ = process.wait(self.process) catch process.Ended{ process: 0, status: 0 }
}

/// Reads a line with echo, editing and history, from a terminal in raw mode.
///
/// Trust: plain code. It knows no terminal but one that moves left on backspace: it sends no escape sequences. It takes one byte at a time, so
/// that what is typed ahead is there for the program that runs next.
module line_editor

use libos.unix.file
use libos.unix.protocol

pub const LONGEST: u32 = 512
const HISTORY: u32 = 32

const INTERRUPT: u8 = 0x03
const END: u8 = 0x04
const KILL_TAIL: u8 = 0x0B
const ERASE_LINE: u8 = 0x15
const ERASE_WORD: u8 = 0x17
const TO_END: u8 = 0x05
const ESCAPE: u8 = 0x1B

pub enum End: u8 { entered, cancelled, end_of_file }

pub struct Line { end: End, pad 3, bytes: []u8 }

struct Past { used: u32, bytes: [512]u8 }

var line: [512]u8 = [0; 512]
var used: u32 = 0
/// Where the cursor stands.
var at: u32 = 0
/// The last lines, oldest overwritten first.
var past: [32]Past = [Past{ used: 0 }; 32]
var past_count: u32 = 0

/// The next byte that was typed; END at the end of input.
fn next() u8 {
    var byte = [END]
    file.flush_all()
    let count = file.read(file.INPUT, byte[..]) catch 0
    return if count == 0 { END } else { byte[0] }
}

/// Prompts, and reads until Enter, Ctrl-C, or Ctrl-d on an empty line.
pub fn read(prompt: []u8) Line {
    used = 0
    at = 0
    var browsing = past_count
    print(file.out(), "{}", prompt)
    while true {
        let c = next()
        if c == '\r' or c == '\n' {
            finish("\n")
            remember()
            return Line{ end: End.entered, bytes: line[..used] }
        } else if c == INTERRUPT {
            finish("^C\n")
            return Line{ end: End.cancelled, bytes: "" }
        } else if c == END {
            if used == 0 {
                finish("\n")
                return Line{ end: End.end_of_file, bytes: "" }
            }
            erase_right()
        } else if c == 0x7F or c == 0x08 {
            erase_left()
        } else if c == ERASE_LINE {
            while at != 0 { erase_left() }
        } else if c == ERASE_WORD {
            while at != 0 and line[at - 1] == ' ' { erase_left() }
            while at != 0 and line[at - 1] != ' ' { erase_left() }
        } else if c == KILL_TAIL {
            while at < used { erase_right() }
        } else if c == TO_END {
            go_to(used)
        } else if c == ESCAPE {
            browsing = sequence(browsing)
        } else if c >= ' ' and c < 0x7F {
            insert(c)
        }
    }
    unreachable()
}

/// An escape sequence: arrows, Home, End, Delete. Others are passed over. Returns which line of the history is shown now.
fn sequence(browsing: u32) u32 {
    let kind = next()
    if kind != '[' and kind != 'O' { return browsing }
    var number: u32 = 0
    var c = next()
    while c >= '0' and c <= '?' {
        number = c - '0'
        c = next()
    }
    if c == 'A' or c == 'B' { return browse(browsing, c) }
    if c == 'C' and at < used { go_to(at + 1) }
    if c == 'D' and at > 0 { go_to(at - 1) }
    if c == 'H' or c == '~' and (number == 1 or number == 7) { go_to(0) }
    if c == 'F' or c == '~' and (number == 4 or number == 8) { go_to(used) }
    if c == '~' and number == 3 { erase_right() }
    return browsing
}

fn finish(ending: []u8) {
    go_to(used)
    print(file.out(), "{}", ending)
    file.flush_all()
}

/// Moves the cursor; to the right by writing what stands there.
fn go_to(place: u32) {
    while at > place {
        print(file.out(), "\x08")
        at -= 1
    }
    if at < place { print(file.out(), "{}", line[at..place]) }
    at = place
}

fn insert(c: u8) {
    if used == LONGEST { return }
    var i = used
    while i > at {
        line[i] = line[i - 1]
        i -= 1
    }
    line[at] = c
    used += 1
    let back = at + 1
    go_to(used)
    go_to(back)
}

fn erase_left() {
    if at == 0 { return }
    go_to(at - 1)
    erase_right()
}

fn erase_right() {
    if at == used { return }
    for i in at + 1..used { line[i - 1] = line[i] }
    used -= 1
    let back = at
    go_to(used)
    print(file.out(), " \x08")
    go_to(back)
}

/// Empty lines, and the same line twice running, are not worth it.
fn remember() {
    if used == 0 or past_count != 0 and is_past(past_count - 1) { return }
    let entry = &mut past[past_count % HISTORY]
    entry.used = used
    for i in 0..used { entry.bytes[i] = line[i] }
    past_count += 1
}

fn is_past(number: u32) bool {
    let entry = &past[number % HISTORY]
    if entry.used != used { return false }
    for i in 0..used {
        if entry.bytes[i] != line[i] { return false }
    }
    return true
}

fn oldest() u32 { return if past_count > HISTORY { past_count - HISTORY } else { 0 } }

/// Arrow up and down: replaces the line by an older or newer one. Returns which one that is.
fn browse(from: u32, key: u8) u32 {
    var to = from
    if key == 'A' and from > oldest() { to = from - 1 }
    if key == 'B' and from < past_count { to = from + 1 }
    if to == from { return from }
    go_to(used)
    while at != 0 { erase_left() }
    if to < past_count {
        let entry = &past[to % HISTORY]
        for i in 0..entry.used { insert(entry.bytes[i]) }
    }
    return to
}

pub fn show_history() {
    for i in oldest()..past_count {
        let entry = &past[i % HISTORY]
        print(file.out(), "{4}  {}\n", i + 1, entry.bytes[..entry.used])
    }
}

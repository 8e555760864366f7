/// Reads a line with echo, erasing and history, from a terminal in raw mode.
///
/// Trust: plain code. It knows no terminal but one that moves left on backspace: it sends no escape sequences.
module line_editor

use libos.unix.file
use libos.unix.protocol

pub const LONGEST: u32 = 512
const HISTORY: u32 = 16

const INTERRUPT: u8 = 0x03
const END: u8 = 0x04
const ERASE_LINE: u8 = 0x15
const ERASE_WORD: u8 = 0x17
const ESCAPE: u8 = 0x1B

pub enum End: u8 { entered, cancelled, end_of_file }

pub struct Line { end: End, pad 3, bytes: []u8 }

struct Past { used: u32, bytes: [512]u8 }

var line: [512]u8 = [0; 512]
var used: u32 = 0
/// The last lines, oldest overwritten first.
var past: [16]Past = [Past{ used: 0 }; 16]
var past_count: u32 = 0
var input: [64]u8 = [0; 64]
var input_first: u32 = 0
var input_end: u32 = 0

/// The next byte that was typed; 0 at the end of input.
fn next() u8 {
    if input_first == input_end {
        file.flush_all()
        input_end = file.read(file.INPUT, input[..]) catch 0
        input_first = 0
        if input_end == 0 { return END }
    }
    input_first += 1
    return input[input_first - 1]
}

/// Prompts, and reads until Enter, Ctrl-C, or Ctrl-d on an empty line.
pub fn read(prompt: []u8) Line {
    used = 0
    var browsing = past_count
    print(file.out(), "{}", prompt)
    while true {
        let c = next()
        if c == '\r' or c == '\n' {
            finish("\n")
            if used != 0 { remember() }
            return Line{ end: End.entered, bytes: line[..used] }
        } else if c == INTERRUPT {
            finish("^C\n")
            return Line{ end: End.cancelled, bytes: "" }
        } else if c == END {
            if used == 0 {
                finish("\n")
                return Line{ end: End.end_of_file, bytes: "" }
            }
        } else if c == 0x7F or c == 0x08 {
            erase(1)
        } else if c == ERASE_LINE {
            erase(used)
        } else if c == ERASE_WORD {
            erase_word()
        } else if c == ESCAPE {
            if next() == '[' { browsing = browse(browsing, next()) }
        } else if c >= ' ' and c < 0x7F {
            insert(c)
        }
    }
    unreachable()
}

fn finish(ending: []u8) {
    print(file.out(), "{}", ending)
    file.flush_all()
}

fn insert(c: u8) {
    if used == LONGEST { return }
    line[used] = c
    used += 1
    print(file.out(), "{c}", c)
}

fn erase(count: u32) {
    for i in 0..min(count, used) {
        used -= 1
        print(file.out(), "\x08 \x08")
    }
}

fn erase_word() {
    while used != 0 and line[used - 1] == ' ' { erase(1) }
    while used != 0 and line[used - 1] != ' ' { erase(1) }
}

fn remember() {
    let entry = &mut past[past_count % HISTORY]
    entry.used = used
    for i in 0..used { entry.bytes[i] = line[i] }
    past_count += 1
}

/// Arrow up and down: replaces the line by an older or newer one. Returns which one that is.
fn browse(from: u32, key: u8) u32 {
    var to = from
    let oldest = if past_count > HISTORY { past_count - HISTORY } else { 0 }
    if key == 'A' and from > oldest { to = from - 1 }
    if key == 'B' and from < past_count { to = from + 1 }
    if to == from { return from }
    erase(used)
    if to < past_count {
        let entry = &past[to % HISTORY]
        for i in 0..entry.used { insert(entry.bytes[i]) }
    }
    return to
}

pub fn show_history() {
    let oldest = if past_count > HISTORY { past_count - HISTORY } else { 0 }
    for i in oldest..past_count {
        let entry = &past[i % HISTORY]
        print(file.out(), "{4}  {}\n", i + 1, entry.bytes[..entry.used])
    }
}

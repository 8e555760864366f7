/// The shell's grammar: words, quotes, `|`, `<`, `>`, `>>`, `&`, `;`, `#`.
///
/// Trust: plain code on a line that a person or a script wrote.
///
/// What is parsed stands in this module until the next line is parsed.
module command_line

use libos.unix.text

pub const STAGES: u32 = 8
const WORDS: u32 = 64

/// One program of a pipeline.
struct Stage {
    first: u32  // index of its first word
    count: u32
    input: []u8
    output: []u8
    append: bool
    pad 3
}

var stages: [8]Stage = [Stage{ first: 0, count: 0, input: "", output: "", append: false }; 8]
var stages_used: u32 = 0
var words_list: [64][]u8 = [""; 64]
var words_used: u32 = 0
/// The words' bytes, quotes taken away.
var bytes: [1024]u8 = [0; 1024]
var bytes_used: u32 = 0

/// `problem` is empty where the line is a command.
pub struct Parsed { problem: []u8, background: bool, pad 3 }

pub fn stage_count() u32 { return stages_used }

pub fn words(stage: u32) [][]u8 {
    let s = &stages[stage]
    return words_list[s.first..s.first + s.count]
}

pub fn input_path(stage: u32) []u8 { return stages[stage].input }

pub fn output_path(stage: u32) []u8 { return stages[stage].output }

/// Whether it is one stage without redirection.
pub fn is_plain() bool { return stages_used == 1 and stages[0].input.len == 0 and stages[0].output.len == 0 }

/// Where the first command of a line ends: at a `;` outside of quotes, or with the line.
pub fn end_of_command(line: []u8) u32 {
    var quote: u8 = 0
    for i, c in line {
        if quote == 0 and c == ';' { return i }
        if quote == 0 and c == '#' and (i == 0 or is_space(line[i - 1])) { return line.len }
        if c == quote {
            quote = 0
        } else if quote == 0 and (c == '\'' or c == '"') {
            quote = c
        }
    }
    return line.len
}

pub fn appends(stage: u32) bool { return stages[stage].append }

enum Token: u8 { word, pipe, input, output, append, background, end, unclosed, too_long }

fn problem(what: []u8) Parsed { return Parsed{ problem: what, background: false } }

pub fn parse(line: []u8) Parsed {
    stages_used = 0
    words_used = 0
    bytes_used = 0
    var at: u32 = 0
    var background = false
    new_stage()
    while true {
        var word = ""
        let token = next(line, &mut at, &mut word)
        if background and token != Token.end { return problem("expected the end of the line behind `&`") }
        let stage = &mut stages[stages_used - 1]
        match token {
            word => {
                if words_used == WORDS { return problem("too many words") }
                words_list[words_used] = word
                words_used += 1
                stage.count += 1
            }
            pipe => {
                if stage.count == 0 { return problem("expected a command before `|`") }
                if stages_used == STAGES { return problem("too many pipes") }
                new_stage()
            }
            input | output | append => {
                var path = ""
                if next(line, &mut at, &mut path) != Token.word or path.len == 0 { return problem("expected a file name behind `<` or `>`") }
                if token == Token.input {
                    stage.input = path
                } else {
                    stage.output = path
                    stage.append = token == Token.append
                }
            }
            background => background = true
            unclosed => return problem("a quote is not closed")
            too_long => return problem("the line is too long")
            end => {
                if stage.count == 0 and stages_used > 1 { return problem("expected a command behind `|`") }
                // Redirection alone makes a file.
                if stage.count == 0 and is_plain() {
                    if background { return problem("expected a command before `&`") }
                    stages_used = 0
                }
                return Parsed{ problem: "", background: background }
            }
        }
    }
    unreachable()
}

fn new_stage() {
    stages[stages_used] = Stage{ first: words_used, count: 0, input: "", output: "", append: false }
    stages_used += 1
}

fn is_space(c: u8) bool { return c == ' ' or c == '\t' or c == '\n' }

fn is_operator(c: u8) bool { return c == '|' or c == '<' or c == '>' or c == '&' }

/// The next token; a word's bytes go into `word`.
fn next(line: []u8, at: *mut u32, word: *mut []u8) Token {
    while at.* < line.len and is_space(line[at.*]) { at.* += 1 }
    if at.* == line.len or line[at.*] == '#' { return Token.end }
    let c = line[at.*]
    if is_operator(c) {
        at.* += 1
        if c == '|' { return Token.pipe }
        if c == '<' { return Token.input }
        if c == '&' { return Token.background }
        if at.* < line.len and line[at.*] == '>' {
            at.* += 1
            return Token.append
        }
        return Token.output
    }
    let start = bytes_used
    var quote: u8 = 0
    while at.* < line.len {
        let b = line[at.*]
        if quote == 0 and (is_space(b) or is_operator(b)) { break }
        at.* += 1
        if b == quote {
            quote = 0
        } else if quote == 0 and (b == '\'' or b == '"') {
            quote = b
        } else {
            if bytes_used == bytes.len { return Token.too_long }
            bytes[bytes_used] = b
            bytes_used += 1
        }
    }
    if quote != 0 { return Token.unclosed }
    word.* = bytes[start..bytes_used]
    return Token.word
}

fn is_problem(line: []u8, what: []u8) bool { return text.equal(parse(line).problem, what) }

test "words, quotes and blanks" {
    assert(is_problem("  echo 'a b'\"c\"  '' # rest", ""))
    assert(stage_count() == 1 and is_plain() and words(0).len == 3)
    assert(text.equal(words(0)[0], "echo") and text.equal(words(0)[1], "a bc") and words(0)[2].len == 0)
}

test "a pipeline with files at its ends" {
    let parsed = parse("cat <in | grep x|wc >>'the end' &")
    assert(parsed.problem.len == 0 and parsed.background and stage_count() == 3 and not is_plain())
    assert(text.equal(input_path(0), "in") and input_path(1).len == 0)
    assert(text.equal(output_path(2), "the end") and appends(2) and not appends(0))
    assert(words(1).len == 2 and text.equal(words(2)[0], "wc"))
}

test "nothing to do" {
    assert(is_problem("", "") and stage_count() == 0)
    assert(is_problem("   # only this", "") and stage_count() == 0)
}

test "what is no command" {
    assert(is_problem("| wc", "expected a command before `|`") and is_problem("ls |", "expected a command behind `|`"))
    assert(is_problem("ls > ", "expected a file name behind `<` or `>`") and is_problem("echo 'x", "a quote is not closed"))
    assert(is_problem("a & b", "expected the end of the line behind `&`"))
    assert(is_problem("a|b|c|d|e|f|g|h|i", "too many pipes"))
}

test "a semicolon ends a command unless it is quoted or in a comment" {
    assert(end_of_command("ls; ps") == 2 and end_of_command("echo ';' x") == 10 and end_of_command("ls # a; b") == 9)
    assert(end_of_command("a#b; c") == 3)
}

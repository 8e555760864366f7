/// Numbers as text and back: decimal with a sign, padded hexadecimal, into a line buffer.
module format

use host

struct Line { text: [80]u8, size: u32 }

var line: Line = Line{}

fn Line.put(self: *mut Line, c: u8) {
    if self.size < self.text.len {
        self.text[self.size] = c
        self.size += 1
    }
}

fn Line.unsigned(self: *mut Line, value: u32, base: u32, width: u32, fill: u8) {
    var digits = [0 as u8; 32]
    var n: u32 = 0
    var rest = value
    while true {
        let digit = (rest % base) as u8
        digits[n] = if digit < 10 { '0' + digit } else { 'a' - 10 + digit }
        n += 1
        rest /= base
        if rest == 0 { break }
    }
    for i in n..width { self.put(fill) }
    while n > 0 {
        n -= 1
        self.put(digits[n])
    }
}

fn Line.signed(self: *mut Line, value: i32) {
    if value < 0 { self.put('-') }
    self.unsigned(if value < 0 { 0 - value as u32 } else { value as u32 }, 10, 0, ' ')
}

fn parse(text: []u8) i32 {
    let negative = text.len > 0 and text[0] == '-'
    var at: u32 = if negative { 1 } else { 0 }
    var value: i32 = 0
    while at < text.len and text[at] >= '0' and text[at] <= '9' {
        value = value * 10 + (text[at] - '0') as i32
        at += 1
    }
    return if negative { -value } else { value }
}

@noinline @export("run")
fn run(rounds: u32) u32 {
    var sum: u32 = 0
    var x: u32 = 8
    for round in 0..rounds {
        x = x * 1664525 + 1013904223
        line.size = 0
        line.signed(x as i32 >> 4)
        let end = line.size
        line.put(' ')
        line.unsigned(x, 16, 8, '0')
        line.put(' ')
        line.unsigned(round, 10, 6, ' ')
        sum = sum * 31 + parse(line.text[..end]) as u32
        for c in line.text[..line.size] {
            sum = sum * 3 + c
        }
    }
    return sum
}

@entry fn start() never {
    host.finish(run(1200))
}

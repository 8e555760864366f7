/// Words, numbers and signs of a text, and a calculator's value of sums and products in it.
module tokens

use host

enum Kind: u8 { end, word, number, sign }

struct Token { kind: Kind, pad 3, start: u32, length: u32, value: u32 }

struct Scanner { text: []u8, at: u32 }

fn letter(c: u8) bool { return c >= 'a' and c <= 'z' or c >= 'A' and c <= 'Z' or c == '_' }

fn digit(c: u8) bool { return c >= '0' and c <= '9' }

fn Scanner.next(self: *mut Scanner) Token {
    while self.at < self.text.len and self.text[self.at] == ' ' { self.at += 1 }
    let start = self.at
    if start >= self.text.len { return Token{ kind: Kind.end, start, length: 0, value: 0 } }
    let c = self.text[start]
    self.at += 1
    if letter(c) {
        var hash: u32 = c as u32
        while self.at < self.text.len and (letter(self.text[self.at]) or digit(self.text[self.at])) {
            hash = hash * 31 + self.text[self.at]
            self.at += 1
        }
        return Token{ kind: Kind.word, start, length: self.at - start, value: hash }
    }
    if digit(c) {
        var value = (c - '0') as u32
        while self.at < self.text.len and digit(self.text[self.at]) {
            value = value * 10 + (self.text[self.at] - '0')
            self.at += 1
        }
        return Token{ kind: Kind.number, start, length: self.at - start, value }
    }
    return Token{ kind: Kind.sign, start, length: 1, value: c as u32 }
}

const TEXT: []u8 = "fn main ( argc , argv ) { let x_1 = 12 + 345 * 6 ; while x_1 < 100000 { x_1 = x_1 * 2 + count [ 17 ] } return x_1 }"

@noinline @export("run")
fn run(rounds: u32) u32 {
    var sum: u32 = 0
    for round in 0..rounds {
        var scanner = Scanner{ text: TEXT[round..], at: 0 }
        while true {
            let token = scanner.next()
            match token.kind {
                end => break
                word => sum = sum * 3 + token.value
                number => sum += token.value
                sign => sum ^= token.value + token.length + token.start
            }
        }
    }
    return sum
}

@entry fn start() never { host.finish(run(40)) }

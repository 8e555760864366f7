/// Strings, numbers and formatted output.
///
/// Trust: plain code without rights or state.
module libos.unix.text

pub fn equal(a: []u8, b: []u8) bool {
    if a.len != b.len { return false }
    for i in 0..a.len {
        if a[i] != b[i] { return false }
    }
    return true
}

/// Where `part` first stands in `whole`, or `whole.len`.
pub fn find(whole: []u8, part: []u8) u32 {
    if part.len == 0 { return 0 }
    if part.len > whole.len { return whole.len }
    for i in 0..whole.len - part.len + 1 {
        if equal(whole[i..i + part.len], part) { return i }
    }
    return whole.len
}

/// The text before the first zero byte.
pub fn until_zero(bytes: []u8) []u8 {
    for i in 0..bytes.len {
        if bytes[i] == 0 { return bytes[..i] }
    }
    return bytes
}

/// Copies as much as fits; returns how much.
pub fn copy_into(to: []mut u8, from: []u8) u32 {
    let n = min(to.len, from.len)
    for i in 0..n { to[i] = from[i] }
    return n
}

pub fn is_digit(c: u8) bool { return c >= '0' and c <= '9' }

pub enum NumberError: u32 { not_a_number = 1 }

/// An unsigned decimal number, or hexadecimal behind `0x`.
pub fn number(s: []u8) u32!NumberError {
    if s.len == 0 { fail NumberError.not_a_number }
    var value: u32 = 0
    if s.len > 2 and s[0] == '0' and s[1] == 'x' {
        for c in s[2..] {
            var digit: u32 = 0
            if is_digit(c) {
                digit = c - '0'
            } else if c >= 'a' and c <= 'f' {
                digit = c - 'a' + 10
            } else {
                fail NumberError.not_a_number
            }
            if value >> 28 != 0 { fail NumberError.not_a_number }
            value = value << 4 | digit
        }
        return value
    }
    for c in s {
        if not is_digit(c) { fail NumberError.not_a_number }
        let digit: u32 = c - '0'
        if value > (0xFFFFFFFF - digit) / 10 { fail NumberError.not_a_number }
        value = value * 10 + digit
    }
    return value
}

/// A buffer that text is printed into; what does not fit is dropped, and `lost` tells.
pub struct Buffer {
    bytes: []mut u8
    used: u32
    lost: bool
    pad 3
}

pub fn Buffer.over(bytes: []mut u8) Buffer { return Buffer{ bytes: bytes, used: 0, lost: false } }

pub fn Buffer.written(self: *Buffer) []u8 { return self.bytes[..self.used] }

pub fn Buffer.char(self: *mut Buffer, c: u8) {
    if self.used < self.bytes.len {
        self.bytes[self.used] = c
        self.used += 1
    } else {
        self.lost = true
    }
}

fn Buffer.fill(self: *mut Buffer, c: u8, count: i32) {
    for i in 0..count { self.char(c) }
}

pub fn Buffer.text(self: *mut Buffer, s: []u8, width: i32) {
    let length = s.len as i32
    if width > length { self.fill(' ', width - length) }
    for c in s { self.char(c) }
    if -width > length { self.fill(' ', -width - length) }
}

pub fn Buffer.unsigned(self: *mut Buffer, v: u32, base: u32, width: i32, fill: u8) {
    self.number(v, base, false, width, fill)
}

pub fn Buffer.signed(self: *mut Buffer, v: i32, width: i32, fill: u8) {
    if v < 0 { self.number(0 - (v as u32), 10, true, width, fill) } else { self.number(v as u32, 10, false, width, fill) }
}

fn Buffer.number(self: *mut Buffer, v: u32, base: u32, negative: bool, width: i32, fill: u8) {
    var digits: [33]u8 = [0; 33]
    var at: u32 = 33
    var rest = v
    while true {
        at -= 1
        let digit = (rest % base) as u8
        digits[at] = if digit < 10 { '0' + digit } else { 'a' + (digit - 10) }
        rest /= base
        if rest == 0 { break }
    }
    var length = (33 - at) as i32
    if negative { length += 1 }
    if negative and fill == '0' { self.char('-') }
    if width > length { self.fill(fill, width - length) }
    if negative and fill != '0' { self.char('-') }
    for c in digits[at..] { self.char(c) }
    if -width > length { self.fill(' ', -width - length) }
}

test "texts are equal byte for byte" {
    assert(equal("", "") and equal("exo", "exo"))
    assert(not equal("exo", "exp") and not equal("exo", "ex"))
}

test "a part is found where it first stands" {
    assert(find("banana", "an") == 1 and find("banana", "") == 0)
    assert(find("banana", "nab") == 6 and find("an", "banana") == 2)
}

test "a text ends before its first zero" {
    assert(equal(until_zero("ab\0c"), "ab") and equal(until_zero("abc"), "abc"))
}

test "what is copied fits" {
    var into: [3]u8 = [0; 3]
    assert(copy_into(into[..], "abcde") == 3 and equal(into[..], "abc"))
    assert(copy_into(into[..], "x") == 1 and equal(into[..], "xbc"))
}

fn is_number(s: []u8, expected: u32) bool {
    let value = number(s) catch { return false }
    return value == expected
}

fn is_no_number(s: []u8) bool {
    _ = number(s) catch { return true }
    return false
}

test "numbers up to the largest" {
    assert(is_number("0", 0) and is_number("4294967295", 0xFFFFFFFF))
    assert(is_number("0xffffffff", 0xFFFFFFFF) and is_number("0x1f", 31))
}

test "what is no number" {
    assert(is_no_number("") and is_no_number("-1") and is_no_number("12a") and is_no_number("0x") and is_no_number("0xg"))
    assert(is_no_number("4294967296") and is_no_number("99999999999") and is_no_number("0x100000000"))
}

test "formats: width, fill, side, sign" {
    var bytes: [32]u8 = [0; 32]
    var buffer = Buffer.over(bytes[..])
    buffer.unsigned(42, 10, 5, ' ')
    buffer.unsigned(255, 16, 4, '0')
    buffer.signed(-7, -4, ' ')
    buffer.signed(-7, 4, '0')
    buffer.text("x", -3)
    assert(equal(buffer.written(), "   4200ff-7  -007x  "), "{}", buffer.written())
    assert(not buffer.lost)
}

test "a full buffer drops the rest and says so" {
    var bytes: [4]u8 = [0; 4]
    var buffer = Buffer.over(bytes[..])
    buffer.text("abcdef", 0)
    assert(buffer.lost and equal(buffer.written(), "abcd"))
}

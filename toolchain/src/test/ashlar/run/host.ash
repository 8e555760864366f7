/// What the programs of this folder need of their host, here Linux on IA-32: output, an end, and a report of failed checks.
system module host

struct Check { pc: u32, file: *u8, line: u32, reason: *u8 }

extern "c" var __start_ash_checks: Check
extern "c" var __stop_ash_checks: Check

asm fn write(bytes: *u8, count: u32) @clobbers(ebx) {
    mov ecx, eax
    mov ebx, 1
    mov eax, 4
    int 0x80
    ret
}

pub asm fn exit(code: u32) never {
    mov ebx, eax
    mov eax, 1
    int 0x80
}

/// Prints failed checks as `check: LINE: REASON` and ends the program with code 1.
pub fn report_traps() {
    install()
}

asm fn install() @clobbers(ebx) @stack(16) {
    push 0
    push 0
    push 0x40000000
    push .handler
    mov eax, 67
    mov ebx, 4
    mov ecx, esp
    xor edx, edx
    int 0x80
    add esp, 16
    ret
.handler:
    mov eax, [esp+64]
    jmp {trapped}
}

fn trapped(pc: u32) never {
    var at = &__start_ash_checks as u32
    while at < &__stop_ash_checks as u32 {
        let check = at as *Check
        if check.pc == pc {
            print(out(), "check: {}: ", check.line)
            out().text(string(check.reason), 0)
            print(out(), "\n")
            exit(1)
        }
        at += size_of(Check)
    }
    print(out(), "illegal instruction\n")
    exit(2)
}

fn string(start: *u8) []u8 {
    var n: u32 = 0
    while ((start as u32 + n) as *u8).* != 0 {
        n += 1
    }
    return raw_slice(start, n)
}

/// Standard output as a sink of `print`.
pub struct Output { written: u32 }

var output: Output = Output{}

pub fn out() *mut Output {
    return &mut output
}

pub fn Output.text(self: *mut Output, s: []u8, width: i32) {
    self.pad(width - s.len as i32, ' ')
    self.bytes(s)
    self.pad(-width - s.len as i32, ' ')
}

pub fn Output.char(self: *mut Output, c: u8) {
    let one = [c]
    self.bytes(one[..])
}

pub fn Output.unsigned(self: *mut Output, v: u32, base: u32, width: i32, fill: u8) {
    self.wide(v, base, width, fill)
}

pub fn Output.signed(self: *mut Output, v: i32, width: i32, fill: u8) {
    let magnitude = if v < 0 { 0 - (v as i64) } else { v as i64 }
    self.number(magnitude as u64, v < 0, 10, width, fill)
}

pub fn Output.wide(self: *mut Output, v: u64, base: u32, width: i32, fill: u8) {
    self.number(v, false, base, width, fill)
}

fn Output.number(self: *mut Output, v: u64, negative: bool, base: u32, width: i32, fill: u8) {
    var digits = [0 as u8; 65]
    var first: u32 = 65
    var rest = v
    while true {
        first -= 1
        let digit = (rest % (base as u64)) as u8
        digits[first] = if digit < 10 { '0' + digit } else { 'a' - 10 + digit }
        rest /= base as u64
        if rest == 0 {
            break
        }
    }
    if negative {
        first -= 1
        digits[first] = '-'
    }
    let used = (65 - first) as i32
    self.pad(width - used, fill)
    self.bytes(digits[first..])
    self.pad(-width - used, ' ')
}

fn Output.pad(self: *mut Output, n: i32, fill: u8) {
    var i: i32 = 0
    while i < n {
        self.char(fill)
        i += 1
    }
}

fn Output.bytes(self: *mut Output, s: []u8) {
    self.written += s.len
    write(s.ptr, s.len)
}

@panic fn panicked(file: []u8, line: u32) *mut Output {
    print(out(), "panic: {}: ", line)
    return out()
}

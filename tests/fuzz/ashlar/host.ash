/// What random programs need of their host, here Linux on IA-32: output, and to go on with the next program where a check of one failed.
system module host

struct Check { pc: u32, file: *u8, line: u32, reason: *u8 }

extern "c" var __start_ash_checks: Check
extern "c" var __stop_ash_checks: Check

var resumed: u32 = 0
var hash: u32 = 1

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

/// Failed checks come to `trapped` from here on, each with SIGILL still let through.
pub asm fn install() @clobbers(ebx) @stack(16) {
    push 0
    push 0x40000000
    push 0
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

/// Calls a program. It returns, or a check fails in it.
pub asm fn attempt(program: fn()) @stack(64) {
    push ebx
    push esi
    push edi
    push ebp
    mov [{resumed}], esp
    call eax
    pop ebp
    pop edi
    pop esi
    pop ebx
    ret
}

/// Behind the call of `attempt`.
asm fn resume() never {
    mov esp, [{resumed}]
    cld
    pop ebp
    pop edi
    pop esi
    pop ebx
    ret
}

fn trapped(pc: u32) never {
    var at = &__start_ash_checks as u32
    while at < &__stop_ash_checks as u32 {
        let check = at as *Check
        if check.pc == pc {
            print(out(), "check: {}: ", check.line)
            out().text(string(check.reason), 0)
            print(out(), "\n")
            resume()
        }
        at += size_of(Check)
    }
    print(out(), "illegal instruction\n")
    exit(2)
}

fn string(start: *u8) []u8 {
    var n: u32 = 0
    while ((start as u32 + n) as *u8).* != 0 { n += 1 }
    return raw_slice(start, n)
}

/// Takes a word into account.
@noinline pub fn mix(word: u32) { note(word) }

/// The same, in place.
pub fn note(word: u32) { hash = (hash << 5 | hash >> 27) ^ word * 0x9E3779B1 }

/// Prints what became of a program, for the next one to begin anew.
pub fn finish() {
    print(out(), "{08x}\n", hash)
    hash = 1
}

/// Standard output as a sink of `print`.
pub struct Output { written: u32 }

var output: Output = Output{}

pub fn out() *mut Output { return &mut output }

pub fn Output.text(self: *mut Output, s: []u8, width: i32) { self.bytes(s) }

pub fn Output.char(self: *mut Output, c: u8) {
    let one = [c]
    self.bytes(one[..])
}

pub fn Output.unsigned(self: *mut Output, v: u32, base: u32, width: i32, fill: u8) { self.wide(v, base, width, fill) }

pub fn Output.signed(self: *mut Output, v: i32, width: i32, fill: u8) {
    if v < 0 { self.char('-') }
    self.wide((if v < 0 { 0 - v } else { v }) as u32, 10, 0, ' ')
}

@noinline pub fn Output.wide(self: *mut Output, v: u64, base: u32, width: i32, fill: u8) {
    var digits = [fill; 20]
    var first: u32 = 20
    var rest = v
    while true {
        first -= 1
        let digit = (rest % (base as u64)) as u8
        digits[first] = if digit < 10 { '0' + digit } else { 'a' - 10 + digit }
        rest /= base as u64
        if rest == 0 { break }
    }
    self.bytes(digits[min(first, 20 - max(width, 1) as u32)..])
}

fn Output.bytes(self: *mut Output, s: []u8) {
    self.written += s.len
    write(s.ptr, s.len)
}

@panic fn panicked(file: []u8, line: u32) *mut Output {
    print(out(), "panic: {}: ", line)
    return out()
}

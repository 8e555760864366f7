/// The kernel's calls for the trial: raw, so that any number and any argument can be tried, and checked against what is expected.
///
/// Trust: hostile on purpose. Results are printed on the console, the only thing that is done in good faith.
system module trial.calls

use abi.call
use abi.capability
use abi.layout

struct Arguments @size(36) {
    number: u32, a: u32, b: u32, c: u32, d: u32, e: u32, f: u32
    result: u32, detail: u32
}

asm fn trap(arguments: *mut Arguments) u32 @stack(24) {
    push ebx
    push esi
    push edi
    push ebp
    push eax
    mov edx, [eax + 4]
    mov ecx, [eax + 8]
    mov ebx, [eax + 12]
    mov esi, [eax + 16]
    mov edi, [eax + 20]
    mov ebp, [eax + 24]
    mov eax, [eax]
    int 0x40
    mov ebx, [esp]
    mov [ebx + 28], eax
    mov [ebx + 32], edx
    setc al
    movzx eax, al
    pop ebx
    pop ebp
    pop edi
    pop esi
    pop ebx
    ret
}

/// A call's number and arguments.
pub struct Try { number: u32, a: u32, b: u32, c: u32, d: u32, e: u32, f: u32 }

/// What came of it: `error` 0 where it succeeded.
pub struct Came { error: u32, value: u32, detail: u32 }

pub fn make(t: *Try) Came {
    var arguments = Arguments{ number: t.number, a: t.a, b: t.b, c: t.c, d: t.d, e: t.e, f: t.f, result: 0, detail: 0 }
    let failed = trap(&mut arguments) != 0
    return Came{ error: if failed { arguments.result } else { 0 as u32 }, value: arguments.result, detail: arguments.detail }
}

pub fn three(number: call.Call, a: u32, b: u32, c: u32) Came {
    return make(&Try{ number: number as u32, a: a, b: b, c: c, d: 0, e: 0, f: 0 })
}

pub fn six(number: call.Call, a: u32, b: u32, c: u32, d: u32, e: u32, f: u32) Came {
    return make(&Try{ number: number as u32, a: a, b: b, c: c, d: d, e: e, f: f })
}

/// Calls that must succeed here: their value.
pub fn must(number: call.Call, a: u32, b: u32, c: u32, d: u32, e: u32, f: u32) u32 {
    let came = six(number, a, b, c, d, e, f)
    if came.error != 0 { check("a call that had to succeed", false, came.error) }
    return came.value
}

// ---- the exported pages ----

pub fn machine() *io layout.Machine { return layout.MACHINE_BOOK as *io layout.Machine }

pub fn own() *io layout.Own { return layout.OWN as *io layout.Own }

pub fn shown(number: u32) *io layout.Environment { return (layout.ENVIRONMENT_BOOK + number * size_of(layout.Environment)) as *io layout.Environment }

pub fn frame(number: u32) *io layout.Frame { return (layout.FRAME_BOOK + number * size_of(layout.Frame)) as *io layout.Frame }

/// Our own entry for an address, 0 where there is no table.
pub fn entry(va: u32) u32 {
    if ((layout.PAGE_DIRECTORY + (va >> 22) * 4) as *io u32).* & 1 == 0 { return 0 }
    return ((layout.PAGE_TABLES + (va >> 12) * 4) as *io u32).*
}

pub fn me() u32 { return own().*.number }

pub fn free_frames() u32 { return machine().*.frames_free }

// ---- checking ----

var group: []u8 = "?"
var checks: u32 = 0
var failures: u32 = 0
var all_checks: u32 = 0
pub var all_failures: u32 = 0

pub fn begin(name: []u8) {
    group = name
    checks = 0
    failures = 0
}

pub fn end() {
    print(&mut out, "{-14} {4} checks, {} failed\n", group, checks, failures)
    all_checks += checks
    all_failures += failures
}

pub fn total() { print(&mut out, "trial: {} checks, {} failed\n", all_checks, all_failures) }

pub fn check(what: []u8, good: bool, seen: u32) {
    checks += 1
    if good { return }
    failures += 1
    print(&mut out, "FAILED {}: {}: {x}\n", group, what, seen)
}

pub fn equal(what: []u8, seen: u32, wanted: u32) {
    checks += 1
    if seen == wanted { return }
    failures += 1
    print(&mut out, "FAILED {}: {}: {x} instead of {x}\n", group, what, seen, wanted)
}

/// A call that must be refused in just this way.
pub fn refused(what: []u8, wanted: call.Error, t: *Try) {
    let came = make(t)
    if came.error == wanted as u32 { check(what, true, 0) } else {
        check(what, false, came.error)
        print(&mut out, "       call {} with {x} {x} {x} {x} {x}\n", t.number, t.a, t.b, t.c, t.d, t.e)
    }
}

pub fn refused3(what: []u8, wanted: call.Error, number: call.Call, a: u32, b: u32, c: u32) {
    refused(what, wanted, &Try{ number: number as u32, a: a, b: b, c: c, d: 0, e: 0, f: 0 })
}

// ---- printing ----

pub struct Out { count: u32 }

pub var out: Out = Out{ count: 0 }

@panic
fn begin_panic(file: []u8, line: u32) *mut Out {
    print(&mut out, "trial: panic: {}:{}: ", file, line)
    return &mut out
}

fn write(s: []u8) {
    var at: u32 = 0
    while at < s.len {
        let rest = s[at..]
        at += three(call.Call.console_write, capability.CONSOLE, rest.ptr as u32, rest.len).value
    }
}

pub fn Out.text(self: *mut Out, s: []u8, width: i32) {
    write(s)
    var n = s.len as i32
    while n < 0 - width {
        self.char(' ')
        n += 1
    }
}

pub fn Out.char(self: *mut Out, c: u8) {
    let one = [c]
    write(one[..])
}

pub fn Out.unsigned(self: *mut Out, v: u32, base: u32, width: i32, fill: u8) {
    var digits: [32]u8 = [fill; 32]
    var at: u32 = 32
    var rest = v
    while at == 32 or rest != 0 {
        at -= 1
        let digit = (rest % base) as u8
        digits[at] = if digit < 10 { '0' + digit } else { 'a' + digit - 10 }
        rest /= base
    }
    if width > 0 and (32 - at) as i32 < width { at = 32 - width as u32 }
    self.text(digits[at..32], 0)
}

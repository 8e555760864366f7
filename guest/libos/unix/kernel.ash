/// The exokernel's calls as functions.
///
/// Trust: runs in every environment with that environment's own rights. A call that meets a page that is not there (or not writable)
/// is told so by the kernel; we touch the page, which runs our own fault handler, and call again. So the kernel never faults for us.
/// Everything here may run on the exception stack: it keeps no state.
system module libos.unix.kernel

use abi.call
use abi.capability
use abi.layout

/// Number, six arguments, two results; the layout that `trap` knows.
struct Arguments @size(36) {
    number: u32, a: u32, b: u32, c: u32, d: u32, e: u32, f: u32
    result: u32, detail: u32
}

/// What a call that succeeded returns.
pub struct Results { value: u32, detail: u32 }

/// Makes the call and stores the results; returns 1 if it failed.
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

/// Reads, and for a write stores again, one byte of a page, so that our fault handler makes the page what the kernel needs.
@upcall
fn touch(page: u32, write: bool) {
    let p = page as *io mut u8
    let value = p.*
    if write { p.* = value }
}

@upcall
fn invoke(number: call.Call, a: u32, b: u32, c: u32, d: u32, e: u32, f: u32) Results!call.Error {
    var arguments = Arguments{ number: number as u32, a: a, b: b, c: c, d: d, e: e, f: f, result: 0, detail: 0 }
    while trap(&mut arguments) != 0 {
        let error = arguments.result as? call.Error
        if error != call.Error.fault { fail error }
        touch(arguments.detail & 0xFFFFF000, arguments.detail & 1 != 0)
        arguments.number = number as u32
    }
    return Results{ value: arguments.result, detail: arguments.detail }
}

/// As `invoke`, for the calls whose only result is one word.
@upcall
fn simple(number: call.Call, a: u32, b: u32, c: u32, d: u32, e: u32, f: u32) u32!call.Error {
    let results = try invoke(number, a, b, c, d, e, f)
    return results.value
}

/// The kernel's pages about the machine, every environment and this one.
@upcall
pub fn machine() *io layout.Machine { return layout.MACHINE_BOOK as *io layout.Machine }

@upcall
pub fn own() *io layout.Own { return layout.OWN as *io layout.Own }

@upcall
pub fn environment(number: u32) *io layout.Environment {
    return (layout.ENVIRONMENT_BOOK + number * size_of(layout.Environment)) as *io layout.Environment
}

@upcall
pub fn frame(number: u32) *io layout.Frame { return (layout.FRAME_BOOK + number * size_of(layout.Frame)) as *io layout.Frame }

/// This environment's number.
@upcall
pub fn own_number() u32 { return own().*.number }

/// Seconds since 1970.
pub fn seconds() u32 { return machine().*.seconds }

/// This environment's entry for a page; empty where there is no table for it.
@upcall
pub fn entry(va: u32) layout.Pte {
    let directory = (layout.PAGE_DIRECTORY + (va >> 22) * 4) as *io layout.Pte
    if not directory.*.present { return layout.Pte{} }
    let table = (layout.PAGE_TABLES + (va >> 12) * 4) as *io layout.Pte
    return table.*
}

/// The first page at or above `va`, and below `end`, that is mapped; `end` where none is.
pub fn next_page(va: u32, end: u32) u32 {
    var at = va >> 12
    let last = end >> 12
    while at < last {
        let table = first_present(layout.PAGE_DIRECTORY, at >> 10, (last + 1023) >> 10)
        at = max(at, table << 10)
        if at >= last { return end }
        let stop = min(last, (table + 1) << 10)
        at = first_present(layout.PAGE_TABLES, at, stop)
        if at != stop { return at << 12 }
    }
    return end
}

/// The index of the first word from `from` on with the present bit, or `end`.
asm fn first_present(words: u32, from: u32, end: u32) u32 {
    cmp edx, ecx
    jae .end
.next:
    test byte [eax + edx * 4], 1
    jnz .end
    inc edx
    cmp edx, ecx
    jb .next
.end:
    mov eax, edx
    ret
}

pub fn env_create(factory_slot: u32, into_slot: u32) u32!call.Error {
    return try simple(call.Call.env_create, factory_slot, into_slot, 0, 0, 0, 0)
}

pub fn env_free(env_slot: u32, env: u32) void!call.Error {
    _ = try simple(call.Call.env_free, env_slot, env, 0, 0, 0, 0)
}

pub fn frame_write(env_slot: u32, env: u32, registers: *call.Registers) void!call.Error {
    _ = try simple(call.Call.frame_write, env_slot, env, registers as u32, 0, 0, 0)
}

pub fn frame_read(env_slot: u32, env: u32, registers: *mut call.Registers) void!call.Error {
    _ = try simple(call.Call.frame_read, env_slot, env, registers as u32, 0, 0, 0)
}

pub fn entries(env_slot: u32, env: u32, where: *call.Entries) void!call.Error {
    _ = try simple(call.Call.entries, env_slot, env, where as u32, 0, 0, 0)
}

/// Any free frame, guarded by the name in the slot.
@upcall
pub fn frame_alloc(slot: u32) u32!call.Error {
    return try simple(call.Call.frame_alloc, slot, call.ANY_FRAME, 0, 0, 0, 0)
}

@upcall
pub fn frame_free(slot: u32, number: u32) void!call.Error {
    _ = try simple(call.Call.frame_free, slot, number, 0, 0, 0, 0)
}

@upcall
pub fn pte_set(env_slot: u32, env: u32, frame_slot: u32, va: u32, pte: layout.Pte) void!call.Error {
    _ = try simple(call.Call.pte_set, env_slot, env, frame_slot, va, pte as u32, 0)
}

pub fn pte_set_batch(env_slot: u32, env: u32, frame_slot: u32, changes: []call.PteChange) void!call.Error {
    _ = try simple(call.Call.pte_set_batch, env_slot, env, frame_slot, changes.ptr as u32, changes.len, 0)
}

pub fn pte_get(env_slot: u32, env: u32, va: u32) layout.Pte!call.Error {
    let word = try simple(call.Call.pte_get, env_slot, env, va, 0, 0, 0)
    return word as layout.Pte
}

pub fn slice_set(slot: u32, index: u32, env: u32) void!call.Error {
    _ = try simple(call.Call.slice_set, slot, index, env, 0, 0, 0)
}

pub fn yield(env: u32) {
    _ = simple(call.Call.yield, env, 0, 0, 0, 0, 0) catch 0
}

/// Sleeps while the word holds the value, at most that many milliseconds where not 0. True if it changed.
@upcall
pub fn sleep(word: *io u32, value: u32, ticks: u32) bool {
    let timed_out = simple(call.Call.sleep, word as u32, value, ticks, 0, 0, 0) catch 0
    return timed_out == 0
}

/// Sleeps for some milliseconds, on a word that does not change.
pub fn pause(milliseconds: u32) {
    _ = sleep(&machine().magic, layout.MAGIC, max(milliseconds, 1))
}

@upcall
pub fn transfer(env_slot: u32, env: u32, w0: u32, w1: u32, w2: u32, w3: u32) Results!call.Error {
    return try invoke(call.Call.transfer, env_slot, env, w0, w1, w2, w3)
}

/// Answers the environment being served, if any, and waits for the next transfer.
pub fn reply(env: u32, w0: u32, w1: u32) never {
    while true {
        // It comes back only if that environment has died meanwhile: then wait without answering.
        _ = simple(call.Call.reply, env, w0, w1, 0, 0, 0) catch 0
        _ = simple(call.Call.reply, 0, 0, 0, 0, 0, 0) catch 0
    }
    unreachable()
}

@upcall
pub fn resume(frame: *call.ExceptionFrame) never {
    _ = simple(call.Call.resume, frame as u32, 0, 0, 0, 0, 0) catch 0
    panic("resume failed")
}

@upcall
pub fn console_write(slot: u32, text: []u8) u32!call.Error {
    return try simple(call.Call.console_write, slot, text.ptr as u32, min(text.len, layout.PAGE), 0, 0, 0)
}

pub fn console_read(slot: u32, into: []mut u8) u32!call.Error {
    return try simple(call.Call.console_read, slot, into.ptr as u32, min(into.len, layout.PAGE), 0, 0, 0)
}

/// Starts moving `count` sectors between an extent and a frame.
pub fn disk_submit(extent_slot: u32, extent: u32, sector: u32, count: u32, write: bool, frame_slot: u32, number: u32) void!call.Error {
    var how = count << 1
    if write { how |= 1 }
    _ = try simple(call.Call.disk_submit, extent_slot, extent, sector, how, frame_slot, number)
}

pub fn cap_grant(env_slot: u32, env: u32, into_slot: u32, from_slot: u32, rights: capability.Rights) void!call.Error {
    _ = try simple(call.Call.cap_grant, env_slot, env, into_slot, from_slot, rights as u32, 0)
}

pub fn cap_drop(slot: u32) {
    _ = simple(call.Call.cap_drop, slot, 0, 0, 0, 0, 0) catch 0
}

pub struct Time { milliseconds: u32, seconds: u32 }

/// Milliseconds since the kernel started, seconds since 1970.
pub fn time() Time {
    let results = invoke(call.Call.time, 0, 0, 0, 0, 0, 0) catch Results{ value: 0, detail: 0 }
    return Time{ milliseconds: results.value, seconds: results.detail }
}

@upcall
pub fn poweroff(slot: u32, status: u32) void!call.Error {
    _ = try simple(call.Call.poweroff, slot, status, 0, 0, 0, 0)
}

/// Any call with any numbers, for those who try what the kernel does with them. Never retries.
pub fn attempt(number: u32, a: u32, b: u32, c: u32, d: u32, e: u32, f: u32) Results!call.Error {
    var arguments = Arguments{ number: number, a: a, b: b, c: c, d: d, e: e, f: f, result: 0, detail: 0 }
    if trap(&mut arguments) != 0 { fail arguments.result as? call.Error }
    return Results{ value: arguments.result, detail: arguments.detail }
}

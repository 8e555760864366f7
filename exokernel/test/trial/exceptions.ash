/// Exceptions and faults in ring 3: what the owner is told, that it can go on, and how one that cannot is stopped.
system module trial.exceptions

use abi.call
use abi.capability
use abi.layout
use trial.calls
use trial.child

extern "c" var __text_start: u8

const HOLE: u32 = 0x64000000
const PAGE_FAULT: u32 = 14
const PROTECTION: u32 = 13
const TRAP_FLAG: u32 = 0x100

var stack: [8192]u8 @align(4096) = [0; 8192]
/// Instructions to try: bytes that are called.
var code: [32]u8 @align(32) = [0xC3; 32]
/// Where the handler goes on if it cannot mend, with which stack.
var recover: u32 = 0
var recover_stack: u32 = 0
/// What it saw last, and how often.
var seen = call.ExceptionFrame{}
var seen_at: u32 = 0
var count: u32 = 0
/// Map a page where a fault was, and go on; before that, so many times, fault again in the handler.
var mend: bool = false
var nest: u32 = 0
var frame: u32 = 0
var kept: [9]u32 = [0; 9]

pub fn run() {
    calls.begin("exceptions")
    let low = &stack as u32
    let where = call.Entries{
        fault: entered as u32, exception: entered as u32, slice_end: 0, transfer: 0
        exception_stack_low: low, exception_stack_high: low + 8192, transfer_stack: 0
    }
    _ = calls.must(call.Call.entries, 0, calls.me(), &where as u32, 0, 0, 0)
    privileged()
    local_descriptors()
    software_interrupts()
    flags()
    stacks()
    faults()
    mending()
    stopping()
    let nowhere = call.Entries{}
    _ = calls.must(call.Call.entries, 0, calls.me(), &nowhere as u32, 0, 0, 0)
    calls.end()
}

asm fn entered() never {
    mov eax, esp
    call {handle}
}

fn handle(f: *mut call.ExceptionFrame) never {
    seen = f.*
    seen_at = f as u32
    count += 1
    if nest != 0 {
        nest -= 1
        ((HOLE + 0x10000 + nest * 4096) as *io mut u32).* = 1
    }
    if mend and f.vector == PAGE_FAULT {
        _ = calls.must(call.Call.pte_set, 0, calls.me(), 0, f.cr2 & 0xFFFFF000, frame << 12 | 3, 0)
    } else {
        f.eip = recover
        f.esp = recover_stack
        f.eflags &= ~TRAP_FLAG
    }
    _ = calls.three(call.Call.resume, f as u32, 0, 0)
    panic("resume has returned")
}

/// Calls the bytes at EAX; comes back when they return or when the handler gives up on them.
asm fn try_code(at: u32) u32 @stack(20) {
    push ebx
    push esi
    push edi
    push ebp
    mov [{recover_stack}], esp
    mov dword [{recover}], .out
    call eax
.out:
    cld
    pop ebp
    pop edi
    pop esi
    pop ebx
    ret
}

fn execute(bytes: []u8) u32 {
    for i, b in bytes { code[i] = b }
    code[bytes.len] = 0xC3
    seen = call.ExceptionFrame{}
    return try_code(&code as u32)
}

fn raises(bytes: []u8, vector: u32, error: u32) {
    let before = count
    _ = execute(bytes)
    calls.equal("one exception", count - before, 1)
    calls.equal("its vector", seen.vector, vector)
    calls.equal("its error code", seen.error, error)
}

fn privileged() {
    raises("\xF4", PROTECTION, 0)                             // hlt
    raises("\xFA", PROTECTION, 0)                             // cli
    raises("\xFB", PROTECTION, 0)                             // sti
    raises("\xE4\x20", PROTECTION, 0)                         // in
    raises("\xE6\x20", PROTECTION, 0)                         // out
    raises("\xEC", PROTECTION, 0)
    raises("\xEF", PROTECTION, 0)
    raises("\x6C", PROTECTION, 0)                             // insb
    raises("\x6E", PROTECTION, 0)                             // outsb
    raises("\x0F\x20\xC0", PROTECTION, 0)                     // mov eax, cr0
    raises("\x0F\x22\xD8", PROTECTION, 0)                     // mov cr3, eax
    raises("\x0F\x21\xC0", PROTECTION, 0)                     // mov eax, dr0
    raises("\x0F\x23\xF8", PROTECTION, 0)                     // mov dr7, eax
    raises("\x0F\x01\x10", PROTECTION, 0)                     // lgdt [eax]
    raises("\x0F\x01\x18", PROTECTION, 0)                     // lidt [eax]
    raises("\x0F\x01\x38", PROTECTION, 0)                     // invlpg [eax]
    raises("\x0F\x01\xF0", PROTECTION, 0)                     // lmsw ax
    raises("\x0F\x00\xD0", PROTECTION, 0)                     // lldt ax
    raises("\x0F\x00\xD8", PROTECTION, 0)                     // ltr ax
    raises("\x0F\x06", PROTECTION, 0)                         // clts
    raises("\x0F\x09", PROTECTION, 0)                         // wbinvd
    raises("\x0F\x0B", 6, 0)                                  // ud2
    raises("\x31\xC9\xF7\xF1", 0, 0)                          // div by 0
    raises("\xB0\x7F\x04\x01\xCE", 4, 0)                      // into with overflow
    raises("\xCC", 3, 0)                                      // int3
    raises("\xD9\xEB", 7, 0)                                  // floating point
    raises("\xEA\x00\x00\x10\xC0\x08\x00", PROTECTION, 8)     // jmp to the kernel's code segment
    raises("\x9A\x00\x00\x00\x00\x28\x00", PROTECTION, 0x28)  // call the task segment
    raises("\xB8\x10\x00\x00\x00\x8E\xD8", PROTECTION, 0x10)  // mov ds, kernel data
    raises("\xB8\x10\x00\x00\x00\x8E\xD0", PROTECTION, 0x10)  // mov ss, kernel data
    raises("\xB8\x04\x00\x00\x00\x8E\xC0", PROTECTION, 4)     // mov es, a local descriptor
    raises("\x31\xC0\x8E\xD8\x8E\xC0\x0F\x0B", 6, 0)          // null segments in an exception
}

/// Descriptors of our own making, where the processor has its local table after a reset.
fn local_descriptors() {
    let me = calls.me()
    frame = calls.must(call.Call.frame_alloc, 0, call.ANY_FRAME, 0, 0, 0, 0)
    _ = calls.must(call.Call.pte_set, 0, me, 0, 0x1000, frame << 12 | 3, 0)
    let table = 0x1000 as *io mut [4]u32
    let gate = &code as u32 + 31
    table.*[0] = 0x0000FFFF
    table.*[1] = 0x00CFF300
    table.*[2] = 0x00080000 | gate & 0xFFFF
    table.*[3] = gate & 0xFFFF0000 | 0xEC00
    raises("\xB8\x07\x10\x00\x00\x8E\xC0", PROTECTION, 0x1004)  // mov es, a data segment
    raises("\x9A\x00\x00\x00\x00\x0F\x10", PROTECTION, 0x100C)  // call through a gate to ring 0
    _ = calls.must(call.Call.pte_set, 0, me, 0, 0x1000, 0, 0)
    _ = calls.must(call.Call.frame_free, 0, frame, 0, 0, 0, 0)
}

fn software_interrupts() {
    var bytes: [2]u8 = [0xCD, 0]
    for n in 0..256 {
        if n == 3 or n == 4 or n == 0x40 { continue }
        bytes[1] = n as u8
        raises(bytes[..], PROTECTION, n * 8 + 2)
    }
}

/// What POPF, IRET-like calls and single steps can and cannot change.
fn flags() {
    // pushfd, pop eax after popfd of everything but the trap flag
    let after = execute("\x68\xFF\xFE\xFF\xFF\x9D\x9C\x58\xFC")
    calls.equal("no I/O privilege", after >> 12 & 3, 0)
    calls.equal("interrupts on", after & 0x200, 0x200)
    calls.equal("not virtual 8086", after & 0x20000, 0)
    // popfd with interrupts off
    calls.equal("still on", execute("\x6A\x00\x9D\x9C\x58") & 0x200, 0x200)
    var r = call.Registers{}
    let number = child.make(0)
    r.eflags = 0xFFFFFEFF
    r.eip = child.count_up as u32
    _ = calls.must(call.Call.frame_write, child.slot(0), number, &r as u32, 0, 0, 0)
    _ = calls.must(call.Call.frame_read, child.slot(0), number, &r as u32, 0, 0, 0)
    calls.equal("only harmless flags", r.eflags, 0x240ED7)
    child.end(0, number)
    // Single steps: over a nop, and into a call of the kernel.
    raises("\x9C\x80\x4C\x24\x01\x01\x9D\x90\x90", 1, 0)
    calls.equal("after the first", seen.eip, &code as u32 + 8)
    raises("\xB8\x16\x00\x00\x00\x9C\x80\x4C\x24\x01\x01\x9D\xCD\x40\x90\x90", 1, 0)
    calls.equal("after the one behind the call", seen.eip - &code as u32 | 1, 15)
}

/// Any stack pointer at a fault, an exception, a system call.
fn stacks() {
    for esp in [0 as u32, 1, 3, 0x1000, layout.USER_TOP - 4, layout.USER_TOP, layout.OWN + 64, 0xBFFFFFFC, 0xC0000004, 0xC0100010, 0xFFFFFFFF] {
        var bytes = [0xBC as u8, esp as u8, (esp >> 8) as u8, (esp >> 16) as u8, (esp >> 24) as u8, 0x50]
        _ = execute(bytes[..])
        calls.check("a fault or stack fault", seen.vector == PAGE_FAULT or seen.vector == 12, seen.vector)
        calls.equal("with that stack", seen.esp, esp)
        bytes[5] = 0xCC
        raises(bytes[..], 3, 0)
        // mov ebx, esp; mov esp, X; mov eax, 22; int 0x40; mov esp, ebx
        let call_time = [0x89 as u8, 0xE3, 0xBC, esp as u8, (esp >> 8) as u8, (esp >> 16) as u8, (esp >> 24) as u8, 0xB8, 22, 0, 0, 0, 0xCD, 0x40, 0x89, 0xDC]
        let before = count
        _ = execute(call_time[..])
        calls.equal("a call with any stack", count - before, 0)
    }
}

fn access(opcode: u8, modrm: u8, va: u32, error: u32) {
    let bytes = [opcode, modrm, va as u8, (va >> 8) as u8, (va >> 16) as u8, (va >> 24) as u8]
    raises(bytes[..], PAGE_FAULT, error)
    calls.equal("the address", seen.cr2, va)
    calls.equal("the instruction", seen.eip, &code as u32)
}

fn faults() {
    // mov ecx, [va] and mov [va], ecx
    for va in [0 as u32, 0x10, HOLE, 0x40000000, 0xBF400000] {
        access(0x8B, 0x0D, va, 4)
        access(0x89, 0x0D, va, 6)
    }
    for va in [0xC0000000 as u32, 0xC0100000] {
        access(0x8B, 0x0D, va, 5)
        access(0x89, 0x0D, va, 7)
    }
    for va in [&__text_start as u32, layout.OWN, layout.ENVIRONMENT_BOOK, layout.FRAME_BOOK, layout.MACHINE_BOOK, layout.PAGE_DIRECTORY, layout.PAGE_TABLES + 0x1000] {
        access(0x89, 0x0D, va, 7)
    }
    // jmp to the kernel
    let before = count
    _ = execute("\xB8\x0C\x00\x10\xC0\xFF\xE0")
    calls.equal("one fault", count - before, 1)
    calls.equal("at the kernel's address", seen.eip, 0xC010000C)
}

/// Sets all registers, stores to EDI (which faults), and keeps what the registers are then.
asm fn store_with_registers(at: u32) @stack(16) {
    push ebx
    push esi
    push edi
    push ebp
    mov edi, eax
    mov eax, 0x11111111
    mov ebx, 0x22222222
    mov ecx, 0x33333333
    mov edx, 0x44444444
    mov esi, 0x55555555
    mov ebp, 0x66666666
    stc
    std
    mov [edi], eax
    mov [{kept}], eax
    mov [{kept} + 4], ebx
    mov [{kept} + 8], ecx
    mov [{kept} + 12], edx
    mov [{kept} + 16], esi
    mov [{kept} + 20], edi
    mov [{kept} + 24], ebp
    mov [{kept} + 28], esp
    pushfd
    pop dword [{kept} + 32]
    cld
    pop ebp
    pop edi
    pop esi
    pop ebx
    ret
}

/// A handler that maps the page: the program does not notice.
fn mending() {
    let me = calls.me()
    frame = calls.must(call.Call.frame_alloc, 0, call.ANY_FRAME, 0, 0, 0, 0)
    mend = true
    let before = count
    store_with_registers(HOLE)
    calls.equal("one fault", count - before, 1)
    calls.equal("on the exception stack", seen_at, &stack as u32 + 8192 - size_of(call.ExceptionFrame))
    for i, value in [0x11111111 as u32, 0x22222222, 0x33333333, 0x44444444, 0x55555555, HOLE, 0x66666666] { calls.equal("a register", kept[i], value) }
    calls.equal("the stack", kept[7], seen.esp)
    calls.equal("carry and direction", kept[8] & 0x401, 0x401)
    calls.equal("stored", (HOLE as *io u32).*, 0x11111111)
    // Faults in the handler: each frame below the one before.
    nest = 3
    let faults_before = count
    ((HOLE + 0x1000) as *io mut u32).* = 5
    calls.equal("four faults", count - faults_before, 4)
    mend = false
    for i in 0..2 { _ = calls.six(call.Call.pte_set, 0, me, 0, HOLE + i * 0x1000, 0, 0) }
    for i in 0..3 { _ = calls.six(call.Call.pte_set, 0, me, 0, HOLE + 0x10000 + i * 0x1000, 0, 0) }
    _ = calls.must(call.Call.frame_free, 0, frame, 0, 0, 0, 0)
}

var bad_frame = call.ExceptionFrame{ eip: 0xC0100000 }
var errand = child.Errand{}

asm fn fault_again() never {
    mov eax, [0x10]
    ud2
}

fn stopped(number: u32, why: layout.Stop, vector: u32) {
    calls.equal("stopped", child.watch(number, 100) as u32, layout.State.stopped as u32)
    calls.equal("why", calls.shown(number).*.stop as u32, why as u32)
    calls.equal("for what", calls.shown(number).*.stop_vector, vector)
}

fn with_stack(number: u32, handler: u32, low: u32, high: u32) {
    let where = call.Entries{ fault: handler, exception: handler, slice_end: 0, transfer: 0, exception_stack_low: low, exception_stack_high: high, transfer_stack: 0 }
    _ = calls.must(call.Call.entries, child.slot(0), number, &where as u32, 0, 0, 0)
    child.start(0, number, child.store as u32, 0xC0100000, 1)
}

/// Environments that cannot go on: stopped, with a reason that their parent reads; and set going again.
fn stopping() {
    let number = child.make(0)
    calls.equal("not running yet", calls.shown(number).*.state as u32, layout.State.made as u32)
    child.start(0, number, child.store as u32, 0xC0100000, 1)
    stopped(number, layout.Stop.no_handler, PAGE_FAULT)
    calls.equal("the address", calls.shown(number).*.stop_cr2, 0xC0100000)
    calls.equal("the instruction", calls.shown(number).*.stop_address, child.store as u32)
    child.start(0, number, child.jump as u32, 0xC010000C, 0)
    stopped(number, layout.Stop.no_handler, PAGE_FAULT)
    with_stack(number, fault_again as u32, 0x50000000, 0x50001000)
    stopped(number, layout.Stop.exception_stack, PAGE_FAULT)
    with_stack(number, fault_again as u32, &__text_start as u32 & 0xFFFFF000, (&__text_start as u32 & 0xFFFFF000) + 4096)
    stopped(number, layout.Stop.exception_stack, PAGE_FAULT)
    let mine = child.exception_stack(0)
    with_stack(number, fault_again as u32, mine, mine + 48)
    stopped(number, layout.Stop.exception_stack, PAGE_FAULT)
    with_stack(number, fault_again as u32, mine, mine)
    stopped(number, layout.Stop.exception_stack, PAGE_FAULT)
    with_stack(number, fault_again as u32, mine, mine + 4096)
    stopped(number, layout.Stop.exception_stack, PAGE_FAULT)
    with_stack(number, 0x50000000, mine, mine + 4096)
    stopped(number, layout.Stop.exception_stack, PAGE_FAULT)
    errand = child.Errand{ number: call.Call.resume as u32, a: &bad_frame as u32 }
    child.start(0, number, child.perform as u32, &errand as u32, 0)
    stopped(number, layout.Stop.bad_resume, 0)
    child.end(0, number)
}

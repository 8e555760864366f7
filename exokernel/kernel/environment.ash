/// Environments: what runs. Registers, capabilities, entries, an address space, and what each is waiting for.
///
/// Trust: the private part lies in kernel memory; what others may know stands in the environment book, read-only to them. Numbers are used
/// again, so a capability also names the generation. A dead environment is out of everything at once; its frames come back in steps.
///
/// Beginning and end are here; running is kernel.schedule's, waiting for others kernel.transfer's.
system module kernel.environment

use abi.call
use abi.capability
use abi.layout
use cpu
use kernel.batch
use kernel.disk
use kernel.frame
use kernel.machine
use kernel.memory
use kernel.paging
use kernel.rights
use kernel.schedule
use kernel.segments
use kernel.transfer

/// Flags that an environment may set; interrupts are always on for it, and it has no I/O privilege, virtual 8086 mode or nested task.
const FREE_FLAGS: u32 = 0x240DD5
const FORCED_FLAGS: u32 = 0x202
const CARRY: u32 = 1

/// Frames that one step of a dead environment's dismantling returns at most (the abi promises no more than 64).
const FRAMES_A_STEP: u32 = 16

pub struct Environment {
    /// Where the processor and the stub save registers while it runs, and where they are loaded from.
    frame: cpu.TrapFrame
    number: u32
    guard: capability.Capability
    /// Frames of the page directory and of the own page.
    directory: u32
    own: u32
    entries: call.Entries
    used: [64]bool
    /// What a sleeper waits for: a word (as the kernel sees it) to differ, or the ticks to pass, if not 0.
    word: u32
    value: u32
    since: u32
    ticks: u32
    /// The frame that is pinned for that, 0 if none needs to be.
    pinned: u32
    /// Whose reply a caller waits for, and whether that one has been entered for it yet.
    target: u32
    target_generation: u32
    entered: bool
    /// A disk request is under way.
    requested: bool
    pad 2
    /// Callers that wait for their turn with this environment, and the next one in the queue that this one is in.
    first_caller: u32
    last_caller: u32
    next_caller: u32
    /// How far kernel.paging is with taking it apart.
    dismantled: u32
    dismantled_entry: u32
    /// Last, so that the rest is cleared by itself: a slot that is not used means nothing.
    slots: [64]capability.Capability
}

/// The environment book, alone on its page.
var book: [64]layout.Environment @align(4096) = [layout.Environment{}; 64]
var all: [64]Environment @align(64) = [Environment{}; 64]
/// Environments whose frames are still being returned.
var dying: u32 = 0
const assert size_of([64]layout.Environment) == layout.PAGE, "the book is one page"

pub fn book_address() u32 { return &book as u32 }

pub fn at(number: u32) *mut Environment { return &mut all[number] }

pub fn Environment.shown(self: *Environment) *mut layout.Environment { return &mut book[self.number] }

pub fn Environment.page(self: *Environment) *mut layout.Own { return frame.address(self.own) as *mut layout.Own }

pub fn alive(number: u32) bool {
    if number == 0 or number >= layout.ENVIRONMENTS { return false }
    let state = book[number].state
    return state != layout.State.free and state != layout.State.dying
}

/// A call succeeded: its result, and CF clear.
pub fn Environment.accept(self: *mut Environment, result: u32) {
    self.frame.eax = result
    self.frame.eflags &= ~CARRY
}

/// A call failed and has done nothing.
pub fn Environment.refuse(self: *mut Environment, error: call.Error) {
    self.frame.eax = error as u32
    self.frame.eflags |= CARRY
    self.frame.edx = if error == call.Error.fault { memory.fault_detail() } else { 0 as u32 }
}

/// Registers for an entry at `eip`: flat segments, no flags; the general registers as they are.
pub fn Environment.enter_at(self: *mut Environment, eip: u32, esp: u32) {
    self.frame.eip = eip
    self.frame.esp = esp
    self.set_flags(0)
    self.set_segments()
}

pub fn Environment.set_flags(self: *mut Environment, flags: u32) { self.frame.eflags = flags & FREE_FLAGS | FORCED_FLAGS }

fn Environment.set_segments(self: *mut Environment) {
    self.frame.cs = segments.USER_CODE
    self.frame.ss = segments.USER_DATA
    self.frame.ds = segments.USER_DATA
    self.frame.es = segments.USER_DATA
    self.frame.fs = segments.USER_DATA
    self.frame.gs = segments.USER_DATA
}

/// A new environment with all rights on itself in slot 0. Fails without an effect.
pub fn make(parent: u32) *mut Environment!call.Error {
    let number = vacant()
    if number == 0 { fail call.Error.no_environment }
    let e = &mut all[number]
    cpu.fill(e as *mut u8, 0, offset_of(Environment, slots))
    e.number = number
    let shown = &mut book[number]
    shown.tables = 0
    try paging.make(e)
    let generation = shown.generation + 1
    shown.* = layout.Environment{ number: number as u16, parent: parent as u16, generation: generation, state: layout.State.made, tables: 1 }
    e.guard = rights.environment_name(number, generation)
    rights.put(e, capability.SELF, &e.guard)
    e.set_segments()
    e.set_flags(0)
    let page = e.page()
    page.number = number
    page.generation = generation
    return e
}

fn vacant() u32 {
    let number = first_in_state(1, layout.State.free)
    return if number < layout.ENVIRONMENTS { number } else { 0 as u32 }
}

/// The first number from `from` on whose environment is in a state, or ENVIRONMENTS.
pub fn first_in_state(from: u32, state: layout.State) u32 { return find_state(&book as u32, from, state) }

asm fn find_state(book: u32, from: u32, state: layout.State) u32 @stack(4) {
    push ebx
    mov ebx, edx
    shl edx, 6
    lea eax, [eax + edx + {offset_of(layout.Environment, state)}]
.next:
    cmp ebx, {layout.ENVIRONMENTS}
    jae .end
    cmp [eax], cl
    je .end
    inc ebx
    add eax, {size_of(layout.Environment)}
    jmp .next
.end:
    mov eax, ebx
    pop ebx
    ret
}

const assert size_of(layout.Environment) == 64, "find_state shifts by 6"

/// Ends an environment: from here on nothing of it runs, is called, or has rights. Its frames come back in steps of `reclaim`.
pub fn kill(e: *mut Environment) {
    e.cancel()
    disk.forget(e)
    schedule.forget(e)
    let shown = e.shown()
    shown.state = layout.State.dying
    cpu.fill(&mut e.used as *mut u8, 0, capability.SLOTS)
    if paging.is_loaded(e.directory) { paging.load(0) }
    dying += 1
}

/// Ends whatever an environment waits for, so that it can run as its registers say, or die.
pub fn Environment.cancel(self: *mut Environment) {
    batch.cancel(self)
    let shown = self.shown()
    match shown.state {
        sleeping => schedule.end_sleep(self)
        calling => transfer.cancel(self)
        free | made | runnable | serving_idle | stopped | dying => { }
    }
    shown.upcall = false
    shown.stop = layout.Stop.not_stopped
    shown.state = layout.State.runnable
}

/// An environment can go no further. Its parent may look why, and may set its registers to let it go on.
pub fn Environment.halt(self: *mut Environment, why: layout.Stop, vector: u32, cr2: u32) {
    let shown = self.shown()
    shown.state = layout.State.stopped
    shown.stop = why
    shown.stop_vector = vector
    shown.stop_address = self.frame.eip
    shown.stop_cr2 = cr2
}

pub fn anything_to_reclaim() bool { return dying != 0 }

/// One bounded step of returning a dead environment's frames; there is one.
pub fn reclaim() {
    let number = first_in_state(1, layout.State.dying)
    for _n in 0..FRAMES_A_STEP {
        let held = frame.first_held(number)
        if held == 0 {
            if not paging.dismantle(&mut all[number], FRAMES_A_STEP) { forget(number) }
            return
        }
        frame.give_up(held)
    }
}

/// The number of a dead environment can be used again. Its children have no parent any more.
fn forget(number: u32) {
    for child in 1..layout.ENVIRONMENTS {
        if book[child].parent == number { book[child].parent = 0 }
    }
    book[number].state = layout.State.free
    dying -= 1
}

/// env_create: (factory_slot, into_slot) -> number.
pub fn call_create(e: *mut Environment) u32!call.Error {
    let into = e.frame.ecx
    let guard = rights.name('E')
    try rights.allow(e, e.frame.edx, &guard, rights.WRITE)
    try rights.vacant(e, into)
    let made = try make(e.number)
    rights.put(e, into, &made.guard)
    return made.number
}

/// env_free: (env_slot, env).
pub fn call_free(e: *mut Environment) u32!call.Error {
    let t = try rights.target(e, e.frame.edx, e.frame.ecx, rights.WRITE)
    kill(t)
    return 0
}

/// frame_write: (env_slot, env, *Registers). `true`: they are the caller's own, so there is no result to store.
pub fn call_write_registers(e: *mut Environment) bool!call.Error {
    let t = try rights.target(e, e.frame.edx, e.frame.ecx, rights.WRITE)
    let span = try memory.span(e, e.frame.ebx, size_of(call.Registers), false)
    var r: call.Registers = uninit
    span.copy_to(&r as u32)
    t.cancel()
    t.frame.edi = r.edi
    t.frame.esi = r.esi
    t.frame.ebp = r.ebp
    t.frame.ebx = r.ebx
    t.frame.edx = r.edx
    t.frame.ecx = r.ecx
    t.frame.eax = r.eax
    t.enter_at(r.eip, r.esp)
    t.set_flags(r.eflags)
    return t.number == e.number
}

/// frame_read: (env_slot, env, *mut Registers).
pub fn call_read_registers(e: *mut Environment) u32!call.Error {
    let t = try rights.target(e, e.frame.edx, e.frame.ecx, rights.READ)
    let span = try memory.span(e, e.frame.ebx, size_of(call.Registers), true)
    let f = &t.frame
    let r = call.Registers{
        edi: f.edi, esi: f.esi, ebp: f.ebp, esp: f.esp, ebx: f.ebx, edx: f.edx, ecx: f.ecx, eax: f.eax, eip: f.eip, eflags: f.eflags
    }
    span.copy_from(&r as u32)
    return 0
}

/// entries: (env_slot, env, *Entries). Addresses of the kernel are refused; others may be wrong, at the environment's own cost.
pub fn call_entries(e: *mut Environment) u32!call.Error {
    let t = try rights.target(e, e.frame.edx, e.frame.ecx, rights.WRITE)
    let span = try memory.span(e, e.frame.ebx, size_of(call.Entries), false)
    var where: call.Entries = uninit
    span.copy_to(&where as u32)
    let code = max(max(where.fault, where.exception), max(where.slice_end, where.transfer))
    if code >= layout.USER_TOP or where.transfer_stack > layout.USER_TOP { fail call.Error.bad_argument }
    let low = where.exception_stack_low
    let high = where.exception_stack_high
    if low > high or high > layout.USER_TOP or high & 3 != 0 { fail call.Error.bad_argument }
    t.entries = where
    return 0
}

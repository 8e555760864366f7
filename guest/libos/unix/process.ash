/// Processes: begin, fork, exec, exit, wait, kill.
///
/// Trust: the process's own rights, and for a moment those on the environment that becomes its child or its successor (slot CHILD).
/// Process numbers are the server's; to the kernel there are only environments.
system module libos.unix.process

use abi.call
use abi.layout
use cpu
use libos.unix.file
use libos.unix.kernel
use libos.unix.loader
use libos.unix.memory
use libos.unix.protocol
use libos.unix.server_call
use libos.unix.space
use libos.unix.text

/// What every program's entry calls: sets the process up, runs `main`, exits with its result.
pub fn begin(main: fn([][]u8) u32) never {
    memory.start()
    exit(main(arguments()))
}

/// The program's arguments; the first is its name.
pub fn arguments() [][]u8 {
    let count = (space.ARGUMENTS as *u32).*
    return raw_slice((space.ARGUMENTS + 4) as *[]u8, min(count, 128))
}

pub fn exit(status: u32) never {
    file.flush_all()
    while true {
        _ = server_call.ask(protocol.Request.exit, status, 0, 0) catch kernel.Results{ value: 0, detail: 0 }
    }
    unreachable()
}

pub struct Ended { process: u32, status: u32 }

/// Waits for a child, or any child with `protocol.ANY`.
pub fn wait(process: u32) Ended!protocol.Errno {
    let answer = try server_call.ask_patiently(protocol.Request.wait, process, 0, 0)
    return Ended{ process: answer.value, status: answer.detail }
}

/// A child that has ended already, without waiting; fails with `would_block` or `not_found` where there is none.
pub fn poll() Ended!protocol.Errno {
    let answer = try server_call.ask(protocol.Request.wait, protocol.ANY, 0, 0)
    return Ended{ process: answer.value, status: answer.detail }
}

pub fn kill(process: u32) void!protocol.Errno {
    _ = try server_call.ask(protocol.Request.kill, process, 0, 0)
}

/// Ends all processes of a job.
pub fn kill_job(job: u32) void!protocol.Errno {
    _ = try server_call.ask(protocol.Request.kill_job, job, 0, 0)
}

/// Saves the registers that a function must keep, so that the child comes out of this very call with 0. Returns 1 here.
/// The return address is saved too: by the time the child's stack is taken, later calls of ours have overwritten it there.
asm fn fork_point(registers: *mut call.Registers) u32 @clobbers(ecx) {
    mov [eax], edi
    mov [eax + 4], esi
    mov [eax + 8], ebp
    lea ecx, [esp + 4]
    mov [eax + 12], ecx
    mov [eax + 16], ebx
    mov dword [eax + 28], 0
    mov ecx, [esp]
    mov [eax + 32], ecx
    mov dword [eax + 36], 0x202
    mov eax, 1
    ret
}

/// Makes a copy of this process. Returns the child's number, and 0 in the child.
pub fn fork() u32!protocol.Errno {
    file.flush_all()
    var registers = call.Registers{}
    kernel.cap_drop(space.CHILD)
    let made = try server_call.ask(protocol.Request.fork, 0, 0, 0)
    let child = made.value
    if fork_point(&mut registers) == 0 {
        file.forget_window()
        return 0
    }
    copy_space(child, &registers) catch |error| {
        abandon()
        fail error
    }
    _ = try server_call.ask(protocol.Request.fork_done, made.detail, 0, 0)
    kernel.cap_drop(space.CHILD)
    return made.detail
}

/// Entries for the child: of our pages and of the file cache's, given to the kernel many at a time.
struct Batches {
    child: [32]call.PteChange
    files: [32]call.PteChange
    shared: u32  // entries used of `child`
    cached: u32  // entries used of `files`
    ours: u32    // writable pages of ours that the child sees
}

/// Frames that must be left after fork, so that neither side dies of its next writes; fewer pages than that need fewer.
const ROOM: u32 = 16

/// The child gets all its entries before one of ours changes: where it can't have them, we are as we were. Meanwhile we write nothing that
/// the child will look at, only our stack below the frame that it comes out of.
fn copy_space(child: u32, registers: *call.Registers) void!protocol.Errno {
    var batches = Batches{}
    var va = next_page(space.PROGRAM)
    while va < layout.USER_TOP {
        try copy_page(child, va, kernel.entry(va), &mut batches)
        va = next_page(va + layout.PAGE)
    }
    try flush(child, &mut batches)
    let where = call.Entries{
        fault: memory.entry_point(), exception: memory.entry_point(), slice_end: 0, transfer: 0
        exception_stack_low: space.EXCEPTION_LOW, exception_stack_high: space.EXCEPTION_HIGH, transfer_stack: 0
    }
    kernel.entries(space.CHILD, child, &where) catch { fail protocol.Errno.no_memory }
    kernel.frame_write(space.CHILD, child, registers) catch { fail protocol.Errno.no_memory }
    if kernel.machine().frames_free < min(batches.ours, ROOM) { fail protocol.Errno.no_memory }
    try mark_own()
}

/// The first page from `va` on that is there and that a child gets, or USER_TOP.
fn next_page(start: u32) u32 {
    let va = if start < space.SCRATCH { kernel.next_page(start, space.SCRATCH) } else { space.SCRATCH }
    return if va < space.SCRATCH { va } else { kernel.next_page(max(start, space.STACK_BOTTOM), layout.USER_TOP) }
}

/// Whether parent and child go on with the same frame.
fn is_shared(va: u32, entry: layout.Pte) bool {
    let owner = entry.owner as u32
    return owner & (space.FILE | space.INHERITED) == 0 and (va < space.EXCEPTION_LOW or va >= space.EXCEPTION_HIGH)
}

fn copy_page(child: u32, va: u32, entry: layout.Pte, batches: *mut Batches) void!protocol.Errno {
    let owner = entry.owner as u32
    if owner & space.FILE != 0 {
        batches.files[batches.cached] = call.PteChange{ va: va, pte: entry as u32 }
        batches.cached += 1
    } else if is_shared(va, entry) {
        let mark = owner | space.INHERITED | if entry.writable { space.COPY_ON_WRITE } else { 0 as u32 }
        let shared = layout.Pte{ present: true, user: true, owner: mark as u3, frame: entry.frame }
        batches.child[batches.shared] = call.PteChange{ va: va, pte: shared as u32 }
        batches.shared += 1
        if entry.writable { batches.ours += 1 }
    } else {
        try copy_now(child, va, entry)
    }
    if batches.shared == 32 or batches.cached == 32 { try flush(child, batches) }
}

fn flush(child: u32, batches: *mut Batches) void!protocol.Errno {
    if batches.shared != 0 {
        kernel.pte_set_batch(space.CHILD, child, 0, batches.child[..batches.shared]) catch { fail protocol.Errno.no_memory }
        batches.shared = 0
    }
    if batches.cached != 0 {
        kernel.pte_set_batch(space.CHILD, child, space.FILES, batches.files[..batches.cached]) catch { fail protocol.Errno.no_memory }
        batches.cached = 0
    }
}

/// Makes the pages of ours that the child sees copy-on-write for us too.
fn mark_own() void!protocol.Errno {
    var changes: [32]call.PteChange = [call.PteChange{}; 32]
    var used: u32 = 0
    var va = next_page(space.PROGRAM)
    while va < layout.USER_TOP {
        let entry = kernel.entry(va)
        if entry.writable and is_shared(va, entry) {
            let marked = layout.Pte{ present: true, user: true, owner: (entry.owner as u32 | space.COPY_ON_WRITE) as u3, frame: entry.frame }
            changes[used] = call.PteChange{ va: va, pte: marked as u32 }
            used += 1
        }
        va = next_page(va + layout.PAGE)
        if used == 32 or va >= layout.USER_TOP {
            kernel.pte_set_batch(0, kernel.own_number(), 0, changes[..used]) catch { fail protocol.Errno.no_memory }
            used = 0
        }
    }
}

/// Copies a page for the child at once, into a frame of the child's own.
fn copy_now(child: u32, va: u32, entry: layout.Pte) void!protocol.Errno {
    let frame = kernel.frame_alloc(space.CHILD) catch { fail protocol.Errno.no_memory }
    defer release(frame)
    let whole = layout.Pte{ present: true, writable: true, user: true, frame: frame as u20 }
    kernel.pte_set(0, kernel.own_number(), space.CHILD, space.SCRATCH, whole) catch { fail protocol.Errno.no_memory }
    defer memory.unmap(space.SCRATCH)
    cpu.copy(space.SCRATCH as *mut u8, va as *u8, layout.PAGE)
    let writable = entry.writable or entry.owner as u32 & space.COPY_ON_WRITE != 0
    let theirs = layout.Pte{ present: true, writable: writable, user: true, frame: frame as u20 }
    kernel.pte_set(space.CHILD, child, space.CHILD, va, theirs) catch { fail protocol.Errno.no_memory }
}

fn release(frame: u32) {
    kernel.frame_free(space.CHILD, frame) catch { return }
}

/// Becomes another program; returns only if that fails.
pub fn exec(path: []u8, words: [][]u8) protocol.Errno {
    file.flush_all()
    return replace(path, words) catch |error| error
}

fn replace(path: []u8, words: [][]u8) protocol.Errno!protocol.Errno {
    let program = try file.open(path, protocol.Flags{})
    errdefer file.close(program)
    kernel.cap_drop(space.CHILD)
    let made = try server_call.ask(protocol.Request.exec, 0, 0, 0)
    errdefer abandon()
    let target = loader.Target{ env: made.value, slot: space.CHILD, files: space.FILES }
    let source = loader.Source{ context: program, page: file_page }
    try loader.load(&target, &source, words)
    file.close(program)
    let length = text.copy_into(server_call.message()[..15], file.last_name(path))
    _ = try server_call.ask(protocol.Request.exec_done, length, 0, 0)
    panic("a process goes on after its exec")
}

/// Gives up what `fork` or `exec` began, and the capability on it, whose slot the next one needs.
fn abandon() {
    kernel.cap_drop(space.CHILD)
    _ = server_call.ask(protocol.Request.abandon, 0, 0, 0) catch kernel.Results{ value: 0, detail: 0 }
}

fn file_page(descriptor: u32, index: u32) u32!protocol.Errno {
    let answer = try server_call.ask(protocol.Request.file_page, descriptor, index, 0)
    return answer.value
}

/// A new job: processes that Ctrl-C ends together, when they are in the foreground.
pub fn new_job() u32 {
    let answer = server_call.ask(protocol.Request.new_job, 0, 0, 0) catch kernel.Results{ value: 0, detail: 0 }
    return answer.value
}

/// Puts a child (0: this process) into a job. A child that has ended already does not mind.
pub fn set_job(process: u32, job: u32) {
    _ = server_call.ask(protocol.Request.set_job, process, job, 0) catch kernel.Results{ value: 0, detail: 0 }
}

/// Gives the terminal to a job; returns the one that had it. Who does not have the terminal itself cannot.
pub fn foreground(job: u32) u32!protocol.Errno {
    let answer = try server_call.ask(protocol.Request.foreground, job, 0, 0)
    return answer.value
}

pub fn sleep(milliseconds: u32) { kernel.pause(milliseconds) }

/// Writes everything to the disk and turns the machine off.
pub fn shutdown(status: u32) {
    file.flush_all()
    _ = server_call.ask(protocol.Request.shutdown, status, 0, 0) catch kernel.Results{ value: 0, detail: 0 }
}

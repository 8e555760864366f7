/// Who runs: a cyclic vector of time slices that environments own, gifts of the rest of a slice, sleeping and waking.
///
/// Trust: decides nothing but the order of the vector, which the holder of "S" fills. An environment that wakes comes next, but never twice
/// running without the vector's turn between, so waking is no way to keep others out. A slice that belongs to a caller which waits for its
/// reply runs the one that is to reply.
///
/// Every way out of the kernel ends in `leave`. Nothing here returns to where an interrupt came from: in ring 3 that is the saved frame, and
/// in ring 0 interrupts are on at one place only, `open`, which holds no state.
system module kernel.schedule

use abi.call
use abi.layout
use cpu
use kernel.batch
use kernel.disk
use kernel.environment
use kernel.frame
use kernel.machine
use kernel.memory
use kernel.paging
use kernel.rights
use kernel.segments
use kernel.start as image
use kernel.transfer
use kernel.upcall

const TICKS_A_SLICE: u32 = 2
const TICKS_OF_GRACE: u32 = 2
const STACK_BYTES: u32 = 8192

const assert STACK_BYTES == size_of([8192]u8), "as kernel.start has it"

/// Environments that one step of a search looks at, each with at most so many callers followed to whom they wait for.
const LOOKS_A_STEP: u32 = 8
const MOST_FOLLOWED: u32 = 4

/// Ticks left of the slice that runs.
var left: u32 = 0
/// They are the ticks of grace: there are no more in this slice, whoever it is given to.
var grace: bool = false
var sleepers: u32 = 0
var last_woken: u32 = 0
/// The last choice was a sleeper's waking.
var woke: bool = false

/// A search for who comes next: first through sleepers, then through slices, or the other way round after a waking. It goes on where it
/// stopped when interrupts had been let in, and begins again if there was one.
enum Search: u8 { none_runs_it, sleepers_first, slices_second, slices_first, sleepers_second }

var search: Search = Search.none_runs_it
/// Numbers or slices that it has looked at.
var looked: u32 = 0

/// Lets the first environment run.
pub fn start(first: *mut environment.Environment) never {
    give(0, first.number)
    next()
}

fn running() u32 { return machine.book().running }

/// The environment that a call or an exception in ring 3 comes from.
pub fn current() *mut environment.Environment { return environment.at(running()) }

/// Goes on with who runs, or if that cannot be, with whom the vector says.
pub fn leave() never {
    let number = running()
    if number != 0 and left > 0 {
        let e = environment.at(number)
        if e.shown().state == layout.State.runnable { enter(e) }
    }
    next()
}

/// The end of the running slice, or of what its owner wanted of it: looks for who comes next.
pub fn next() never {
    left = TICKS_A_SLICE
    grace = false
    looked = 0
    search = if woke { Search.slices_first } else { Search.sleepers_first }
    look()
}

/// One step of the search.
fn look() never {
    var looks: u32 = 0
    while looks < LOOKS_A_STEP {
        let found = match search {
            sleepers_first | sleepers_second => next_sleeper()
            slices_first | slices_second => next_slice()
            none_runs_it => 0
        }
        if found != 0 {
            woke = search == Search.sleepers_first or search == Search.sleepers_second
            run(environment.at(found))
        }
        if looked >= layout.ENVIRONMENTS {
            looked = 0
            search = match search {
                sleepers_first => Search.slices_second
                slices_first => Search.sleepers_second
                slices_second | sleepers_second | none_runs_it => Search.none_runs_it
            }
            if search == Search.none_runs_it { idle() }
        }
        looks += 1
    }
    machine.book().running = 0
    open(false)
}

/// The next sleeper with a slice of its own, from the one after the last that woke, if its waiting is over; else 0.
fn next_sleeper() u32 {
    if sleepers == 0 { looked = layout.ENVIRONMENTS }
    while looked < layout.ENVIRONMENTS {
        let from = (last_woken + 1 + looked) % layout.ENVIRONMENTS
        let number = environment.first_in_state(from, layout.State.sleeping)
        looked += number + 1 - from
        if number < layout.ENVIRONMENTS {
            let e = environment.at(number)
            if e.shown().slices == 0 or not ready(e) { return 0 }
            last_woken = number
            return number
        }
        looked -= 1
    }
    return 0
}

/// The next slice that has an owner, from the one after the last that ran, if it or whom it waits for can run; else 0.
fn next_slice() u32 {
    let book = machine.book()
    while looked < call.SLICES {
        let from = (book.slice + 1 + looked) % call.SLICES
        let slice = first_owned(&book.slices as u32, from)
        looked += slice + 1 - from
        if slice < call.SLICES {
            var number: u32 = book.slices[slice]
            var followed: u32 = 0
            while followed < MOST_FOLLOWED and environment.at(number).shown().state == layout.State.calling and not transfer.is_orphan(environment.at(number)) {
                number = environment.at(number).target
                followed += 1
            }
            if not ready(environment.at(number)) { return 0 }
            book.slice = slice
            return number
        }
        looked -= 1
    }
    return 0
}

/// The first slice from `from` on that has an owner, or SLICES.
asm fn first_owned(slices: u32, from: u32) u32 {
.next:
    cmp edx, {call.SLICES}
    jae .end
    cmp word [eax + edx * 2], 0
    jne .end
    inc edx
    jmp .next
.end:
    mov eax, edx
    ret
}

const assert call.SLICES == layout.ENVIRONMENTS, "a search counts both alike"

/// Whether an environment can run now; a sleeper whose word has changed, or whose time has come, wakes, and a
/// caller whose target is dead learns that.
pub fn ready(e: *mut environment.Environment) bool {
    let shown = e.shown()
    if shown.state == layout.State.runnable { return true }
    if shown.state == layout.State.calling and transfer.is_orphan(e) {
        transfer.abandon(e)
        return true
    }
    if shown.state != layout.State.sleeping { return false }
    let changed = (e.word as *u32).* != e.value
    let late = e.ticks != 0 and machine.book().ticks - e.since >= e.ticks
    if not changed and not late { return false }
    end_sleep(e)
    shown.state = layout.State.runnable
    e.frame.eax = if changed { 0 as u32 } else { 1 as u32 }
    return true
}

/// Switches to an environment that is ready, for what is left of the slice.
pub fn run(e: *mut environment.Environment) never {
    let book = machine.book()
    if book.running != e.number {
        book.running = e.number
        book.switches += 1
    }
    paging.load(e.directory)
    segments.save_below(&e.frame as u32 + size_of(cpu.TrapFrame))
    enter(e)
}

fn enter(e: *mut environment.Environment) never {
    if batch.active(e) { batch.step(e) }
    cpu.resume(&e.frame)
}

/// The owner is through with its slice-end upcall: the slice is over, unless it was taken meanwhile and this is a later one.
pub fn end_upcall(e: *mut environment.Environment) never {
    e.shown().upcall = false
    if grace { next() }
    leave()
}

fn idle() never {
    machine.book().running = 0
    paging.load(0)
    if environment.anything_to_reclaim() {
        environment.reclaim()
        open(false)
    }
    // Whoever asked the drive sleeps, most likely.
    if disk.waits() { disk.poll() }
    open(not disk.waits())
}

/// The one place where an interrupt arrives in ring 0. With `halt` it comes back only through one.
pub asm fn open(halt: bool) never {
    mov esp, {image.stack} + {STACK_BYTES}
    xor ebp, ebp
    test eax, eax
    sti
    jz .busy
    hlt
.busy:
    cli
    call {proceed}
}

/// Nothing has come in: what was left goes on.
fn proceed() never {
    if search != Search.none_runs_it and running() == 0 { look() }
    leave()
}

/// A device has something for somebody who may sleep for it: the slice that runs ends with the next tick.
pub fn hasten() {
    left = min(left, 1)
}

/// The clock ticked. `user`: while an environment ran.
pub fn tick(user: bool) never {
    if running() != 0 {
        let e = current()
        let shown = e.shown()
        shown.ticks += 1
        left -= min(left, 1)
        if left == 0 and user and not grace and e.entries.slice_end != 0 and not shown.upcall and shown.state == layout.State.runnable {
            left = TICKS_OF_GRACE
            grace = true
            shown.upcall = true
            upcall.deliver(e, call.SLICE_END, 0, 0, e.entries.slice_end)
        }
    }
    if environment.anything_to_reclaim() {
        search = Search.none_runs_it
        environment.reclaim()
        open(false)
    }
    leave()
}

/// The caller's call must begin again, after others had the chance to return frames: `int 0x40` is two bytes long.
pub fn again(e: *mut environment.Environment) never {
    e.frame.eip -= 2
    environment.reclaim()
    open(false)
}

/// A dead environment leaves the vector.
pub fn forget(e: *mut environment.Environment) {
    let book = machine.book()
    if e.shown().slices != 0 {
        for i in 0..call.SLICES {
            if book.slices[i] == e.number { give(i, 0) }
            if e.shown().slices == 0 { break }
        }
    }
    if book.running == e.number { book.running = 0 }
}

fn give(slice: u32, number: u32) {
    let book = machine.book()
    let before: u32 = book.slices[slice]
    if before != 0 { environment.at(before).shown().slices -= 1 }
    book.slices[slice] = number as u16
    if number != 0 { environment.at(number).shown().slices += 1 }
}

/// slice_set: (slice_slot, index, env or 0).
pub fn call_slice(e: *mut environment.Environment) u32!call.Error {
    let number = e.frame.ebx
    let guard = rights.name('S')
    try rights.allow(e, e.frame.edx, &guard, rights.WRITE)
    if e.frame.ecx >= call.SLICES { fail call.Error.bad_argument }
    if number != 0 and not environment.alive(number) { fail call.Error.dead }
    give(e.frame.ecx, number)
    return 0
}

/// yield: (env or 0).
pub fn call_yield(e: *mut environment.Environment) never!call.Error {
    let number = e.frame.edx
    if number != 0 and not environment.alive(number) { fail call.Error.dead }
    e.accept(0)
    e.shown().upcall = false
    if number != 0 and left > 0 and ready(environment.at(number)) { run(environment.at(number)) }
    next()
}

/// sleep: (address of a u32, value, ticks or 0) -> 0 changed, 1 timed out.
pub fn call_sleep(e: *mut environment.Environment) u32!call.Error {
    let va = e.frame.edx
    if va & 3 != 0 { fail call.Error.bad_argument }
    let span = try memory.span(e, va, 4, false)
    if (span.first as *u32).* != e.frame.ecx { return 0 }
    e.word = span.first
    e.value = e.frame.ecx
    e.ticks = e.frame.ebx
    e.since = machine.book().ticks
    let number = (span.first - layout.KERNEL_BASE) / frame.BYTES
    // Pages of the kernel, such as the books, stay anyway.
    e.pinned = if frame.given(number) { number } else { 0 as u32 }
    if e.pinned != 0 { frame.pin(number) }
    e.accept(0)
    e.shown().state = layout.State.sleeping
    e.shown().upcall = false
    sleepers += 1
    next()
}

/// A sleep is over, for whatever reason.
pub fn end_sleep(e: *mut environment.Environment) {
    sleepers -= 1
    if e.pinned != 0 { frame.unpin(e.pinned) }
    e.pinned = 0
}

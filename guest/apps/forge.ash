/// forge: for each call that takes a capability, tries it with an empty slot, with a capability on something else, and with one that
/// lacks the right; then shows that the same call with the right capability works. The victim's bytes are compared after each.
///
/// Trust: hostile. Calls whose right capability no program holds (new environments, time slices, reading the console, the disk) are shown
/// to work through those who hold it, by what the kernel's books say afterwards.
system module forge

use abi.call
use abi.capability
use abi.layout
use libos.unix.file
use libos.unix.kernel
use libos.unix.memory
use libos.unix.process
use libos.unix.protocol
use libos.unix.server_call
use libos.unix.space
use victim

/// A slot that nobody fills, and ours without rights and with reading only.
const EMPTY: u32 = 40
const POWERLESS: u32 = 41
const SCRATCH_VA: u32 = 0xB0301000

/// A call with its arguments; the slot in question stands at `place`.
struct Trial {
    number: call.Call
    place: u32
    arguments: [6]u32
}

struct Tally { refused: u32, tried: u32, worked: u32, calls: u32 }

var tally = Tally{}
var target = victim.Victim{}
var registers = call.Registers{}
var entries = call.Entries{}
var changes: [1]call.PteChange = [call.PteChange{}]
var text_bytes: [2]u8 = ['.', '\n']

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 {
    target = victim.start() catch |error| {
        print(file.errors(), "forge: no victim: {}\n", protocol.text(error))
        return 2
    }
    let own = kernel.own_number()
    kernel.cap_grant(0, own, POWERLESS, 0, capability.Rights{}) catch |error| {
        print(file.errors(), "forge: no weaker capability: {}\n", error)
        return 2
    }
    print(file.out(), "{-14} {-12} {-12} {-12} {}\n", "call", "empty slot", "another's", "too weak", "the right one")
    environments(own)
    frames(own)
    devices()
    let whole = target.is_unchanged() and target.right_works()
    target.end()
    kernel.cap_drop(POWERLESS)
    print(file.out(), "forge: {} of {} forgeries refused, {} of {} calls work with the right capability, the victim's bytes {}\n",
        tally.refused, tally.tried, tally.worked, tally.calls, if whole { "unchanged" } else { "CHANGED" })
    return if whole and tally.refused == tally.tried and tally.worked == tally.calls { 0 } else { 1 }
}

/// Calls on environments: the victim's is the prize; ours, with slot 0, is what we may do.
fn environments(own: u32) {
    let theirs = target.environment
    kernel.frame_read(0, own, &mut registers) catch { }
    on_environment(call.Call.env_free, theirs, 0)
    freed_by_right()
    on_environment(call.Call.frame_write, theirs, &registers as u32)
    // Our own registers, just as they are: read and written through a process that is not running yet.
    worked(written_by_right())
    on_environment(call.Call.frame_read, theirs, &registers as u32)
    worked(attempt(call.Call.frame_read, 0, own, &registers as u32, 0, 0, 0))
    on_environment(call.Call.entries, theirs, &entries as u32)
    memory.start()
    worked(true)
    transfers(theirs)
    grants(own, theirs)
}

/// A call whose arguments are (env_slot, env, third).
fn on_environment(number: call.Call, env: u32, third: u32) {
    refusals(&Trial{ number: number, place: 0, arguments: [0, env, third, 0, 0, 0] }, space.CONSOLE, true, kernel.own_number())
}

/// Tries the three forgeries and prints what came of them. `another` is a slot whose capability is on something else. For the weak one the
/// object is ours (`weak_env`), because our only weaker capability is one on ourselves.
fn refusals(trial: *Trial, another: u32, has_weak: bool, weak_env: u32) {
    print(file.out(), "{-14}", trial.number)
    refuse(trial, EMPTY, 0)
    refuse(trial, another, 0)
    if has_weak { refuse(trial, POWERLESS, weak_env) } else { print(file.out(), " {-12}", "-") }
}

fn refuse(trial: *Trial, slot: u32, env: u32) {
    var a = trial.arguments
    a[trial.place] = slot
    if env != 0 { a[trial.place + 1] = env }
    tally.tried += 1
    _ = kernel.attempt(trial.number as u32, a[0], a[1], a[2], a[3], a[4], a[5]) catch |error| {
        let expected = error == call.Error.empty_slot or error == call.Error.denied or error == call.Error.weak
        if expected and target.is_unchanged() { tally.refused += 1 }
        print(file.out(), " {-12}", error)
        return
    }
    print(file.out(), " {-12}", "ALLOWED")
}

fn attempt(number: call.Call, a: u32, b: u32, c: u32, d: u32, e: u32, f: u32) bool {
    _ = kernel.attempt(number as u32, a, b, c, d, e, f) catch { return false }
    return true
}

fn worked(yes: bool) {
    tally.calls += 1
    if yes { tally.worked += 1 }
    print(file.out(), " {}\n", if yes { "works" } else { "FAILS" })
}

/// An environment that we may end: the one that an exec of ours would fill.
fn freed_by_right() {
    let made = server_call.ask(protocol.Request.exec, 0, 0, 0) catch {
        worked(false)
        return
    }
    worked(attempt(call.Call.env_free, space.CHILD, made.value, 0, 0, 0, 0))
    give_back()
}

fn written_by_right() bool {
    let made = server_call.ask(protocol.Request.exec, 0, 0, 0) catch { return false }
    let done = attempt(call.Call.frame_write, space.CHILD, made.value, &registers as u32, 0, 0, 0)
    give_back()
    return done
}

fn give_back() {
    _ = server_call.ask(protocol.Request.abandon, 0, 0, 0) catch kernel.Results{ value: 0, detail: 0 }
    kernel.cap_drop(space.CHILD)
}

fn transfers(theirs: u32) {
    refusals(&Trial{ number: call.Call.transfer, place: 0, arguments: [0, theirs, 0, 0, 0, 0] }, space.CONSOLE, true, kernel.own_number())
    let answer = server_call.ask(protocol.Request.kind, file.OUTPUT, 0, 0) catch kernel.Results{ value: 0, detail: 0 }
    worked(answer.value != 0)
}

fn grants(own: u32, theirs: u32) {
    refusals(&Trial{ number: call.Call.cap_grant, place: 0, arguments: [0, theirs, 20, 0, 0, 0] }, space.CONSOLE, true, own)
    let done = attempt(call.Call.cap_grant, 0, own, EMPTY, 0, 0, 0)
    kernel.cap_drop(EMPTY)
    worked(done)
}

/// Calls on frames and page-table entries: the victim's frame is the prize.
fn frames(own: u32) {
    refusals(&Trial{ number: call.Call.frame_alloc, place: 0, arguments: [0, call.ANY_FRAME, 0, 0, 0, 0] }, space.FILES, true, 0)
    let frame = kernel.frame_alloc(0) catch 0
    worked(frame != 0)
    refusals(&Trial{ number: call.Call.frame_free, place: 0, arguments: [0, target.frame, 0, 0, 0, 0] }, space.CONSOLE, true, frame)
    let spare = kernel.frame_alloc(0) catch 0
    worked(attempt(call.Call.frame_free, 0, spare, 0, 0, 0, 0))
    let entry = layout.Pte{ present: true, writable: true, user: true, frame: target.frame as u20 } as u32
    let ours = layout.Pte{ present: true, writable: true, user: true, frame: frame as u20 } as u32
    // First the slot for the environment, then the one for the frame.
    refusals(&Trial{ number: call.Call.pte_set, place: 0, arguments: [0, target.environment, 0, SCRATCH_VA, ours, 0] },
        space.CONSOLE, true, own)
    worked(attempt(call.Call.pte_set, 0, own, 0, SCRATCH_VA, ours, 0))
    refusals(&Trial{ number: call.Call.pte_set, place: 2, arguments: [0, own, 0, SCRATCH_VA, entry, 0] }, 0, false, 0)
    worked(attempt(call.Call.pte_set, 0, own, 0, SCRATCH_VA, ours, 0))
    changes[0] = call.PteChange{ va: SCRATCH_VA, pte: entry }
    refusals(&Trial{ number: call.Call.pte_set_batch, place: 2, arguments: [0, own, 0, &changes as u32, 1, 0] }, 0, false, 0)
    changes[0] = call.PteChange{ va: SCRATCH_VA, pte: ours }
    worked(attempt(call.Call.pte_set_batch, 0, own, 0, &changes as u32, 1, 0))
    refusals(&Trial{ number: call.Call.pte_get, place: 0, arguments: [0, target.environment, SCRATCH_VA, 0, 0, 0] }, space.CONSOLE, true, own)
    worked(attempt(call.Call.pte_get, 0, own, SCRATCH_VA, 0, 0, 0))
    memory.unmap(SCRATCH_VA)
    kernel.frame_free(0, frame) catch { }
}

/// Calls whose right capability is in other hands: what those hands do shows in the kernel's books.
fn devices() {
    let machine = kernel.machine()
    refusals(&Trial{ number: call.Call.env_create, place: 0, arguments: [0, 30, 0, 0, 0, 0] }, 0, false, 0)
    let child = process.fork() catch 0
    if child == 0 { process.exit(0) }
    worked(child != 0)
    refusals(&Trial{ number: call.Call.slice_set, place: 0, arguments: [0, 5, kernel.own_number(), 0, 0, 0] }, 0, false, 0)
    let ended = process.wait(child) catch process.Ended{ process: 0, status: 1 }
    // The child ran at all only because the server gave it a slice.
    worked(ended.process == child and ended.status == 0)
    refusals(&Trial{ number: call.Call.console_write, place: 0, arguments: [0, &text_bytes as u32, 1, 0, 0, 0] }, 0, false, 0)
    worked(attempt(call.Call.console_write, space.CONSOLE, &text_bytes as u32, 0, 0, 0, 0))
    refusals(&Trial{ number: call.Call.console_read, place: 0, arguments: [0, &text_bytes as u32, 1, 0, 0, 0] }, 0, false, 0)
    worked(machine.console_input != 0)
    let before = machine.disk_requests
    refusals(&Trial{ number: call.Call.disk_submit, place: 0, arguments: [0, 1, 0, 2, 0, target.frame] }, 0, false, 0)
    file_written()
    worked(machine.disk_requests != before)
    refusals(&Trial{ number: call.Call.poweroff, place: 0, arguments: [0, 0, 0, 0, 0, 0] }, 0, false, 0)
    print(file.out(), " (`shutdown`, through the server)\n")
}

fn file_written() {
    let flags = protocol.Flags{ write: true, create: true, truncate: true }
    let descriptor = file.open("/forge.tmp", flags) catch { return }
    file.write(descriptor, "x") catch { }
    file.close(descriptor)
    file.remove("/forge.tmp") catch { }
}

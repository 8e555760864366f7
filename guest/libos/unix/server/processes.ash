/// Processes: which environment each is, its parent, descriptors and directory, how it ended.
///
/// Trust: only the server runs this. A process number is the library OS's; the kernel knows environments, and we hold a capability on
/// each (slot PROCESS_SLOT + process) for as long as the process lives. A process may do to its own environment, and to the one that it
/// is building, whatever it likes, even free it: so a caller is known by number and generation, and a kernel call on an environment may fail.
system module libos.unix.server.processes

use abi.capability
use abi.layout
use libos.unix.kernel
use libos.unix.protocol
use libos.unix.server.console
use libos.unix.server.files
use libos.unix.server.messages
use libos.unix.server.pipes
use libos.unix.server.place
use libos.unix.server.waiting
use libos.unix.space
use libos.unix.text

/// `building`: its parent is still filling its memory; it may not ask for anything yet.
pub enum State: u8 { free, building, living, zombie }

pub struct Process {
    state: State
    pad 3
    parent: u32      // 0: the server
    environment: u32
    generation: u32  // of that environment
    successor: u32   // the environment that its exec is building, 0 = none
    builder: u32     // which build slot that one is in
    child: u32       // the process that its fork is building, 0 = none
    status: u32
    job: u32
    directory: u32   // inode
    descriptors: files.Descriptors
}

const ALL = capability.Rights{ read: true, write: true, call: true, grant: true }
const NAME_BYTES: u32 = 16
/// Status of a process that Ctrl-C or `kill` ended, and of one that the kernel stopped.
pub const INTERRUPTED: u32 = 130
const STOPPED: u32 = 139

var processes: [32]Process = [Process{ state: State.free }; 32]
/// Which process an environment is; 0 = none.
var process_of: [64]u8 = [0; 64]
var builders: [12]bool = [false; 12]
/// Job in the foreground of the terminal.
pub var foreground: u32 = 0
var last_job: u32 = 0

pub fn of(number: u32) *mut Process { return &mut processes[number] }

/// The living process that a caller is; 0 = none.
pub fn by_environment(environment: u32, generation: u32) u32 {
    if environment >= layout.ENVIRONMENTS { return 0 }
    let number: u32 = process_of[environment]
    if number == 0 or not lives(number) or processes[number].generation != generation { return 0 }
    return number
}

/// Whether it is the number of a process that can be spoken about.
pub fn lives(number: u32) bool {
    return number < space.PROCESS_LIMIT and processes[number].state == State.living
}

/// Whether a process has this inode as its directory.
pub fn is_directory_of_any(inode: u32) bool {
    for i in 1..space.PROCESS_LIMIT {
        let state = processes[i].state
        if (state == State.living or state == State.building) and processes[i].directory == inode { return true }
    }
    return false
}

fn slot(number: u32) u32 { return place.PROCESS_SLOT + number }

fn own() u32 { return kernel.own_number() }

fn no_process() protocol.Errno { return protocol.Errno.no_process }

/// A new environment in one of our slots, with what every process has: the way to us, the file cache, the console to write on, and the
/// page about all processes.
fn make_environment(into: u32) u32!protocol.Errno {
    let environment = kernel.env_create(capability.FACTORY, into) catch { fail no_process() }
    equip(into, environment) catch |error| {
        discard(into, environment)
        fail error
    }
    return environment
}

fn equip(slot: u32, environment: u32) void!protocol.Errno {
    let call_only = capability.Rights{ call: true }
    let read_only = capability.Rights{ read: true }
    let write_only = capability.Rights{ write: true }
    kernel.cap_grant(slot, environment, space.UNIX, capability.SELF, call_only) catch { fail no_process() }
    kernel.cap_grant(slot, environment, space.FILES, place.CACHE_SLOT, read_only) catch { fail no_process() }
    kernel.cap_grant(slot, environment, space.CONSOLE, capability.CONSOLE, write_only) catch { fail no_process() }
    try messages.show_public(slot, environment)
}

/// The environment may be dead already, if its process freed it.
fn discard(slot: u32, environment: u32) {
    kernel.env_free(slot, environment) catch { }
    kernel.cap_drop(slot)
}

/// A process with an environment, not running yet.
pub fn make(parent: u32) u32!protocol.Errno {
    var number: u32 = 1
    while number < space.PROCESS_LIMIT and processes[number].state != State.free { number += 1 }
    if number == space.PROCESS_LIMIT { fail no_process() }
    try messages.open(number)
    let environment = make_environment(slot(number)) catch |error| {
        messages.close(number)
        fail error
    }
    messages.show(number, slot(number), environment) catch |error| {
        discard(slot(number), environment)
        messages.close(number)
        fail error
    }
    processes[number] = Process{ state: State.building, parent: parent }
    inhabit(number, environment)
    publish(number)
    return number
}

/// From now on the process is that environment.
fn inhabit(number: u32, environment: u32) {
    let process = &mut processes[number]
    process.environment = environment
    process.generation = kernel.environment(environment).*.generation
    process_of[environment] = number as u8
}

/// It is no longer; another may have the number of its environment by now.
fn leave(number: u32) {
    let environment = processes[number].environment
    discard(slot(number), environment)
    if process_of[environment] as u32 == number { process_of[environment] = 0 }
}

/// Puts what all may know into the public page.
fn publish(number: u32) {
    let public = &mut messages.public().table[number]
    let process = &processes[number]
    public.used = process.state != State.free
    public.zombie = process.state == State.zombie
    public.parent = process.parent
    public.environment = process.environment
}

/// The name is shown on terminals, so it has no control characters.
pub fn set_name(number: u32, name: []u8) {
    let public = &mut messages.public().table[number]
    for i in 0..NAME_BYTES {
        var c: u8 = 0
        if i < min(name.len, NAME_BYTES - 1) { c = if name[i] > ' ' and name[i] < 0x7F { name[i] } else { '?' } }
        public.name[i] = c
    }
}

/// Gives a process its time slice. Where its environment is gone it gets none, and `reap` will see that.
pub fn run(number: u32) {
    processes[number].state = State.living
    publish(number)
    kernel.slice_set(capability.TIME_SLICES, place.PROCESS_SLICE + number, processes[number].environment) catch { }
}

/// fork: a child that shares our open files, whose environment the parent may fill.
pub fn fork(parent: u32) u32!protocol.Errno {
    if processes[parent].child != 0 or processes[parent].successor != 0 { fail protocol.Errno.bad_request }
    let child = try make(parent)
    let rights = capability.Rights{ read: true, write: true }
    kernel.cap_grant(slot(parent), processes[parent].environment, space.CHILD, slot(child), rights) catch {
        finish(child, 0)
        forget(child)
        fail no_process()
    }
    processes[child].job = processes[parent].job
    processes[child].directory = processes[parent].directory
    files.inherit(&mut processes[child].descriptors, &processes[parent].descriptors)
    for i in 0..NAME_BYTES { messages.public().table[child].name[i] = messages.public().table[parent].name[i] }
    processes[parent].child = child
    return child
}

pub fn fork_done(parent: u32) void!protocol.Errno {
    let child = processes[parent].child
    if child == 0 { fail protocol.Errno.bad_request }
    processes[parent].child = 0
    run(child)
}

/// exec: an environment that will take the process over.
pub fn exec(number: u32) u32!protocol.Errno {
    let process = &mut processes[number]
    if process.successor != 0 or process.child != 0 { fail protocol.Errno.bad_request }
    var builder: u32 = 0
    while builder < place.BUILDERS and builders[builder] { builder += 1 }
    if builder == place.BUILDERS { fail no_process() }
    let build_slot = place.BUILD_SLOT + builder
    let environment = try make_environment(build_slot)
    let rights = capability.Rights{ read: true, write: true }
    kernel.cap_grant(slot(number), process.environment, space.CHILD, build_slot, rights) catch {
        discard(build_slot, environment)
        fail no_process()
    }
    builders[builder] = true
    process.builder = builder
    process.successor = environment
    return environment
}

/// The successor becomes the process; the old environment is gone. Nothing is left to fail here, unless the process has done away with
/// the successor itself: then it has ended.
pub fn exec_done(number: u32, name: []u8) void!protocol.Errno {
    let process = &mut processes[number]
    if process.successor == 0 { fail protocol.Errno.bad_request }
    let build_slot = place.BUILD_SLOT + process.builder
    let successor = process.successor
    pipes.orphan(number)
    leave(number)
    kernel.cap_grant(capability.SELF, own(), slot(number), build_slot, ALL) catch panic("a slot of ours is not free")
    kernel.cap_drop(build_slot)
    builders[process.builder] = false
    process.successor = 0
    inhabit(number, successor)
    set_name(number, name)
    messages.show(number, slot(number), successor) catch {
        end(number, STOPPED)
        return
    }
    run(number)
}

/// Takes back what fork or exec began.
pub fn abandon(number: u32) {
    let process = &mut processes[number]
    if process.child != 0 {
        let child = process.child
        process.child = 0
        finish(child, 0)
        forget(child)
    }
    if process.successor != 0 {
        discard(place.BUILD_SLOT + process.builder, process.successor)
        builders[process.builder] = false
        process.successor = 0
    }
}

/// Ends a process: its environment dies, its descriptors close, its children become ours; it stays a zombie until its parent asks.
pub fn end(number: u32, status: u32) {
    if not lives(number) { return }
    abandon(number)
    finish(number, status)
}

/// As `end`, for a process that is building nothing. It is dead before anything is written to the disk, for the disk is waited for.
fn finish(number: u32, status: u32) {
    let process = &mut processes[number]
    pipes.orphan(number)
    leave(number)
    messages.close(number)
    files.forget(number)
    process.environment = 0
    process.status = status
    process.state = State.zombie
    waiting.note(number, waiting.NOTHING)
    publish(number)
    files.close_all(&mut process.descriptors)
    files.settle(process.directory)
    for i in 1..space.PROCESS_LIMIT {
        if processes[i].state != State.free and processes[i].parent == number {
            processes[i].parent = 0
            publish(i)
            if processes[i].state == State.zombie { forget(i) }
        }
    }
    if process.parent == 0 { forget(number) } else { waiting.wake_one(process.parent, waiting.CHILD) }
}

/// Frees the number of a zombie.
fn forget(number: u32) {
    processes[number].state = State.free
    publish(number)
}

pub struct Ended { process: u32, status: u32 }

/// A child that has ended, if there is one.
pub fn wait(parent: u32, child: u32) Ended!protocol.Errno {
    var any = false
    for i in 1..space.PROCESS_LIMIT {
        let process = &processes[i]
        if process.state != State.free and process.parent == parent and (child == protocol.ANY or child == i) {
            any = true
            if process.state == State.zombie {
                let ended = Ended{ process: i, status: process.status }
                forget(i)
                return ended
            }
        }
    }
    if any { fail protocol.Errno.would_block }
    fail protocol.Errno.not_found
}

/// A job that nobody is in yet. Numbers of jobs are not used again.
pub fn new_job() u32 {
    last_job += 1
    return last_job
}

/// Puts a process into a job: oneself (0) or one's child.
pub fn set_job(number: u32, process: u32, job: u32) void!protocol.Errno {
    let target = if process == 0 { number } else { process }
    if not lives(target) { fail protocol.Errno.not_found }
    if target != number and processes[target].parent != number { fail protocol.Errno.not_permitted }
    if job > last_job { fail protocol.Errno.bad_request }
    processes[target].job = job
}

/// Whether a process may say who has the terminal, and in which mode it is: one of the foreground job, or its parent, or anyone
/// when that job is over.
pub fn has_terminal(number: u32) bool {
    if processes[number].job == foreground { return true }
    var somebody = false
    for i in 1..space.PROCESS_LIMIT {
        if lives(i) and processes[i].job == foreground {
            if processes[i].parent == number { return true }
            somebody = true
        }
    }
    return not somebody
}

/// Ends all processes of a job at once, so that none can make another meanwhile; false if there is none. Job 0, which the login shell is
/// in, does not end so.
pub fn end_job(job: u32) bool {
    var any = false
    for i in 1..space.PROCESS_LIMIT {
        if job != 0 and lives(i) and processes[i].job == job {
            end(i, INTERRUPTED)
            any = true
        }
    }
    return any
}

/// Looks for processes that the kernel has stopped, or that have freed their own environment, and ends them with a line that says why.
pub fn reap() {
    for i in 1..space.PROCESS_LIMIT {
        if lives(i) {
            let environment = kernel.environment(processes[i].environment)
            let state = environment.*.state
            let gone = environment.*.generation != processes[i].generation or state == layout.State.free or state == layout.State.dying
            if gone or state == layout.State.stopped {
                var bytes: [160]u8 = [0; 160]
                var line = text.Buffer.over(bytes[..])
                if gone {
                    print(&mut line, "process {} has freed its environment\n", i)
                } else {
                    print(&mut line, "process {} stopped by the kernel: vector {} at {08x}, address {08x}\n", i,
                        environment.*.stop_vector, environment.*.stop_address, environment.*.stop_cr2)
                }
                console.write(line.written())
                end(i, STOPPED)
            }
        }
    }
}

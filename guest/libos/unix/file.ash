/// Files, pipes and the console through descriptors.
///
/// Trust: the process's own rights. Offsets and open files are the server's, because processes share them; data is not: pages of the file
/// cache are mapped read-only into WINDOW and copied from there, and what goes into a pipe is a frame that is given away.
system module libos.unix.file

use abi.layout
use cpu
use libos.unix.checks
use libos.unix.kernel
use libos.unix.memory
use libos.unix.protocol
use libos.unix.server_call
use libos.unix.space
use libos.unix.text

pub const INPUT: u32 = 0
pub const OUTPUT: u32 = 1
pub const ERRORS: u32 = 2
/// Status of a process that nobody listened to any more.
const UNREAD: u32 = 141

/// The frame that each window page shows; 0 = none.
var window: [8]u32 = [0; 8]
var window_next: u32 = 0
/// What each descriptor is, as far as we asked; 0 = not asked.
var kinds: [16]u32 = [0; 16]

/// In a child of fork: the window was not copied.
pub fn forget_window() {
    for i in 0..space.WINDOW_PAGES { window[i] = 0 }
}

pub fn open(path: []u8, flags: protocol.Flags) u32!protocol.Errno {
    let length = try server_call.put_path(path)
    let answer = try server_call.ask(protocol.Request.open, length, flags as u32, 0)
    forget_kind(answer.value)
    return answer.value
}

pub fn close(descriptor: u32) {
    forget_kind(descriptor)
    _ = server_call.ask(protocol.Request.close, descriptor, 0, 0) catch kernel.Results{ value: 0, detail: 0 }
}

fn forget_kind(descriptor: u32) {
    if descriptor < kinds.len { kinds[descriptor] = 0 }
}

/// The window page that shows a frame of the file cache.
fn window_page(frame: u32) u32!protocol.Errno {
    for i in 0..space.WINDOW_PAGES {
        if window[i] == frame { return space.WINDOW + i * layout.PAGE }
    }
    let i = window_next
    window_next = (window_next + 1) % space.WINDOW_PAGES
    let va = space.WINDOW + i * layout.PAGE
    let entry = layout.Pte{ present: true, user: true, owner: space.FILE as u3, frame: frame as u20 }
    kernel.pte_set(0, kernel.own_number(), space.FILES, va, entry) catch { fail protocol.Errno.no_memory }
    window[i] = frame
    return va
}

/// Reads at most `into.len` bytes; 0 at the end. Waits where nothing is there yet.
pub fn read(descriptor: u32, into: []mut u8) u32!protocol.Errno {
    let answer = try server_call.ask_patiently(protocol.Request.read, descriptor, into.len, 0)
    let count = min(answer.value, into.len)
    if count == 0 { return 0 }
    let frame = answer.detail >> 12
    let offset = answer.detail & 0xFFF
    var page: u32 = 0
    if frame == protocol.IN_MESSAGE {
        page = space.MESSAGE
    } else if frame == protocol.IN_PIPE_PAGE {
        page = space.PIPE_PAGE
    } else {
        page = try window_page(frame)
    }
    if count > layout.PAGE - offset { fail protocol.Errno.io_error }
    cpu.copy(into.ptr, (page + offset) as *u8, count)
    return count
}

/// Writes all of it.
pub fn write(descriptor: u32, bytes: []u8) void!protocol.Errno {
    var done: u32 = 0
    while done < bytes.len {
        let part = min(bytes.len - done, layout.PAGE)
        if kind(descriptor) == protocol.FileKind.pipe {
            try give(descriptor, bytes[done..done + part])
        } else {
            cpu.copy(space.MESSAGE as *mut u8, bytes[done..].ptr, part)
            _ = try server_call.ask_patiently(protocol.Request.write, descriptor, part, 0)
        }
        done += part
    }
}

/// Gives a pipe a new frame with these bytes, at most a page of them.
fn give(descriptor: u32, bytes: []u8) void!protocol.Errno {
    let frame = kernel.frame_alloc(0) catch { fail protocol.Errno.no_memory }
    defer release(frame)
    let va = space.SCRATCH + 0x3000
    if not memory.map_own(va, frame) { fail protocol.Errno.no_memory }
    cpu.copy(va as *mut u8, bytes.ptr, bytes.len)
    memory.unmap(va)
    _ = try server_call.ask_patiently(protocol.Request.write_frame, descriptor, frame, bytes.len)
}

fn release(frame: u32) {
    kernel.frame_free(0, frame) catch panic("a frame of ours cannot be given up")
}

/// What a descriptor is; `file` where it is none.
pub fn kind(descriptor: u32) protocol.FileKind {
    if descriptor >= kinds.len { return protocol.FileKind.file }
    if kinds[descriptor] == 0 {
        // The message page may hold data that is about to be written; so the answer is a word, not a Status.
        let answer = server_call.ask(protocol.Request.kind, descriptor, 0, 0) catch { return protocol.FileKind.file }
        kinds[descriptor] = answer.value
    }
    return kinds[descriptor] as? protocol.FileKind
}

pub fn duplicate(from: u32, to: u32) u32!protocol.Errno {
    let answer = try server_call.ask(protocol.Request.duplicate, from, to, 0)
    forget_kind(answer.value)
    return answer.value
}

pub struct Pipe { reads: u32, writes: u32 }

pub fn pipe() Pipe!protocol.Errno {
    let answer = try server_call.ask(protocol.Request.pipe, 0, 0, 0)
    forget_kind(answer.value)
    forget_kind(answer.detail)
    return Pipe{ reads: answer.value, writes: answer.detail }
}

pub fn status(path: []u8) protocol.Status!protocol.Errno {
    let length = try server_call.put_path(path)
    _ = try server_call.ask(protocol.Request.status, length, 0, 0)
    return (space.MESSAGE as *protocol.Status).*
}

pub fn status_of(descriptor: u32) protocol.Status!protocol.Errno {
    _ = try server_call.ask(protocol.Request.status_of, descriptor, 0, 0)
    return (space.MESSAGE as *protocol.Status).*
}

pub fn make_directory(path: []u8) void!protocol.Errno {
    let length = try server_call.put_path(path)
    _ = try server_call.ask(protocol.Request.make_directory, length, 0, 0)
}

pub fn remove(path: []u8) void!protocol.Errno {
    let length = try server_call.put_path(path)
    _ = try server_call.ask(protocol.Request.remove, length, 0, 0)
}

pub fn rename(from: []u8, to: []u8) void!protocol.Errno {
    if from.len == 0 or to.len == 0 or from.len > protocol.PATH_LIMIT or to.len > protocol.PATH_LIMIT { fail protocol.Errno.bad_path }
    let length = text.copy_into(server_call.message(), from)
    _ = text.copy_into(server_call.message()[length..], to)
    _ = try server_call.ask(protocol.Request.rename, length, to.len, 0)
}

pub fn change_directory(path: []u8) void!protocol.Errno {
    let length = try server_call.put_path(path)
    _ = try server_call.ask(protocol.Request.change_directory, length, 0, 0)
}

/// The path of the current directory.
pub fn directory(into: []mut u8) []u8 {
    let answer = server_call.ask(protocol.Request.directory, 0, 0, 0) catch { return "?" }
    let count = text.copy_into(into, server_call.message()[..min(answer.value, layout.PAGE)])
    return into[..count]
}

pub fn seek(descriptor: u32, offset: u32) void!protocol.Errno {
    _ = try server_call.ask(protocol.Request.seek, descriptor, offset, 0)
}

/// Writes everything to the disk, and says if that fails, which `close` does not.
pub fn sync() void!protocol.Errno { _ = try server_call.ask(protocol.Request.sync, 0, 0, 0) }

pub fn console_mode(mode: protocol.Mode) {
    _ = server_call.ask(protocol.Request.console_mode, mode as u32, 0, 0) catch kernel.Results{ value: 0, detail: 0 }
}

/// Reads the next entry of a directory that is open; false at the end.
pub fn next_entry(descriptor: u32, entry: *mut protocol.DirectoryEntry) bool!protocol.Errno {
    while true {
        let n = try read(descriptor, raw_slice(entry as *mut u8, size_of(protocol.DirectoryEntry)))
        if n < size_of(protocol.DirectoryEntry) { return false }
        if entry.inode != 0 { return true }
    }
    unreachable()
}

/// The part of a path behind its last `/`.
pub fn last_name(path: []u8) []u8 {
    var start: u32 = 0
    for i in 0..path.len {
        if path[i] == '/' { start = i + 1 }
    }
    return path[start..]
}

/// Text on its way to a descriptor, written when a line ends or the buffer is full.
pub struct Output {
    descriptor: u32
    used: u32
    immediate: bool  // write after each piece: for words said just before the end
    pad 3
    bytes: [512]u8
}

var standard_output = Output{ descriptor: OUTPUT, used: 0 }
var standard_errors = Output{ descriptor: ERRORS, used: 0 }
var last_words = Output{ descriptor: ERRORS, used: 0, immediate: true }

pub fn out() *mut Output { return &mut standard_output }

pub fn errors() *mut Output { return &mut standard_errors }

pub fn flush_all() {
    standard_output.flush()
    standard_errors.flush()
}

/// Output to a pipe that nobody reads ends the process: it could go on for ever. Other output that cannot be written is lost.
pub fn Output.flush(self: *mut Output) {
    let count = self.used
    self.used = 0
    if count == 0 { return }
    write(self.descriptor, self.bytes[..count]) catch |error| {
        if error == protocol.Errno.broken_pipe { end_unread() }
    }
}

/// Ends the process without a word, since nobody reads what it writes.
pub fn end_unread() never {
    while true {
        _ = server_call.ask(protocol.Request.exit, UNREAD, 0, 0) catch kernel.Results{ value: 0, detail: 0 }
    }
    unreachable()
}

pub fn Output.char(self: *mut Output, c: u8) {
    self.bytes[self.used] = c
    self.used += 1
    let line_end = c == '\n' and kind(self.descriptor) == protocol.FileKind.console
    if self.used == self.bytes.len or line_end { self.flush() }
}

fn Output.add(self: *mut Output, s: []u8) {
    for c in s { self.char(c) }
    if self.immediate { self.flush() }
}

pub fn Output.text(self: *mut Output, s: []u8, width: i32) {
    let length = s.len as i32
    for i in length..width { self.char(' ') }
    self.add(s)
    for i in length..-width { self.char(' ') }
}

pub fn Output.unsigned(self: *mut Output, v: u32, base: u32, width: i32, fill: u8) {
    var bytes: [80]u8 = [0; 80]
    var buffer = text.Buffer.over(bytes[..])
    buffer.unsigned(v, base, width, fill)
    self.add(buffer.written())
}

pub fn Output.signed(self: *mut Output, v: i32, width: i32, fill: u8) {
    var bytes: [80]u8 = [0; 80]
    var buffer = text.Buffer.over(bytes[..])
    buffer.signed(v, width, fill)
    self.add(buffer.written())
}

/// Where a panic prints: the compiler calls this, prints, then stops the process with a failed check, which ends the line.
@panic
fn panic_output(file: []u8, line: u32) *mut Output {
    var bytes: [32]u8 = [0; 32]
    var who = checks.Line.over(bytes[..])
    checks.name(&mut who)
    last_words.add(who.written())
    last_words.add(": ")
    last_words.add(file)
    last_words.add(":")
    last_words.unsigned(line, 10, 0, ' ')
    last_words.add(": ")
    memory.expect_end_of_line()
    return &mut last_words
}

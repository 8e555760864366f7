/// Open files, which processes share, and the descriptors by which a process names them.
///
/// A file or directory whose last name is gone lives on while it is open, or some process's directory (`settle`).
///
/// Trust: only the server runs this; descriptors and counts come from processes and are checked here.
module libos.unix.server.files

use libos.unix.kernel
use libos.unix.protocol
use libos.unix.server.cache
use libos.unix.server.console
use libos.unix.server.directories
use libos.unix.server.filesystem
use libos.unix.server.messages
use libos.unix.server.pipes
use libos.unix.server.processes
use libos.unix.server.waiting

const OPEN_FILES: u32 = 64
pub const CLOSED: u8 = 0

pub enum Kind: u8 { free, file, directory, console, pipe_reads, pipe_writes }

pub struct OpenFile {
    kind: Kind
    writable: bool
    append: bool
    pad 1
    references: u32
    inode: u32  // of a file or directory, else the pipe's index
    offset: u32
}

var open_files: [64]OpenFile = [OpenFile{ kind: Kind.free }; 64]

/// The descriptors of one process: the number of an open file plus 1, or CLOSED.
pub struct Descriptors { table: [16]u8 }

/// The open file that a descriptor names.
fn index_of(descriptors: *Descriptors, descriptor: u32) u32!protocol.Errno {
    if descriptor >= protocol.DESCRIPTORS or descriptors.table[descriptor] == CLOSED { fail protocol.Errno.bad_descriptor }
    return descriptors.table[descriptor] as u32 - 1
}

fn free_descriptor(descriptors: *Descriptors) u32!protocol.Errno {
    for i in 0..protocol.DESCRIPTORS {
        if descriptors.table[i] == CLOSED { return i }
    }
    fail protocol.Errno.too_many_open
}

fn new_open_file(kind: Kind, inode: u32, writable: bool) u32!protocol.Errno {
    for i in 0..OPEN_FILES {
        if open_files[i].kind == Kind.free {
            open_files[i] = OpenFile{ kind: kind, writable: writable, append: false, references: 0, inode: inode, offset: 0 }
            return i
        }
    }
    fail protocol.Errno.too_many_open
}

fn attach(descriptors: *mut Descriptors, descriptor: u32, index: u32) {
    descriptors.table[descriptor] = (index + 1) as u8
    open_files[index].references += 1
}

/// Descriptors 0, 1 and 2 of a first program.
pub fn attach_console(descriptors: *mut Descriptors) void!protocol.Errno {
    let index = try new_open_file(Kind.console, 0, true)
    for i in 0..3 { attach(descriptors, i, index) }
}

/// A child's descriptors: the same open files.
pub fn inherit(child: *mut Descriptors, parent: *Descriptors) {
    for i in 0..protocol.DESCRIPTORS {
        child.table[i] = CLOSED
        if parent.table[i] != CLOSED { attach(child, i, parent.table[i] as u32 - 1) }
    }
}

pub fn open(descriptors: *mut Descriptors, start: u32, path: []u8, flags: protocol.Flags) u32!protocol.Errno {
    let descriptor = try free_descriptor(descriptors)
    let index = try new_open_file(Kind.file, 0, flags.write)
    errdefer open_files[index].kind = Kind.free
    let inode = try find(start, path, flags)
    let contents = try filesystem.inode(inode)
    if contents.kind == filesystem.DIRECTORY {
        if flags.write { fail protocol.Errno.is_directory }
        open_files[index].kind = Kind.directory
    } else if contents.kind != filesystem.FILE {
        fail protocol.Errno.io_error
    }
    if flags.truncate and flags.write and contents.size != 0 { try filesystem.truncate(inode) }
    open_files[index].inode = inode
    open_files[index].append = flags.append
    attach(descriptors, descriptor, index)
    return descriptor
}

/// The inode to open, which `create` may have to make.
fn find(start: u32, path: []u8, flags: protocol.Flags) u32!protocol.Errno {
    if not flags.create or is_root(path) { return try directories.resolve(start, path) }
    let parent = try directories.resolve_parent(start, path)
    let there = try directories.lookup_maybe(parent.directory, parent.name)
    if there.inode != 0 { return there.inode }
    let made = try directories.create_file(parent)
    try cache.flush()
    return made
}

/// `/` has no name in a directory.
fn is_root(path: []u8) bool {
    for c in path {
        if c != '/' { return false }
    }
    return true
}

pub fn close(descriptors: *mut Descriptors, descriptor: u32) void!protocol.Errno {
    let index = try index_of(descriptors, descriptor)
    descriptors.table[descriptor] = CLOSED
    try release(index)
}

/// At a process's end. What the disk refuses has nobody to be told any more.
pub fn close_all(descriptors: *mut Descriptors) {
    for i in 0..protocol.DESCRIPTORS {
        if descriptors.table[i] != CLOSED { close(descriptors, i) catch { continue } }
    }
}

/// The process is gone: no page of a file is kept for it.
pub fn forget(process: u32) { cache.forget(process) }

fn release(index: u32) void!protocol.Errno {
    let file = &mut open_files[index]
    file.references -= 1
    if file.references != 0 { return }
    let kind = file.kind
    file.kind = Kind.free
    match kind {
        pipe_reads => pipes.close(file.inode, false)
        pipe_writes => pipes.close(file.inode, true)
        file | directory => {
            settle(file.inode)
            if file.writable { try cache.flush() }
        }
        free | console => { }
    }
}

/// Whether an inode is an open file's, or some process's directory.
fn is_used(inode: u32) bool {
    for i in 0..OPEN_FILES {
        let kind = open_files[i].kind
        if (kind == Kind.file or kind == Kind.directory) and open_files[i].inode == inode { return true }
    }
    return processes.is_directory_of_any(inode)
}

/// Someone is done with an inode: where it has no name either, it goes. If the disk fails, its blocks are lost until it is checked.
pub fn settle(inode: u32) {
    let contents = filesystem.inode(inode) catch { return }
    if contents.kind == filesystem.NONE or contents.links != 0 or is_used(inode) { return }
    filesystem.free_inode(inode) catch { return }
    cache.flush() catch { return }
}

pub fn duplicate(descriptors: *mut Descriptors, from: u32, to: u32) u32!protocol.Errno {
    let index = try index_of(descriptors, from)
    var target = to
    if to == protocol.ANY { target = try free_descriptor(descriptors) }
    if target >= protocol.DESCRIPTORS { fail protocol.Errno.bad_descriptor }
    if target == from { return target }
    if descriptors.table[target] != CLOSED { try close(descriptors, target) }
    attach(descriptors, target, index)
    return target
}

pub struct Ends { reads: u32, writes: u32 }

pub fn pipe(descriptors: *mut Descriptors) Ends!protocol.Errno {
    let reads = try free_descriptor(descriptors)
    let number = try pipes.make()
    let reading = new_open_file(Kind.pipe_reads, number, false) catch |error| {
        pipes.close(number, false)
        pipes.close(number, true)
        fail error
    }
    attach(descriptors, reads, reading)
    let writes = free_descriptor(descriptors) catch |error| {
        try close(descriptors, reads)
        pipes.close(number, true)
        fail error
    }
    let writing = new_open_file(Kind.pipe_writes, number, true) catch |error| {
        try close(descriptors, reads)
        pipes.close(number, true)
        fail error
    }
    attach(descriptors, writes, writing)
    return Ends{ reads: reads, writes: writes }
}

/// Where the bytes of a read are (see protocol.Request.read).
pub struct Data { count: u32, place: u32 }

pub fn read(descriptors: *Descriptors, descriptor: u32, most: u32, process: u32, environment: u32) Data!protocol.Errno {
    let index = try index_of(descriptors, descriptor)
    let file = &mut open_files[index]
    match file.kind {
        console => {
            // In the background the terminal has nothing to read.
            if processes.of(process).job != processes.foreground { return Data{ count: 0, place: protocol.IN_MESSAGE } }
            let count = try console.read(messages.page(process)[..min(most, 4096)])
            return Data{ count: count, place: protocol.IN_MESSAGE }
        }
        pipe_reads => {
            let piece = try pipes.take(file.inode, process, environment, min(most, 4096))
            let where = if piece.in_message { protocol.IN_MESSAGE } else { protocol.IN_PIPE_PAGE }
            return Data{ count: piece.count, place: where << 12 | piece.offset }
        }
        file | directory => return try read_file(file, process, most)
        free | pipe_writes => fail protocol.Errno.bad_descriptor
    }
}

fn read_file(file: *mut OpenFile, process: u32, most: u32) Data!protocol.Errno {
    let contents = try filesystem.inode(file.inode)
    if file.offset >= contents.size { return Data{ count: 0, place: 0 } }
    let in_page = file.offset % cache.BLOCK
    let count = min(min(most, contents.size - file.offset), cache.BLOCK - in_page)
    let frame = try filesystem.page_frame(file.inode, file.offset / cache.BLOCK, process)
    file.offset += count
    if frame == 0 {
        // A hole: zeroes through the message page.
        let bytes = messages.page(process)
        for i in 0..count { bytes[i] = 0 }
        return Data{ count: count, place: protocol.IN_MESSAGE }
    }
    return Data{ count: count, place: frame << 12 | in_page }
}

/// Writes what stands in the process's message page.
pub fn write(descriptors: *Descriptors, descriptor: u32, count: u32, process: u32) u32!protocol.Errno {
    let index = try index_of(descriptors, descriptor)
    let file = &mut open_files[index]
    if count > 4096 { fail protocol.Errno.bad_request }
    let bytes = messages.page(process)[..count]
    if file.kind == Kind.console {
        console.write(bytes)
        return count
    }
    if file.kind != Kind.file or not file.writable { fail protocol.Errno.bad_descriptor }
    if file.append {
        let contents = try filesystem.inode(file.inode)
        file.offset = contents.size
    }
    let done = try filesystem.write(file.inode, file.offset, bytes)
    file.offset += done
    return done
}

pub fn write_frame(descriptors: *Descriptors, descriptor: u32, frame: u32, count: u32, process: u32) u32!protocol.Errno {
    let index = try index_of(descriptors, descriptor)
    if open_files[index].kind != Kind.pipe_writes { fail protocol.Errno.bad_descriptor }
    return try pipes.put(open_files[index].inode, process, frame, count)
}

pub fn seek(descriptors: *Descriptors, descriptor: u32, offset: u32) u32!protocol.Errno {
    let index = try index_of(descriptors, descriptor)
    let file = &mut open_files[index]
    if file.kind != Kind.file and file.kind != Kind.directory { fail protocol.Errno.bad_descriptor }
    if offset > filesystem.LARGEST { fail protocol.Errno.too_big }
    file.offset = offset
    return offset
}

/// The frame of a page of an open file.
pub fn page(descriptors: *Descriptors, descriptor: u32, number: u32, process: u32) u32!protocol.Errno {
    let index = try index_of(descriptors, descriptor)
    if open_files[index].kind == Kind.directory { fail protocol.Errno.is_directory }
    if open_files[index].kind != Kind.file { fail protocol.Errno.bad_descriptor }
    let frame = try filesystem.page_frame(open_files[index].inode, number, process)
    if frame == 0 { fail protocol.Errno.not_executable }
    return frame
}

/// What a request on a descriptor that would block waits for.
pub fn waits_for(descriptors: *Descriptors, descriptor: u32) u32 {
    let index = index_of(descriptors, descriptor) catch { return waiting.NOTHING }
    return match open_files[index].kind {
        console => waiting.CONSOLE
        pipe_reads | pipe_writes => waiting.pipe(open_files[index].inode)
        free | file | directory => waiting.NOTHING
    }
}

pub fn kind_of(descriptors: *Descriptors, descriptor: u32) protocol.FileKind!protocol.Errno {
    let index = try index_of(descriptors, descriptor)
    return match open_files[index].kind {
        free | file => protocol.FileKind.file
        directory => protocol.FileKind.directory
        console => protocol.FileKind.console
        pipe_reads | pipe_writes => protocol.FileKind.pipe
    }
}

pub fn status_of(descriptors: *Descriptors, descriptor: u32) protocol.Status!protocol.Errno {
    let index = try index_of(descriptors, descriptor)
    let file = &open_files[index]
    if file.kind == Kind.file or file.kind == Kind.directory { return try status(file.inode) }
    return protocol.Status{ kind: try kind_of(descriptors, descriptor), size: 0, inode: 0, links: 1, modified: kernel.seconds() }
}

pub fn status(inode: u32) protocol.Status!protocol.Errno {
    let contents = try filesystem.inode(inode)
    let kind = if contents.kind == filesystem.DIRECTORY { protocol.FileKind.directory } else { protocol.FileKind.file }
    return protocol.Status{ kind: kind, size: contents.size, inode: inode, links: contents.links, modified: contents.modified }
}

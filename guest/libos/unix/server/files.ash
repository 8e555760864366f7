/// Open files, which processes share, and the descriptors by which a process names them.
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

const OPEN_FILES: u32 = 64
pub const CLOSED: u8 = 0

pub enum Kind: u8 { free, file, directory, console, pipe_reads, pipe_writes }

pub struct OpenFile {
    kind: Kind
    writable: bool
    append: bool
    pad 1
    references: u32
    inode: u32          // of a file or directory, else the pipe's index
    offset: u32
}

var open_files: [64]OpenFile = [OpenFile{ kind: Kind.free }; 64]
/// Names taken away while the file was open: freed when it is closed. One flag an inode would need memory; one an open file does not.
var doomed: [64]bool = [false; 64]

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
            doomed[i] = false
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
    var inode: u32 = 0
    if flags.create and not try path_exists(start, path) {
        inode = try directories.create_file(start, path)
        try cache.flush()
    } else {
        inode = try directories.resolve(start, path)
    }
    let contents = try filesystem.inode(inode)
    if contents.kind == filesystem.DIRECTORY and flags.write { fail protocol.Errno.is_directory }
    let kind = if contents.kind == filesystem.DIRECTORY { Kind.directory } else { Kind.file }
    let index = try new_open_file(kind, inode, flags.write)
    open_files[index].append = flags.append
    if flags.truncate and flags.write { try filesystem.truncate(inode) }
    attach(descriptors, descriptor, index)
    return descriptor
}

fn path_exists(start: u32, path: []u8) bool!protocol.Errno {
    let parent = try directories.resolve_parent(start, path)
    return directories.exists(parent.directory, parent.name)
}

pub fn close(descriptors: *mut Descriptors, descriptor: u32) void!protocol.Errno {
    let index = try index_of(descriptors, descriptor)
    descriptors.table[descriptor] = CLOSED
    try release(index)
}

pub fn close_all(descriptors: *mut Descriptors) {
    for i in 0..protocol.DESCRIPTORS {
        close(descriptors, i) catch { continue }
    }
}

fn release(index: u32) void!protocol.Errno {
    let file = &mut open_files[index]
    file.references -= 1
    if file.references != 0 { return }
    let kind = file.kind
    file.kind = Kind.free
    if kind == Kind.pipe_reads { pipes.close(file.inode, false) }
    if kind == Kind.pipe_writes { pipes.close(file.inode, true) }
    if kind == Kind.file {
        if doomed[index] and not is_open(file.inode) { try filesystem.free_inode(file.inode) }
        if file.writable or doomed[index] { try cache.flush() }
    }
}

fn is_open(inode: u32) bool {
    for i in 0..OPEN_FILES {
        let kind = open_files[i].kind
        if (kind == Kind.file or kind == Kind.directory) and open_files[i].inode == inode { return true }
    }
    return false
}

/// The name of an inode is gone: frees it now, or when its last open file is closed.
pub fn unlinked(inode: u32) void!protocol.Errno {
    if not is_open(inode) {
        try filesystem.free_inode(inode)
        return
    }
    for i in 0..OPEN_FILES {
        if open_files[i].kind == Kind.file and open_files[i].inode == inode { doomed[i] = true }
    }
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
            let count = try console.read(messages.page(process)[..min(most, 4096)])
            return Data{ count: count, place: protocol.IN_MESSAGE }
        }
        pipe_reads => {
            let piece = try pipes.take(file.inode, process, environment, most)
            return Data{ count: piece.count, place: protocol.IN_PIPE_PAGE << 12 | piece.offset }
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
    let frame = try filesystem.page_frame(file.inode, file.offset / cache.BLOCK)
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
pub fn page(descriptors: *Descriptors, descriptor: u32, number: u32) u32!protocol.Errno {
    let index = try index_of(descriptors, descriptor)
    if open_files[index].kind == Kind.directory { fail protocol.Errno.is_directory }
    if open_files[index].kind != Kind.file { fail protocol.Errno.bad_descriptor }
    let frame = try filesystem.page_frame(open_files[index].inode, number)
    if frame == 0 { fail protocol.Errno.not_executable }
    return frame
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

/// Names: directories and paths.
///
/// Trust: only the server runs this; paths come from processes and are checked here, component by component.
module libos.unix.server.directories

use libos.unix.protocol
use libos.unix.server.filesystem
use libos.unix.server.views
use libos.unix.text

const ENTRY: u32 = size_of(protocol.DirectoryEntry)
const NAME_LIMIT: u32 = 59
/// Deeper than this there is a loop, which only a damaged disk has.
const DEPTH: u32 = 64

pub struct Found { inode: u32, offset: u32 }

fn entry_name(entry: *protocol.DirectoryEntry) []u8 { return text.until_zero(entry.name[..]) }

fn require_directory(number: u32) filesystem.Inode!protocol.Errno {
    let contents = try filesystem.inode(number)
    if contents.kind != filesystem.DIRECTORY { fail protocol.Errno.not_directory }
    return contents
}

/// The entry with this name: its inode and its place in the directory.
pub fn lookup(directory: u32, name: []u8) Found!protocol.Errno {
    let contents = try require_directory(directory)
    var entry = protocol.DirectoryEntry{}
    var offset: u32 = 0
    while offset < contents.size {
        _ = try filesystem.read(directory, offset, views.entry_bytes(&mut entry))
        if entry.inode != 0 and text.equal(entry_name(&entry), name) { return Found{ inode: entry.inode, offset: offset } }
        offset += ENTRY
    }
    fail protocol.Errno.not_found
}

/// The inode of a path, from `start` where it does not begin with `/`.
pub fn resolve(start: u32, path: []u8) u32!protocol.Errno {
    if path.len == 0 { fail protocol.Errno.bad_path }
    var current = if path[0] == '/' { filesystem.ROOT } else { start }
    var rest = path
    while true {
        rest = skip_slashes(rest)
        if rest.len == 0 { return current }
        let name = component(rest)
        let found = try lookup(current, name)
        current = found.inode
        rest = rest[name.len..]
    }
    unreachable()
}

pub struct Parent { directory: u32, name: []u8 }

/// The directory that holds, or would hold, what a path names, and the name in it.
pub fn resolve_parent(start: u32, path: []u8) Parent!protocol.Errno {
    var end = path.len
    while end > 1 and path[end - 1] == '/' { end -= 1 }
    let whole = path[..end]
    var split: u32 = 0
    for i in 0..whole.len {
        if whole[i] == '/' { split = i + 1 }
    }
    let name = whole[split..]
    if name.len == 0 or name.len > NAME_LIMIT { fail protocol.Errno.bad_path }
    for c in name {
        if c == 0 { fail protocol.Errno.bad_path }
    }
    let directory = if split == 0 { start } else { try resolve(start, whole[..split]) }
    _ = try require_directory(directory)
    return Parent{ directory: directory, name: name }
}

fn skip_slashes(path: []u8) []u8 {
    var i: u32 = 0
    while i < path.len and path[i] == '/' { i += 1 }
    return path[i..]
}

fn component(path: []u8) []u8 {
    var i: u32 = 0
    while i < path.len and path[i] != '/' { i += 1 }
    return path[..i]
}

/// Enters a name that is not there yet.
pub fn insert(directory: u32, name: []u8, inode: u32) void!protocol.Errno {
    let contents = try require_directory(directory)
    var entry = protocol.DirectoryEntry{}
    var offset: u32 = 0
    while offset < contents.size {
        _ = try filesystem.read(directory, offset, views.entry_bytes(&mut entry))
        if entry.inode == 0 { break }
        offset += ENTRY
    }
    var new = protocol.DirectoryEntry{ inode: inode }
    _ = text.copy_into(new.name[..NAME_LIMIT], name)
    _ = try filesystem.write(directory, offset, views.entry_contents(&new))
}

/// Takes out the entry at an offset.
pub fn erase(directory: u32, offset: u32) void!protocol.Errno {
    let empty = protocol.DirectoryEntry{}
    _ = try filesystem.write(directory, offset, views.entry_contents(&empty))
}

pub fn create_file(start: u32, path: []u8) u32!protocol.Errno {
    let parent = try resolve_parent(start, path)
    let inode = try filesystem.new_inode(filesystem.FILE)
    insert(parent.directory, parent.name, inode) catch |error| {
        try filesystem.free_inode(inode)
        fail error
    }
    return inode
}

pub fn create_directory(start: u32, path: []u8) void!protocol.Errno {
    let parent = try resolve_parent(start, path)
    if exists(parent.directory, parent.name) { fail protocol.Errno.exists }
    let inode = try filesystem.new_inode(filesystem.DIRECTORY)
    fill_directory(inode, parent) catch |error| {
        try filesystem.free_inode(inode)
        fail error
    }
}

fn fill_directory(inode: u32, parent: Parent) void!protocol.Errno {
    try insert(inode, ".", inode)
    try insert(inode, "..", parent.directory)
    try insert(parent.directory, parent.name, inode)
}

pub fn exists(directory: u32, name: []u8) bool {
    let found = lookup(directory, name) catch { return false }
    return found.inode != 0
}

fn is_empty(directory: u32) bool!protocol.Errno {
    let contents = try require_directory(directory)
    var entry = protocol.DirectoryEntry{}
    var offset: u32 = 0
    while offset < contents.size {
        _ = try filesystem.read(directory, offset, views.entry_bytes(&mut entry))
        let name = entry_name(&entry)
        if entry.inode != 0 and not text.equal(name, ".") and not text.equal(name, "..") { return false }
        offset += ENTRY
    }
    return true
}

/// Takes a name away and returns its inode, which still exists: whoever has it open goes on using it.
pub fn remove(start: u32, path: []u8) u32!protocol.Errno {
    let parent = try resolve_parent(start, path)
    if text.equal(parent.name, ".") or text.equal(parent.name, "..") { fail protocol.Errno.bad_path }
    let found = try lookup(parent.directory, parent.name)
    let contents = try filesystem.inode(found.inode)
    if contents.kind == filesystem.DIRECTORY and not try is_empty(found.inode) { fail protocol.Errno.not_empty }
    try erase(parent.directory, found.offset)
    return found.inode
}

/// Gives a file or directory another name; a file that has the new name already is replaced. Returns that one's inode, or 0.
pub fn rename(start: u32, from: []u8, to: []u8) u32!protocol.Errno {
    let old = try resolve_parent(start, from)
    let new = try resolve_parent(start, to)
    let found = try lookup(old.directory, old.name)
    let contents = try filesystem.inode(found.inode)
    let moving_directory = contents.kind == filesystem.DIRECTORY
    if moving_directory and try is_inside(new.directory, found.inode) { fail protocol.Errno.bad_path }
    var replaced: u32 = 0
    if exists(new.directory, new.name) {
        let other = try lookup(new.directory, new.name)
        if other.inode == found.inode { return 0 }
        let target = try filesystem.inode(other.inode)
        if target.kind == filesystem.DIRECTORY or moving_directory { fail protocol.Errno.exists }
        replaced = other.inode
        try erase(new.directory, other.offset)
    }
    try insert(new.directory, new.name, found.inode)
    try erase(old.directory, found.offset)
    if moving_directory and old.directory != new.directory {
        let up = try lookup(found.inode, "..")
        try erase(found.inode, up.offset)
        try insert(found.inode, "..", new.directory)
    }
    return replaced
}

fn is_inside(directory: u32, outer: u32) bool!protocol.Errno {
    var current = directory
    for depth in 0..DEPTH {
        if current == outer { return true }
        if current == filesystem.ROOT { return false }
        let up = try lookup(current, "..")
        current = up.inode
    }
    fail protocol.Errno.io_error
}

/// The path of a directory, found by going up.
pub fn path_of(directory: u32, into: []mut u8) u32!protocol.Errno {
    var at = into.len
    var current = directory
    for depth in 0..DEPTH {
        if current == filesystem.ROOT { break }
        let up = try lookup(current, "..")
        var entry = protocol.DirectoryEntry{}
        try name_in(up.inode, current, &mut entry)
        let name = entry_name(&entry)
        if name.len + 1 > at { fail protocol.Errno.bad_path }
        at -= name.len
        _ = text.copy_into(into[at..], name)
        at -= 1
        into[at] = '/'
        current = up.inode
    }
    if at == into.len {
        at -= 1
        into[at] = '/'
    }
    let length = into.len - at
    for i in 0..length { into[i] = into[at + i] }
    return length
}

fn name_in(directory: u32, inode: u32, entry: *mut protocol.DirectoryEntry) void!protocol.Errno {
    let contents = try require_directory(directory)
    var offset: u32 = 0
    while offset < contents.size {
        _ = try filesystem.read(directory, offset, views.entry_bytes(entry))
        let name = entry_name(entry)
        if entry.inode == inode and not text.equal(name, ".") and not text.equal(name, "..") { return }
        offset += ENTRY
    }
    fail protocol.Errno.not_found
}

/// Names: directories and paths.
///
/// Trust: only the server runs this; paths come from processes and are checked here, component by component. What stands in a directory is
/// not believed either: an inode's number is checked where it is used.
///
/// A directory has two links (its name and its own `.`) and one more for each directory in it (their `..`). One whose name was taken away
/// has none; it goes when nobody uses it any more.
module libos.unix.server.directories

use libos.unix.protocol
use libos.unix.server.filesystem
use libos.unix.server.views
use libos.unix.text

const ENTRY: u32 = size_of(protocol.DirectoryEntry)
const ENTRIES_A_BLOCK: u32 = 64
const NAME_LIMIT: u32 = 59
/// A search must end in bounded time.
const DIRECTORY_LIMIT: u32 = 4096 * ENTRY
/// Deeper than this there is a loop, which only a damaged disk has.
const DEPTH: u32 = 64

/// An entry: what it names and its place in the directory.
pub struct Found { inode: u32, offset: u32 }

/// What an entry is compared with.
struct Wanted { name: []u8, inode: u32 }

fn has_name(entry: *protocol.DirectoryEntry, wanted: *Wanted) bool {
    if entry.inode == 0 or wanted.name.len > NAME_LIMIT or entry.name[wanted.name.len] != 0 { return false }
    for i in 0..wanted.name.len {
        if entry.name[i] != wanted.name[i] { return false }
    }
    return true
}

fn is_vacant(entry: *protocol.DirectoryEntry, wanted: *Wanted) bool { return entry.inode == 0 }

fn is_member(entry: *protocol.DirectoryEntry, wanted: *Wanted) bool { return entry.inode != 0 and not is_dots(entry_name(entry)) }

fn leads_there(entry: *protocol.DirectoryEntry, wanted: *Wanted) bool { return is_member(entry, wanted) and entry.inode == wanted.inode }

fn entry_name(entry: *protocol.DirectoryEntry) []u8 { return text.until_zero(entry.name[..]) }

/// The two names that every directory has and nobody may change.
fn is_dots(name: []u8) bool { return text.equal(name, ".") or text.equal(name, "..") }

fn require_directory(number: u32) filesystem.Inode!protocol.Errno {
    let contents = try filesystem.inode(number)
    if contents.kind != filesystem.DIRECTORY { fail protocol.Errno.not_directory }
    if contents.size > DIRECTORY_LIMIT { fail protocol.Errno.io_error }
    return contents
}

/// The first entry that passes the test; `not_found` if none does.
fn search(directory: u32, test: fn(*protocol.DirectoryEntry, *Wanted) bool, wanted: *Wanted) Found!protocol.Errno {
    let contents = try require_directory(directory)
    let count = contents.size / ENTRY
    var first: u32 = 0
    while first < count {
        let entries = try filesystem.entries(&contents, first / ENTRIES_A_BLOCK)
        for i in 0..min(ENTRIES_A_BLOCK, count - first) {
            let entry = &entries[i]
            if test(entry, wanted) { return Found{ inode: entry.inode, offset: (first + i) * ENTRY } }
        }
        first += ENTRIES_A_BLOCK
    }
    fail protocol.Errno.not_found
}

/// As `search`, with offset NOWHERE where none passes.
fn search_maybe(directory: u32, test: fn(*protocol.DirectoryEntry, *Wanted) bool, wanted: *Wanted) Found!protocol.Errno {
    return search(directory, test, wanted) catch |error| {
        if error != protocol.Errno.not_found { fail error }
        return Found{ inode: 0, offset: NOWHERE }
    }
}

const NOWHERE: u32 = 0xFFFFFFFF

/// The entry with this name.
pub fn lookup(directory: u32, name: []u8) Found!protocol.Errno {
    let wanted = Wanted{ name: name, inode: 0 }
    return try search(directory, has_name, &wanted)
}

/// As `lookup`; inode 0 where there is no such name.
pub fn lookup_maybe(directory: u32, name: []u8) Found!protocol.Errno {
    let wanted = Wanted{ name: name, inode: 0 }
    return try search_maybe(directory, has_name, &wanted)
}

/// The inode of a path, from `start` where it does not begin with `/`. What stands before a `/` must be a directory.
pub fn resolve(start: u32, path: []u8) u32!protocol.Errno {
    if path.len == 0 { fail protocol.Errno.bad_path }
    var current = if path[0] == '/' { filesystem.ROOT } else { start }
    var rest = path
    while rest.len != 0 {
        if rest[0] == '/' {
            _ = try require_directory(current)
            rest = rest[1..]
        } else {
            let name = component(rest)
            let found = try lookup(current, name)
            current = found.inode
            rest = rest[name.len..]
        }
    }
    return current
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

fn component(path: []u8) []u8 {
    var i: u32 = 0
    while i < path.len and path[i] != '/' { i += 1 }
    return path[..i]
}

/// Enters a name that is not there yet.
fn insert(directory: u32, name: []u8, inode: u32) void!protocol.Errno {
    let contents = try require_directory(directory)
    let wanted = Wanted{ name: name, inode: 0 }
    let vacant = try search_maybe(directory, is_vacant, &wanted)
    let offset = if vacant.offset == NOWHERE { contents.size } else { vacant.offset }
    if offset == DIRECTORY_LIMIT { fail protocol.Errno.too_big }
    var new = protocol.DirectoryEntry{ inode: inode }
    _ = text.copy_into(new.name[..NAME_LIMIT], name)
    _ = try filesystem.write(directory, offset, views.entry_contents(&new))
}

/// Takes out the entry at an offset.
fn erase(directory: u32, offset: u32) void!protocol.Errno {
    let empty = protocol.DirectoryEntry{}
    _ = try filesystem.write(directory, offset, views.entry_contents(&empty))
}

/// One directory more or less is in this one.
fn count_directory(directory: u32, more: bool) void!protocol.Errno {
    let contents = try filesystem.inode(directory)
    let links: u32 = contents.links
    try filesystem.set_links(directory, if more { links + 1 } else { max(links, 1) - 1 })
}

/// A directory whose name is gone takes no new ones.
fn require_named(directory: u32) void!protocol.Errno {
    let contents = try filesystem.inode(directory)
    if contents.links == 0 { fail protocol.Errno.not_found }
}

pub fn create_file(parent: Parent) u32!protocol.Errno {
    try require_named(parent.directory)
    if is_dots(parent.name) { fail protocol.Errno.bad_path }
    let inode = try filesystem.new_inode(filesystem.FILE, 1)
    insert(parent.directory, parent.name, inode) catch |error| {
        try filesystem.free_inode(inode)
        fail error
    }
    return inode
}

pub fn create_directory(start: u32, path: []u8) void!protocol.Errno {
    let parent = try resolve_parent(start, path)
    try require_named(parent.directory)
    let there = try lookup_maybe(parent.directory, parent.name)
    if there.inode != 0 { fail protocol.Errno.exists }
    let inode = try filesystem.new_inode(filesystem.DIRECTORY, 2)
    fill_directory(inode, parent) catch |error| {
        try filesystem.free_inode(inode)
        fail error
    }
    try count_directory(parent.directory, true)
}

fn fill_directory(inode: u32, parent: Parent) void!protocol.Errno {
    try insert(inode, ".", inode)
    try insert(inode, "..", parent.directory)
    try insert(parent.directory, parent.name, inode)
}

fn is_empty(directory: u32) bool!protocol.Errno {
    let wanted = Wanted{ name: "", inode: 0 }
    let member = try search_maybe(directory, is_member, &wanted)
    return member.inode == 0
}

/// Takes a name away and returns its inode, which still exists, with no link: whoever uses it goes on using it.
pub fn remove(start: u32, path: []u8) u32!protocol.Errno {
    let parent = try resolve_parent(start, path)
    if is_dots(parent.name) { fail protocol.Errno.bad_path }
    let found = try lookup(parent.directory, parent.name)
    let contents = try filesystem.inode(found.inode)
    let directory = contents.kind == filesystem.DIRECTORY
    if directory and not try is_empty(found.inode) { fail protocol.Errno.not_empty }
    try erase(parent.directory, found.offset)
    if directory { try count_directory(parent.directory, false) }
    try filesystem.set_links(found.inode, if directory { 0 } else { max(contents.links as u32, 1) - 1 })
    return found.inode
}

/// Gives a file or directory another name; a file that has the new name already is replaced. Returns that one's inode, or 0.
pub fn rename(start: u32, from: []u8, to: []u8) u32!protocol.Errno {
    let old = try resolve_parent(start, from)
    let new = try resolve_parent(start, to)
    if is_dots(old.name) or is_dots(new.name) { fail protocol.Errno.bad_path }
    try require_named(new.directory)
    let found = try lookup(old.directory, old.name)
    let contents = try filesystem.inode(found.inode)
    let moves_directory = contents.kind == filesystem.DIRECTORY
    if moves_directory and try is_inside(new.directory, found.inode) { fail protocol.Errno.bad_path }
    let other = try lookup_maybe(new.directory, new.name)
    if other.inode == found.inode { return 0 }
    if other.inode != 0 {
        let target = try filesystem.inode(other.inode)
        if target.kind == filesystem.DIRECTORY or moves_directory { fail protocol.Errno.exists }
        // The entry that becomes free is the new name's, so there is room for it.
        try erase(new.directory, other.offset)
        try filesystem.set_links(other.inode, max(target.links as u32, 1) - 1)
    }
    try insert(new.directory, new.name, found.inode)
    try erase(old.directory, found.offset)
    if moves_directory and old.directory != new.directory {
        let up = try lookup(found.inode, "..")
        try erase(found.inode, up.offset)
        try insert(found.inode, "..", new.directory)
        try count_directory(old.directory, false)
        try count_directory(new.directory, true)
    }
    return other.inode
}

fn is_inside(directory: u32, outer: u32) bool!protocol.Errno {
    var current = directory
    for _depth in 0..DEPTH {
        if current == outer { return true }
        if current == filesystem.ROOT { return false }
        let up = try lookup(current, "..")
        current = up.inode
    }
    fail protocol.Errno.io_error
}

/// The path of a directory, found by going up; `not_found` if its name is gone.
pub fn path_of(directory: u32, into: []mut u8) u32!protocol.Errno {
    var at = into.len
    var current = directory
    for _depth in 0..DEPTH {
        if current == filesystem.ROOT { break }
        let up = try lookup(current, "..")
        let wanted = Wanted{ name: "", inode: current }
        let found = try search(up.inode, leads_there, &wanted)
        var entry = protocol.DirectoryEntry{}
        _ = try filesystem.read(up.inode, found.offset, views.entry_bytes(&mut entry))
        let name = entry_name(&entry)
        if name.len + 1 > at { fail protocol.Errno.bad_path }
        at -= name.len
        _ = text.copy_into(into[at..], name)
        at -= 1
        into[at] = '/'
        current = up.inode
    }
    if current != filesystem.ROOT { fail protocol.Errno.bad_path }
    if at == into.len {
        at -= 1
        into[at] = '/'
    }
    let length = into.len - at
    for i in 0..length { into[i] = into[at + i] }
    return length
}

test "a component ends before a slash" {
    assert(text.equal(component("bin/ls"), "bin") and text.equal(component("ls"), "ls") and component("/ls").len == 0)
}

test "the names that every directory has" {
    assert(is_dots(".") and is_dots("..") and not is_dots("...") and not is_dots(""))
}

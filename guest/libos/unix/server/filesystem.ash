/// ASHFS: inodes, blocks and their free map, on the block cache. The form on disk is described in docs/disk.md.
///
/// Trust: only the server runs this. What stands on the disk is not believed: block and inode numbers are checked where they are used, so
/// that a damaged disk gives errors and no wild access.
module libos.unix.server.filesystem

use libos.unix.kernel
use libos.unix.protocol
use libos.unix.server.cache
use libos.unix.server.views

pub const ROOT: u32 = 1
pub const NONE: u16 = 0
pub const FILE: u16 = 1
pub const DIRECTORY: u16 = 2
const DIRECT: u32 = 12
const POINTERS: u32 = 1024
pub const LARGEST: u32 = (DIRECT + POINTERS) * cache.BLOCK
const INODES_A_BLOCK: u32 = 64
const BITS_A_BLOCK: u32 = 32768
const WORDS_A_BLOCK: u32 = 1024

pub struct Superblock @size(44) {
    magic: [8]u8
    version: u32
    block_count: u32
    inode_count: u32
    inode_start: u32
    inode_blocks: u32
    bitmap_start: u32
    bitmap_blocks: u32
    data_start: u32
    root: u32
}

pub struct Inode @size(64) {
    kind: u16
    links: u16
    size: u32
    modified: u32
    direct: [12]u32
    indirect: u32
}

var super = Superblock{}

/// Reads the superblock; false if this is no file system of ours.
pub fn mount() bool!protocol.Errno {
    let block = try cache.read(0)
    super = views.superblock(block).*
    let expected = "ASHFS1"
    for i in 0..expected.len {
        if super.magic[i] != expected[i] { return false }
    }
    if super.version != 1 or super.root != ROOT or super.block_count > cache.blocks() { return false }
    let inodes_fit = super.inode_start < super.block_count and super.inode_blocks < super.block_count - super.inode_start
    let map_fits = super.bitmap_start < super.block_count and super.bitmap_blocks < super.block_count - super.bitmap_start
    if not inodes_fit or not map_fits or super.inode_count > super.inode_blocks * INODES_A_BLOCK { return false }
    return super.bitmap_blocks * BITS_A_BLOCK >= super.block_count and super.data_start < super.block_count
}

pub fn inode(number: u32) Inode!protocol.Errno {
    if number == 0 or number >= super.inode_count { fail protocol.Errno.io_error }
    let block = try cache.read(super.inode_start + number / INODES_A_BLOCK)
    return views.inodes(block)[number % INODES_A_BLOCK]
}

pub fn put_inode(number: u32, contents: *Inode) void!protocol.Errno {
    if number == 0 or number >= super.inode_count { fail protocol.Errno.io_error }
    let block = try cache.change(super.inode_start + number / INODES_A_BLOCK)
    let inodes = views.inodes_to_change(block)
    inodes[number % INODES_A_BLOCK] = contents.*
}

/// Changes how many names an inode has.
pub fn set_links(number: u32, links: u32) void!protocol.Errno {
    var contents = try inode(number)
    contents.links = links as u16
    try put_inode(number, &contents)
}

/// A free inode, made into an empty one of this kind.
pub fn new_inode(kind: u16, links: u16) u32!protocol.Errno {
    for number in ROOT..super.inode_count {
        let old = try inode(number)
        if old.kind == NONE {
            let contents = Inode{ kind: kind, links: links, modified: kernel.seconds() }
            try put_inode(number, &contents)
            return number
        }
    }
    fail protocol.Errno.no_inode
}

/// Where the search for a free block begins: a word of the bitmap before which none was free.
var search_from: u32 = 0

/// A free block, marked used and zero.
fn new_block() u32!protocol.Errno {
    for i in search_from..super.bitmap_blocks * WORDS_A_BLOCK {
        let words = views.words(try cache.read(super.bitmap_start + i / WORDS_A_BLOCK))
        let word = words[i % WORDS_A_BLOCK]
        if word != 0xFFFFFFFF {
            search_from = i
            var bit: u32 = 0
            while word >> bit & 1 != 0 { bit += 1 }
            let block = i * 32 + bit
            if block >= super.block_count { fail protocol.Errno.disk_full }
            if block < super.data_start { fail protocol.Errno.io_error }
            _ = try cache.fresh(block)
            let changed = views.words_to_change(try cache.change(super.bitmap_start + i / WORDS_A_BLOCK))
            changed[i % WORDS_A_BLOCK] |= 1 << bit
            return block
        }
    }
    fail protocol.Errno.disk_full
}

fn free_block(block: u32) void!protocol.Errno {
    if not is_data(block) { fail protocol.Errno.io_error }
    let words = views.words_to_change(try cache.change(super.bitmap_start + block / BITS_A_BLOCK))
    let bit = block % BITS_A_BLOCK
    words[bit / 32] &= ~(1 << (bit & 31))
    search_from = min(search_from, block / 32)
}

/// Whether a file may use the block; a damaged disk names others.
fn is_data(block: u32) bool { return block >= super.data_start and block < super.block_count }

fn checked(block: u32) u32!protocol.Errno {
    if block != 0 and not is_data(block) { fail protocol.Errno.io_error }
    return block
}

/// The block that holds a file's page, 0 for a hole.
fn block_of(contents: *Inode, page: u32) u32!protocol.Errno {
    if page < DIRECT { return try checked(contents.direct[page]) }
    if page - DIRECT >= POINTERS { fail protocol.Errno.too_big }
    if contents.indirect == 0 { return 0 }
    let words = views.words(try cache.read(try checked(contents.indirect)))
    return try checked(words[page - DIRECT])
}

/// As `block_of`, with a new block where there was a hole.
fn block_to_change(contents: *mut Inode, page: u32) u32!protocol.Errno {
    let old = try block_of(contents, page)
    if old != 0 { return old }
    if page < DIRECT {
        contents.direct[page] = try new_block()
        return contents.direct[page]
    }
    if contents.indirect == 0 { contents.indirect = try new_block() }
    let block = try new_block()
    let words = views.words_to_change(try cache.change(contents.indirect))
    words[page - DIRECT] = block
    return block
}

/// The frame of a file's page for a process to map (see cache.frame); 0 for a hole or past the end.
pub fn page_frame(number: u32, page: u32, process: u32) u32!protocol.Errno {
    let contents = try inode(number)
    if page >= (contents.size + cache.BLOCK - 1) / cache.BLOCK { return 0 }
    let block = try block_of(&contents, page)
    if block == 0 { return 0 }
    return try cache.frame(block, process)
}

/// The block of a directory that holds its entries from number `page * 64` on.
pub fn entries(contents: *Inode, page: u32) *[64]protocol.DirectoryEntry!protocol.Errno {
    let block = try block_of(contents, page)
    if block == 0 { fail protocol.Errno.io_error }
    return views.entries(try cache.read(block))
}

/// Copies bytes of a file out, up to its end; for the server's own use of directories.
pub fn read(number: u32, offset: u32, into: []mut u8) u32!protocol.Errno {
    let contents = try inode(number)
    if offset >= contents.size { return 0 }
    let want = min(into.len, contents.size - offset)
    var done: u32 = 0
    while done < want {
        let at = offset + done
        let part = min(want - done, cache.BLOCK - at % cache.BLOCK)
        let block = try block_of(&contents, at / cache.BLOCK)
        if block == 0 {
            for i in 0..part { into[done + i] = 0 }
        } else {
            let bytes = try cache.read(block)
            views.copy(into[done..done + part], bytes[at % cache.BLOCK..at % cache.BLOCK + part])
        }
        done += part
    }
    return want
}

/// Copies bytes into a file, which grows as needed. Returns how many; fewer than asked only with an error when none was written.
pub fn write(number: u32, offset: u32, bytes: []u8) u32!protocol.Errno {
    if offset > LARGEST or bytes.len > LARGEST - offset { fail protocol.Errno.too_big }
    var contents = try inode(number)
    var done: u32 = 0
    while done < bytes.len {
        let at = offset + done
        let part = min(bytes.len - done, cache.BLOCK - at % cache.BLOCK)
        let block = block_to_change(&mut contents, at / cache.BLOCK) catch |error| {
            // Blocks that the inode got so far are its own, whatever follows.
            try put_inode(number, &contents)
            if done == 0 { fail error }
            return done
        }
        let buffer = try cache.change(block)
        views.copy(buffer[at % cache.BLOCK..at % cache.BLOCK + part], bytes[done..done + part])
        done += part
        contents.size = max(contents.size, at + part)
    }
    contents.modified = kernel.seconds()
    try put_inode(number, &contents)
    return done
}

/// Gives up a file's contents.
pub fn truncate(number: u32) void!protocol.Errno {
    var contents = try inode(number)
    let old = contents
    for i in 0..DIRECT { contents.direct[i] = 0 }
    contents.indirect = 0
    contents.size = 0
    contents.modified = kernel.seconds()
    // The pointers go first: a block is free only when nothing points at it any more.
    try put_inode(number, &contents)
    for i in 0..DIRECT {
        if old.direct[i] != 0 { try free_block(old.direct[i]) }
    }
    if old.indirect != 0 {
        for i in 0..POINTERS {
            let block = views.words(try cache.read(try checked(old.indirect)))[i]
            if block != 0 { try free_block(block) }
        }
        try free_block(old.indirect)
    }
}

/// Gives up the inode and its contents.
pub fn free_inode(number: u32) void!protocol.Errno {
    try truncate(number)
    let empty = Inode{}
    try put_inode(number, &empty)
}

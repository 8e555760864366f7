/// A block's bytes seen as what the file system keeps in them.
///
/// Trust: the only unsafe part of the file system. Every view is exactly one block long, and every byte pattern is a valid one.
system module libos.unix.server.views

use cpu
use libos.unix.protocol
use libos.unix.server.filesystem

pub fn superblock(block: *[4096]u8) *filesystem.Superblock { return block as *filesystem.Superblock }

pub fn inodes(block: *[4096]u8) *[64]filesystem.Inode { return block as *[64]filesystem.Inode }

pub fn inodes_to_change(block: *mut [4096]u8) *mut [64]filesystem.Inode { return block as *mut [64]filesystem.Inode }

pub fn words(block: *[4096]u8) *[1024]u32 { return block as *[1024]u32 }

pub fn words_to_change(block: *mut [4096]u8) *mut [1024]u32 { return block as *mut [1024]u32 }

pub fn entries(block: *[4096]u8) *[64]protocol.DirectoryEntry { return block as *[64]protocol.DirectoryEntry }

pub fn entry_bytes(entry: *mut protocol.DirectoryEntry) []mut u8 { return raw_slice(entry as *mut u8, size_of(protocol.DirectoryEntry)) }

pub fn entry_contents(entry: *protocol.DirectoryEntry) []u8 { return raw_slice(entry as *u8, size_of(protocol.DirectoryEntry)) }

/// Slices of equal length.
pub fn copy(to: []mut u8, from: []u8) {
    assert(to.len == from.len)
    cpu.copy(to.ptr, from.ptr, from.len)
}

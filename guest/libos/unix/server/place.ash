/// Where things are in the server: its slots and its address space.
///
/// Trust: constants only.
module libos.unix.server.place

use abi.capability
use libos.unix.space

/// Slots beside those that the kernel gave us (abi.capability).
pub const CACHE_SLOT: u32 = 6     // guard of the file cache's frames
pub const PROCESS_SLOT: u32 = 16  // + process: its environment
pub const BUILD_SLOT: u32 = 48    // + builder: an environment that exec is filling
pub const BUILDERS: u32 = 12

/// The message page of process p is at MESSAGES + p * 4096.
pub const MESSAGES: u32 = 0x40000000
/// The page that all processes read.
pub const PROCESSES: u32 = 0x40100000
/// + process * 4096: the frame of the file cache that a process was told of last.
pub const TOLD: u32 = 0x40200000
/// Pages on their way through a pipe: mapped here so that they stay alive.
pub const PIPE_PAGES: u32 = 0x41000000
/// Block buffers.
pub const CACHE: u32 = 0x50000000

/// Index in the slice vector: ours, then one for each process.
pub const SERVER_SLICE: u32 = 0
pub const PROCESS_SLICE: u32 = 1

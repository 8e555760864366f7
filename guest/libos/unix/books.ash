/// The kernel's and the server's books, counted for people.
///
/// Trust: reads pages that others change meanwhile; the numbers are each right, their sum may be a moment old.
system module libos.unix.books

use abi.layout
use libos.unix.kernel
use libos.unix.process_table

pub struct FrameCounts { all: u32, free: u32, kernel: u32, held: u32, shared: u32 }

/// `shared` counts, among those in use, the ones that more than one entry maps.
pub fn frame_counts() FrameCounts {
    var counts = FrameCounts{ free: kernel.machine().frames_free }
    for i in 0..kernel.machine().frames {
        let frame = kernel.frame(i)
        let kind = frame.kind
        if kind == layout.FrameKind.held { counts.held += 1 }
        if kind == layout.FrameKind.kernel { counts.kernel += 1 }
        if kind == layout.FrameKind.held and frame.references > 1 { counts.shared += 1 }
    }
    counts.all = counts.free + counts.kernel + counts.held
    return counts
}

pub struct CacheCounts { frames: u32, hits: u32, misses: u32 }

pub fn cache_counts() CacheCounts {
    let all = process_table.all()
    return CacheCounts{ frames: all.cache_frames, hits: all.cache_hits, misses: all.cache_misses }
}

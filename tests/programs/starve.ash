/// A machine without a frame to spare.
///
/// Trust: reads the kernel's books, and frees frames of its own only.
system module starve

use libos.unix.complaint
use libos.unix.file
use libos.unix.kernel
use libos.unix.memory
use libos.unix.process
use libos.unix.protocol
use abi.layout

const MOST: u32 = 60
/// How a child of ours ends that could not become another program.
const NO_PROGRAM: u32 = 42

/// Takes every frame by touching heap; ends when there is none.
pub fn touch() u32 {
    while true {
        let block = memory.allocate(layout.PAGE) catch { return 1 }
        block[0] = 1
    }
    unreachable()
}

/// With no frame left, then one, two, three: tries to fork and exec. Whatever comes of it, as many frames must be free afterwards.
pub fn forks() u32 {
    // Page tables that fork needs stay; let them be there before anything is counted.
    let first = process.fork() catch |error| { return complaint.about("fork", error) }
    if first == 0 { process.exit(0) }
    _ = process.wait(first) catch |error| { return complaint.about("wait", error) }
    let start = settled()
    var failed: u32 = 0
    var unready: u32 = 0
    var lost: u32 = 0
    var done: u32 = 0
    take_all()
    for spare in 0..MOST {
        let before = settled()
        let child = process.fork() catch |error| {
            failed += 1
            if error != protocol.Errno.no_memory and error != protocol.Errno.no_process {
                print(file.out(), "with {} frames fork says {}\n", spare, protocol.text(error))
            }
            0xFFFF
        }
        if child == 0 {
            var words = ["echo"]
            _ = process.exec("/bin/echo", words[..])
            process.exit(NO_PROGRAM)
        }
        if child != 0xFFFF {
            let ended = process.wait(child) catch |error| { return complaint.about("wait", error) }
            if ended.status == 0 { done += 1 } else { unready += 1 }
        }
        let after = settled()
        if after != before {
            lost += 1
            print(file.out(), "with {} frames: {} before, {} after\n", spare, before, after)
        }
        give_one()
    }
    give_all()
    print(file.out(), "forks failed {}, children stopped {}, done {}; frames lost {} times\n", failed > 0, unready > 0, done > 0, lost)
    print(file.out(), "all are back: {}\n", settled() == start)
    return 0
}

/// Free frames and those of the file cache, once the dead have returned theirs.
fn settled() u32 {
    process.sleep(20)
    return kernel.machine().*.frames_free
}

fn take_all() {
    while true { _ = kernel.frame_alloc(0) catch { return } }
}

fn give_one() {
    for i in 0..kernel.machine().*.frames {
        if is_spare(i) {
            kernel.frame_free(0, i) catch { continue }
            return
        }
    }
}

fn give_all() {
    for i in 0..kernel.machine().*.frames {
        if is_spare(i) { kernel.frame_free(0, i) catch { continue } }
    }
}

/// A frame that we hold and have not mapped.
fn is_spare(i: u32) bool {
    let frame = kernel.frame(i).*
    return frame.kind == layout.FrameKind.held and frame.holder as u32 == kernel.own_number() and frame.references == 0
}

/// The clock, the console, the disk.
system module trial.devices

use abi.call
use abi.capability
use abi.layout
use trial.calls
use trial.child

const HERE: u32 = 0x66000000
/// A place on the disk that nothing uses: behind the boot loader, before the first partition.
const SECTOR: u32 = 2032
const READ: u32 = 0
const WRITE: u32 = 1
const READING: u32 = 41

var long_line: [4096]u8 @align(4096) = [0; 4096]
var errand = child.Errand{}

pub fn run() {
    calls.begin("devices")
    let first = calls.three(call.Call.time, 0, 0, 0)
    while calls.machine().*.ticks == first.value { }
    let second = calls.three(call.Call.time, 0, 0, 0)
    calls.check("time goes on", second.value > first.value, second.value)
    calls.check("after 2020", second.detail > 1577836800, second.detail)
    var buffer: [2048]u8 = [0; 2048]
    for i in 0..383 { long_line[i] = '=' }
    long_line[383] = '\n'
    calls.equal("a long line", calls.three(call.Call.console_write, capability.CONSOLE, &long_line as u32, 4096).value, 384)
    // Whoever runs this may type nothing, or end the input.
    let typed = calls.machine().*.console_input
    calls.equal("as much as was typed", calls.three(call.Call.console_read, capability.CONSOLE, &buffer as u32, 2048).value, typed)
    calls.equal("and no more", calls.three(call.Call.console_read, capability.CONSOLE, &buffer as u32, 2048).value, calls.machine().*.console_input - typed)
    if calls.machine().*.extent_count != 0 { disk() } else { calls.refused("no disk", call.Error.bad_extent, &calls.Try{ number: 19, a: capability.DISK, b: 0, c: 0, d: 2, e: 0, f: 0 }) }
    calls.end()
}

fn submit(sector: u32, count: u32, write: u32, frame: u32) calls.Came {
    return calls.six(call.Call.disk_submit, capability.DISK, 0, sector, count << 1 | write, 0, frame)
}

/// Waits for all that was submitted; the status of the last.
fn wait() u32 {
    let own = calls.own()
    while own.*.disk_done != own.*.disk_submitted {
        _ = calls.three(call.Call.sleep, layout.OWN + offset_of(layout.Own, disk_done), own.*.disk_done, 100)
    }
    return own.*.disk_status
}

fn disk() {
    let me = calls.me()
    let sectors = calls.machine().*.extents[0].sectors
    let f = calls.must(call.Call.frame_alloc, 0, call.ANY_FRAME, 0, 0, 0, 0)
    _ = calls.must(call.Call.pte_set, 0, me, 0, HERE, f << 12 | 3, 0)
    refused(f, sectors)
    for count in [1 as u32, 8] {
        for i in 0..1024 { ((HERE + i * 4) as *io mut u32).* = i * 0x01010101 + count }
        calls.equal("write", submit(SECTOR, count, WRITE, f).error, 0)
        calls.equal("pinned", calls.frame(f).*.pins, 1)
        calls.equal("one at a time", submit(SECTOR, 1, WRITE, f).error, call.Error.busy as u32)
        calls.equal("written", wait(), 0)
        calls.equal("unpinned", calls.frame(f).*.pins, 0)
        for i in 0..1024 { ((HERE + i * 4) as *io mut u32).* = 0 }
        calls.equal("read", submit(SECTOR, count, READ, f).error, 0)
        calls.equal("read", wait(), 0)
        var wrong: u32 = 0
        for i in 0..1024 {
            let wanted = if i < count * 128 { i * 0x01010101 + count } else { 0 as u32 }
            if ((HERE + i * 4) as *io u32).* != wanted { wrong += 1 }
        }
        calls.equal("the same bytes", wrong, 0)
    }
    calls.equal("the last sector", submit(sectors - 1, 1, READ, f).error, 0)
    calls.equal("of the disk", wait(), 0)
    in_flight(f)
    dies()
}

fn refused(f: u32, sectors: u32) {
    let me = calls.me()
    let extents = calls.machine().*.extent_count
    calls.equal("behind the last sector", submit(sectors, 1, READ, f).error, call.Error.bad_extent as u32)
    calls.equal("over the last sector", submit(sectors - 7, 8, READ, f).error, call.Error.bad_extent as u32)
    calls.equal("round the end", submit(0xFFFFFFFF, 2, READ, f).error, call.Error.bad_extent as u32)
    calls.equal("no sectors", submit(0, 0, READ, f).error, call.Error.bad_argument as u32)
    calls.equal("9 sectors", submit(0, 9, READ, f).error, call.Error.bad_argument as u32)
    calls.equal("2^31 - 1 sectors", submit(0, 0x7FFFFFFF, READ, f).error, call.Error.bad_argument as u32)
    calls.equal("into the kernel", submit(0, 1, READ, 0x100).error, call.Error.denied as u32)
    calls.equal("into no frame", submit(0, 1, READ, 0xFFFFFFFF).error, call.Error.denied as u32)
    calls.refused("no such extent", call.Error.bad_extent, &calls.Try{ number: 19, a: capability.DISK, b: extents, c: 0, d: 2, e: 0, f: f })
    calls.refused("no such extent", call.Error.bad_extent, &calls.Try{ number: 19, a: capability.DISK, b: 0xFFFFFFFF, c: 0, d: 2, e: 0, f: f })
    _ = calls.must(call.Call.cap_grant, 0, me, READING, 0, 1, 0)
    calls.refused("into a frame that we only read", call.Error.weak, &calls.Try{ number: 19, a: capability.DISK, b: 0, c: 0, d: 2, e: READING, f: f })
    _ = calls.must(call.Call.cap_drop, READING, 0, 0, 0, 0, 0)
    _ = calls.must(call.Call.cap_grant, 0, me, READING, capability.DISK, 1, 0)
    calls.refused("written by a reading right", call.Error.weak, &calls.Try{ number: 19, a: READING, b: 0, c: SECTOR, d: 3, e: 0, f: f })
    _ = calls.must(call.Call.cap_drop, READING, 0, 0, 0, 0, 0)
    calls.equal("nothing is under way", calls.own().*.disk_submitted, calls.own().*.disk_done)
    calls.equal("nothing is pinned", calls.frame(f).*.pins, 0)
}

/// A frame that is given up while the drive writes into it goes to nobody before the drive is done.
fn in_flight(f: u32) {
    calls.equal("read", submit(SECTOR, 8, READ, f).error, 0)
    _ = calls.must(call.Call.pte_set, 0, calls.me(), 0, HERE, 0, 0)
    _ = calls.must(call.Call.frame_free, 0, f, 0, 0, 0, 0)
    calls.equal("not free", calls.frame(f).*.kind as u32, layout.FrameKind.held as u32)
    calls.refused3("nor to be had", call.Error.frame_in_use, call.Call.frame_alloc, 0, f, 0)
    calls.equal("read", wait(), 0)
    calls.equal("now it is", calls.frame(f).*.kind as u32, layout.FrameKind.free as u32)
}

/// A child that dies with a request under way.
fn dies() {
    let number = child.make(0)
    let slot = child.slot(0)
    let f = calls.must(call.Call.frame_alloc, slot, call.ANY_FRAME, 0, 0, 0, 0)
    _ = calls.must(call.Call.cap_grant, slot, number, 5, capability.DISK, 3, 0)
    errand = child.Errand{ number: call.Call.disk_submit as u32, a: 5, b: 0, c: SECTOR, d: 16, e: 0, f: f }
    child.start(0, number, child.perform as u32, &errand as u32, 0)
    calls.equal("has asked", child.watch(number, 100) as u32, layout.State.stopped as u32)
    calls.equal("and may", errand.done, 1)
    _ = calls.must(call.Call.frame_free, slot, f, 0, 0, 0, 0)
    child.end(0, number)
    let start = calls.machine().*.ticks
    while calls.frame(f).*.pins != 0 and calls.machine().*.ticks - start < 1000 { _ = calls.three(call.Call.yield, 0, 0, 0) }
    calls.equal("the frame comes back", calls.frame(f).*.kind as u32, layout.FrameKind.free as u32)
    calls.equal("the disk goes on", calls.own().*.disk_done, calls.own().*.disk_submitted)
}

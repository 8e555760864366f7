/// The disk by extents: a queue of requests for one ATA drive, by programmed I/O.
///
/// Trust: a request names an extent, which the caller's capability must dominate, sectors inside it, and one frame that the caller may read
/// (to write it to the disk) or write. All is checked when the request is made; the frame is pinned until the drive is done with it,
/// even if its owner dies meanwhile. One request an environment, so nobody fills the queue.
///
/// Extent 0 is the whole disk, 1 to 4 are the partitions of its table; one that reaches beyond the disk or into an earlier one is empty.
/// The drive is never waited for: each tick and an idle kernel look whether it is ready, and a request that takes too long fails.
system module kernel.disk

use abi.call
use abi.layout
use cpu
use kernel.environment
use kernel.frame
use kernel.machine
use kernel.rights

const DATA: u16 = 0x1F0
const ERROR: u16 = 0x1F1
const COUNT: u16 = 0x1F2
const ADDRESS_0: u16 = 0x1F3
const ADDRESS_1: u16 = 0x1F4
const ADDRESS_2: u16 = 0x1F5
const DRIVE: u16 = 0x1F6
const STATUS: u16 = 0x1F7
const COMMAND: u16 = 0x1F7
const CONTROL: u16 = 0x3F6

const BUSY: u8 = 0x80
const FAULT: u8 = 0x20
const DATA_WANTED: u8 = 0x08
const FAILED: u8 = 0x01
const NOBODY: u8 = 0xFF

const READ_SECTORS: u8 = 0x20
const WRITE_SECTORS: u8 = 0x30
const IDENTIFY: u8 = 0xEC
const SILENT: u8 = 2
const RESET: u8 = 4
const FIRST_DRIVE: u8 = 0xE0

const SECTOR: u32 = 512
const SECTOR_WORDS: u32 = 256
const BOOT_PATIENCE: u32 = 4000000
const RESET_PATIENCE: u32 = 64
/// Milliseconds until a request fails, and what its status is then.
const LONGEST: u32 = 5000
const TIMED_OUT: u32 = 0x100

const QUEUE: u32 = 16

/// What the drive does for the first request of the queue.
enum Phase: u8 {
    idle
    before_command  // waits until it takes one
    before_data     // waits until it takes the first sector to be written
    moving          // an interrupt comes for each sector
}

struct Request {
    /// Who is told, 0 if dead.
    environment: u32
    lba: u32
    sectors: u32
    moved: u32
    frame: u32
    write: bool
    pad 3
}

struct Partition @size(16) { status: u8, first: [3]u8, kind: u8, last: [3]u8, start: [2]u16, sectors: [2]u16 }

var queue: [16]Request = [Request{}; 16]
var first: u32 = 0
var waiting: u32 = 0
var phase: Phase = Phase.idle
var since: u32 = 0
/// A sector at boot: identification, then partition table.
var sector: [256]u16 = [0; 256]

// ---- finding it ----

pub fn start() {
    let book = machine.book()
    let sectors = identify()
    cpu.outb(CONTROL, 0)
    if sectors == 0 { return }
    book.extents[0] = layout.Extent{ start: 0, sectors: sectors }
    book.extent_count = 1
    if read_first() {
        for i in 0..4 { add_partition(i) }
    }
}

/// Sectors of the first drive, 0 if there is none that we can use.
fn identify() u32 {
    cpu.outb(CONTROL, SILENT)
    cpu.outb(DRIVE, FIRST_DRIVE)
    let status = cpu.inb(STATUS)
    if status == NOBODY or status == 0 or not settled() { return 0 }
    cpu.outb(COMMAND, IDENTIFY)
    if not settled() or cpu.inb(ADDRESS_1) != 0 or cpu.inb(ADDRESS_2) != 0 or not take_sector() { return 0 }
    // LBA supported; words 60 and 61: sectors that it reaches.
    return if sector[49] & 0x200 == 0 { 0 as u32 } else { sector[60] as u32 | sector[61] as u32 << 16 }
}

fn settled() bool {
    for i in 0..BOOT_PATIENCE {
        if cpu.inb(STATUS) & BUSY == 0 { return true }
    }
    return false
}

fn take_sector() bool {
    if not settled() { return false }
    let status = cpu.inb(STATUS)
    if status & (FAILED | FAULT) != 0 or status & DATA_WANTED == 0 { return false }
    cpu.insw(DATA, &mut sector as *mut u16, SECTOR_WORDS)
    return true
}

fn read_first() bool {
    cpu.outb(CONTROL, SILENT)
    command(READ_SECTORS, 0, 1)
    let done = take_sector()
    _ = cpu.inb(STATUS)
    cpu.outb(CONTROL, 0)
    return done and sector[255] == 0xAA55
}

fn add_partition(number: u32) {
    let book = machine.book()
    let p = (&sector as u32 + 446 + number * 16) as *Partition
    let start = p.start[0] as u32 | p.start[1] as u32 << 16
    let sectors = p.sectors[0] as u32 | p.sectors[1] as u32 << 16
    let all = book.extents[0].sectors
    var good = p.kind != 0 and start != 0 and sectors != 0 and start < all and sectors <= all - start
    for i in 1..number + 1 {
        let other = book.extents[i]
        if start < other.start + other.sectors and other.start < start + sectors { good = false }
    }
    if good { book.extents[number + 1] = layout.Extent{ start: start, sectors: sectors } }
    book.extent_count = number + 2
}

// ---- requests ----

/// disk_submit: (extent_slot, extent, sector, count << 1 | write, frame_slot, frame).
pub fn call_submit(e: *mut environment.Environment) u32!call.Error {
    let number = e.frame.ecx
    let start = e.frame.ebx
    let count = e.frame.esi >> 1
    let write = e.frame.esi & 1 != 0
    let memory = e.frame.ebp
    _ = try rights.held(e, e.frame.edx)
    let book = machine.book()
    if number >= book.extent_count { fail call.Error.bad_extent }
    let guard = rights.extent_name(number)
    try rights.allow(e, e.frame.edx, &guard, if write { rights.WRITE } else { rights.READ })
    if count == 0 or count > call.SECTORS_A_REQUEST { fail call.Error.bad_argument }
    let extent = book.extents[number]
    if start >= extent.sectors or count > extent.sectors - start { fail call.Error.bad_extent }
    try frame.allow(e, e.frame.edi, memory, if write { rights.READ } else { rights.WRITE })
    if e.requested or waiting == QUEUE { fail call.Error.busy }
    frame.pin(memory)
    queue[(first + waiting) % QUEUE] = Request{
        environment: e.number, lba: extent.start + start, sectors: count, moved: 0, frame: memory, write: write
    }
    waiting += 1
    e.requested = true
    e.page().disk_submitted += 1
    if phase == Phase.idle {
        begin()
        poll()
    }
    return 0
}

/// An environment has died: its request is not made, or if it has begun nobody is told.
pub fn forget(e: *mut environment.Environment) {
    if not e.requested { return }
    e.requested = false
    for i in 0..waiting {
        let r = &mut queue[(first + i) % QUEUE]
        if r.environment == e.number {
            r.environment = 0
            // The one that is under way goes on; the others are passed over in their turn.
            if i != 0 { r.sectors = 0 }
        }
    }
}

/// Whether the drive will be ready for something without an interrupt to say so.
pub fn waits() bool { return phase == Phase.before_command or phase == Phase.before_data }

/// Goes on if the drive is ready.
pub fn poll() {
    let status = cpu.inb(STATUS)
    if status & BUSY != 0 { return }
    let r = &mut queue[first]
    if phase == Phase.before_command {
        command(if r.write { WRITE_SECTORS } else { READ_SECTORS }, r.lba, r.sectors)
        phase = if r.write { Phase.before_data } else { Phase.moving }
    } else if status & (FAILED | FAULT) != 0 {
        finish(cpu.inb(ERROR))
    } else if status & DATA_WANTED != 0 {
        phase = Phase.moving
        move(r)
    }
}

/// The drive's interrupt: a sector has been read, or taken.
pub fn interrupted() {
    let status = cpu.inb(STATUS)
    if phase != Phase.moving or status & BUSY != 0 { return }
    let r = &mut queue[first]
    if status & (FAILED | FAULT) != 0 {
        finish(cpu.inb(ERROR))
        return
    }
    if r.write {
        r.moved += 1
        if r.moved < r.sectors and status & DATA_WANTED != 0 { move(r) }
    } else if status & DATA_WANTED != 0 {
        move(r)
        r.moved += 1
    }
    if r.moved == r.sectors { finish(0) }
}

/// Called by the clock: goes on if the drive is ready; one that says nothing for too long fails.
pub fn watch() {
    if waits() { poll() }
    if phase != Phase.idle and machine.book().ticks - since > LONGEST {
        cpu.outb(CONTROL, RESET)
        for i in 0..RESET_PATIENCE { _ = cpu.inb(STATUS) }
        cpu.outb(CONTROL, 0)
        finish(TIMED_OUT)
    }
}

/// One sector between the drive and its place in the frame.
fn move(r: *Request) {
    let at = frame.address(r.frame) + r.moved * SECTOR
    if r.write { cpu.outsw(DATA, at as *u16, SECTOR_WORDS) } else { cpu.insw(DATA, at as *mut u16, SECTOR_WORDS) }
}

/// The command follows as soon as the drive takes one.
fn begin() {
    since = machine.book().ticks
    cpu.outb(DRIVE, FIRST_DRIVE)
    phase = Phase.before_command
}

fn command(number: u8, lba: u32, sectors: u32) {
    cpu.outb(DRIVE, FIRST_DRIVE | (lba >> 24) as u8)
    cpu.outb(COUNT, sectors as u8)
    cpu.outb(ADDRESS_0, lba as u8)
    cpu.outb(ADDRESS_1, (lba >> 8) as u8)
    cpu.outb(ADDRESS_2, (lba >> 16) as u8)
    cpu.outb(COMMAND, number)
}

/// The first request is over: tells its owner, and begins the next that somebody still wants.
fn finish(status: u32) {
    settle(&mut queue[first], status)
    advance()
    while waiting != 0 and queue[first].sectors == 0 {
        settle(&mut queue[first], 0)
        advance()
    }
    phase = Phase.idle
    if waiting != 0 { begin() }
}

fn advance() {
    first = (first + 1) % QUEUE
    waiting -= 1
}

fn settle(r: *mut Request, status: u32) {
    frame.unpin(r.frame)
    machine.book().disk_requests += 1
    if r.environment == 0 { return }
    let e = environment.at(r.environment)
    e.requested = false
    e.page().disk_status = status
    e.page().disk_done += 1
}

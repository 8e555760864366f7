/// Page tables: the kernel's own, and the entries that environments put into theirs.
///
/// Trust: an entry below layout.USER_TOP is what `permit` let through: a frame that environments may have, through a capability that
/// dominates the frame's guard with the right to read it, and to write it where the entry is writable. An earlier mapping never counts.
/// Everything above is the kernel's: the same in all directories except the own page and the window on the directory itself, never writable
/// for ring 3.
///
/// Tables are made when an entry needs one and go only with their environment, so the window on them is never stale.
system module kernel.paging

use abi.call
use abi.layout
use cpu
use kernel.environment
use kernel.frame
use kernel.machine
use kernel.rights
use kernel.start as image

const PRESENT: u32 = 1
const WRITABLE: u32 = 2
const USER: u32 = 4
const LARGE: u32 = 0x80
const GLOBAL: u32 = 0x100
/// In a present entry of an environment: everything but the frame, the owner's bits, dirty, accessed, user, writable, present.
const FORBIDDEN: u32 = 0x198
const FRAME: u32 = 0xFFFFF000
const TABLE_BYTES: u32 = 0x400000
const ENTRIES: u32 = 1024

/// Of a dead environment's tables, in one step.
const ENTRIES_A_STEP: u32 = 256

const OWN_TABLE: u32 = layout.OWN >> 22
const BOOK_TABLE: u32 = layout.MACHINE_BOOK >> 22
const WINDOW_TABLE: u32 = layout.PAGE_TABLES >> 22
const KERNEL_TABLE: u32 = layout.KERNEL_BASE >> 22
/// Directory entries of 768 MiB, the most memory that is used.
const LINEAR_TABLES: u32 = 192
pub const MOST_FRAMES: u32 = LINEAR_TABLES * ENTRIES

const FEATURE_LARGE: u32 = 1 << 3
const FEATURE_GLOBAL: u32 = 1 << 13
const CR4_LARGE: u32 = 1 << 4
const CR4_GLOBAL: u32 = 1 << 7

extern "c" var __text_start: u8
extern "c" var __rodata_end: u8

/// Shows the books; shared by all directories.
var book_table: [1024]u32 @align(4096) = [0; 1024]
/// Physical address of the directory that the processor uses.
var loaded: u32 = 0
var global: u32 = 0

asm fn features() u32 @stack(8) @clobbers(ebx) {
    ; bit 21 of EFLAGS can be changed where there is a CPUID
    pushfd
    pop eax
    mov ecx, eax
    xor eax, 0x200000
    push eax
    popfd
    pushfd
    pop eax
    xor eax, ecx
    test eax, 0x200000
    jz .without
    push ebx
    mov eax, 1
    cpuid
    mov eax, edx
    pop ebx
    ret
.without:
    xor eax, eax
    ret
}

fn physical(address: u32) u32 { return address - layout.KERNEL_BASE }

/// Maps `frames` frames of memory at KERNEL_BASE: the window's tables as they are, then pages of 4 MiB or tables from `spare`, the address
/// of free pages inside the window. Returns the address behind the last page that it took.
pub fn start(frames: u32, spare: u32) u32 {
    let has = features()
    var free = spare
    if has & FEATURE_LARGE != 0 { cpu.set_cr4(cpu.cr4() | CR4_LARGE) }
    if has & FEATURE_GLOBAL != 0 { global = GLOBAL }
    let directory = &mut image.directory
    for i in image.WINDOW / TABLE_BYTES..(frames + ENTRIES - 1) / ENTRIES {
        if has & FEATURE_LARGE != 0 {
            directory.*[KERNEL_TABLE + i] = i * TABLE_BYTES | LARGE | global | WRITABLE | PRESENT
        } else {
            let table = free as *mut [1024]u32
            free += layout.PAGE
            for j in 0..ENTRIES { table.*[j] = i * TABLE_BYTES + j * layout.PAGE | global | WRITABLE | PRESENT }
            directory.*[KERNEL_TABLE + i] = physical(table as u32) | WRITABLE | PRESENT
        }
    }
    loaded = physical(directory as u32)
    cpu.set_cr3(loaded)
    return free
}

/// The kernel's memory as it stays: low addresses gone, `constant` page, code and constants read-only, all of it global.
pub fn protect(constant: u32) {
    let directory = &mut image.directory
    for i in 0..image.WINDOW / TABLE_BYTES { directory.*[i] = 0 }
    let first = &__text_start as u32
    let end = &__rodata_end as u32
    for i, word in image.tables {
        let address = layout.KERNEL_BASE + i * layout.PAGE
        let fixed = address >= first and address < end or address == constant
        image.tables[i] = word & ~(if fixed { WRITABLE } else { 0 as u32 }) | global
    }
    cpu.set_cr3(loaded)
    if global != 0 { cpu.set_cr4(cpu.cr4() | CR4_GLOBAL) }
}

/// Shows the books at their addresses. `frame_book` is the address of the frame book, `pages` long.
pub fn show(frame_book: u32, pages: u32) {
    show_page(layout.ENVIRONMENT_BOOK, environment.book_address())
    show_page(layout.MACHINE_BOOK, layout.KERNEL_BASE + machine.frame() * layout.PAGE)
    for i in 0..pages { show_page(layout.FRAME_BOOK + i * layout.PAGE, frame_book + i * layout.PAGE) }
}

fn show_page(at: u32, address: u32) { book_table[at >> 12 & 1023] = physical(address) | USER | PRESENT }

/// Uses an environment's directory, or with 0 the kernel's own.
pub fn load(directory_frame: u32) {
    let wanted = if directory_frame == 0 { physical(&image.directory as u32) } else { directory_frame * layout.PAGE }
    if wanted != loaded {
        loaded = wanted
        cpu.set_cr3(wanted)
    }
}

pub fn is_loaded(directory_frame: u32) bool { return loaded == directory_frame * layout.PAGE }

/// Makes a new environment's directory, own page and the table that shows it: all three frames or none.
pub fn make(e: *mut environment.Environment) void!call.Error {
    let directory = try frame.allocate_unclean()
    errdefer frame.release(directory)
    let own = try frame.allocate_kernel()
    errdefer frame.release(own)
    let table = try frame.allocate_kernel()
    let entries = frame.address(directory) as *mut [1024]u32
    cpu.fill(entries as *mut u8, 0, KERNEL_TABLE * 4)
    cpu.fill(&mut entries.*[KERNEL_TABLE + LINEAR_TABLES] as *mut u8, 0, (ENTRIES - KERNEL_TABLE - LINEAR_TABLES) * 4)
    cpu.copy(&mut entries.*[KERNEL_TABLE] as *mut u8, &image.directory[KERNEL_TABLE] as *u8, LINEAR_TABLES * 4)
    entries.*[OWN_TABLE] = table * layout.PAGE | USER | WRITABLE | PRESENT
    entries.*[BOOK_TABLE] = physical(&book_table as u32) | USER | PRESENT
    entries.*[WINDOW_TABLE] = directory * layout.PAGE | USER | PRESENT
    (frame.address(table) as *mut [1024]u32).*[layout.OWN >> 12 & 1023] = own * layout.PAGE | USER | PRESENT
    e.directory = directory
    e.own = own
    e.shown().tables = 1
}

/// The entry of an address, none where there is no table for it.
pub fn entry(e: *mut environment.Environment, va: u32) ?*mut u32 {
    let above = ((frame.address(e.directory) + (va >> 22) * 4) as *u32).*
    if above & PRESENT == 0 { return none }
    return (layout.KERNEL_BASE + (above & FRAME) + (va >> 12 & 1023) * 4) as *mut u32
}

/// Where the kernel sees the byte that ring 3 sees at `va`; 0 if the environment cannot read (or write) it. Marks the page as the
/// processor would, since the access happens behind its back.
pub fn reach(e: *mut environment.Environment, va: u32, write: bool) u32 {
    let need = if write { PRESENT | USER | WRITABLE } else { PRESENT | USER }
    let above = ((frame.address(e.directory) + (va >> 22) * 4) as *u32).*
    if va >= layout.KERNEL_BASE or above & need != need { return 0 }
    let place = (layout.KERNEL_BASE + (above & FRAME) + (va >> 12 & 1023) * 4) as *mut u32
    if place.* & need != need { return 0 }
    if va < layout.USER_TOP { place.* |= if write { 0x60 } else { 0x20 } }
    return layout.KERNEL_BASE + (place.* & FRAME) + (va & 4095)
}

/// Whether the caller may put this entry at this address, using the capability in `frame_slot`.
pub fn permit(caller: *mut environment.Environment, frame_slot: u32, va: u32, pte: u32) void!call.Error {
    if va & 4095 != 0 or va < layout.USER_BOTTOM or va >= layout.USER_TOP { fail call.Error.bad_argument }
    if pte & PRESENT == 0 { return }
    if pte & FORBIDDEN != 0 { fail call.Error.bad_argument }
    try frame.allow(caller, frame_slot, pte >> 12, if pte & WRITABLE != 0 { rights.READ | rights.WRITE } else { rights.READ })
}

/// Makes room for an entry and takes what it refers to, so that `put` cannot fail. `permit` has been asked.
pub fn reserve(t: *mut environment.Environment, va: u32, pte: u32) void!call.Error {
    if pte & PRESENT != 0 { try frame.take(pte >> 12) }
    errdefer unreserve(pte)
    if pte != 0 { try need_table(t, va) }
}

pub fn unreserve(pte: u32) {
    if pte & PRESENT != 0 { frame.drop(pte >> 12) }
}

fn need_table(t: *mut environment.Environment, va: u32) void!call.Error {
    let place = (frame.address(t.directory) + (va >> 22) * 4) as *mut u32
    if place.* & PRESENT != 0 { return }
    let table = try frame.allocate_kernel()
    place.* = table * layout.PAGE | USER | WRITABLE | PRESENT
    t.shown().tables += 1
}

/// Sets a reserved entry and lets go of what the old one referred to.
pub fn put(t: *mut environment.Environment, va: u32, pte: u32) {
    match entry(t, va) {
        // An empty entry needed no table.
        none => return
        some(place) => {
            let old = place.*
            place.* = if pte & PRESENT != 0 { pte | USER } else { pte }
            if is_loaded(t.directory) { cpu.invlpg(va) }
            if old & PRESENT != 0 { frame.drop(old >> 12) }
        }
    }
}

/// pte_set: (env_slot, env, frame_slot, va, pte).
pub fn call_set(e: *mut environment.Environment) u32!call.Error {
    let va = e.frame.esi
    let pte = e.frame.edi
    let t = try rights.target(e, e.frame.edx, e.frame.ecx, rights.WRITE)
    try permit(e, e.frame.ebx, va, pte)
    try reserve(t, va, pte)
    put(t, va, pte)
    return 0
}

/// pte_get: (env_slot, env, va) -> entry.
pub fn call_get(e: *mut environment.Environment) u32!call.Error {
    let va = e.frame.ebx
    let t = try rights.target(e, e.frame.edx, e.frame.ecx, rights.READ)
    if va >= layout.USER_TOP { fail call.Error.bad_argument }
    return match entry(t, va) {
        none => 0
        some(place) => place.*
    }
}

/// Takes apart a dead environment's tables, a bounded part at a time: at most `most` entries are dropped and ENTRIES_A_STEP looked at.
/// `true`: there is more.
pub fn dismantle(e: *mut environment.Environment, most: u32) bool {
    if e.shown().tables == 0 {
        frame.release(e.own)
        frame.release(e.directory)
        return false
    }
    let directory = frame.address(e.directory) as *mut [1024]u32
    if directory.*[e.dismantled] & PRESENT == 0 {
        // The own page's table is the last, so there is one.
        e.dismantled = find_present(directory as u32, e.dismantled, min(e.dismantled + ENTRIES_A_STEP, OWN_TABLE))
        return true
    }
    let table = directory.*[e.dismantled] >> 12
    // The own page has no reference to drop.
    let end = if e.dismantled == OWN_TABLE { layout.OWN >> 12 & 1023 } else { ENTRIES }
    let entries = frame.address(table) as *mut [1024]u32
    let stop = min(e.dismantled_entry + ENTRIES_A_STEP, end)
    var i = find_present(entries as u32, e.dismantled_entry, stop)
    var dropped: u32 = 0
    while i < stop and dropped < most {
        let number = entries.*[i] >> 12
        entries.*[i] = 0
        frame.drop(number)
        dropped += 1
        i = find_present(entries as u32, i, stop)
    }
    e.dismantled_entry = i
    if i == end {
        directory.*[e.dismantled] = 0
        frame.release(table)
        e.shown().tables -= 1
        e.dismantled_entry = 0
    }
    return true
}

/// The number of the first present entry from `from` on, or `end`; from <= end.
asm fn find_present(table: u32, from: u32, end: u32) u32 {
    ; EAX behind the last, EDX up to 0
    lea eax, [eax + ecx * 4]
    sub edx, ecx
    jz .end
.next:
    test byte [eax + edx * 4], 1
    jnz .end
    inc edx
    jnz .next
.end:
    lea eax, [edx + ecx]
    ret
}

/// The processor's tables: segments, interrupt gates, the task segment.
///
/// Trust: filled at boot by kernel.trap and this module, then made read-only by kernel.paging; only the task segment stays writable,
/// because it says where the running environment's registers are saved. Nobody else may touch them.
///
/// Four flat segments, since protection is by pages. Descriptors are born "accessed", or the processor would write to them.
system module kernel.segments

use cpu

pub const KERNEL_CODE: u16 = 0x08
pub const KERNEL_DATA: u16 = 0x10
pub const USER_CODE: u16 = 0x1B
pub const USER_DATA: u16 = 0x23
const TASK: u16 = 0x28

const GATES: u32 = 65

/// An interrupt gate: interrupts are off behind it.
struct Gate @size(8) { low: u16, selector: u16, zero_byte: u8, attributes: u8, high: u16 }

const PRESENT_INTERRUPT_GATE: u8 = 0x8E

/// Alone on its page.
struct Tables @size(4096) { descriptors: [8]u64, gates: [65]Gate, pad 3512 }

/// Only the ring 0 stack and the absence of an I/O bitmap mean anything: there is no task switching, and no port is open to ring 3.
struct TaskSegment @size(104) { link: u32, esp0: u32, ss0: u32, unused: [22]u32, trap: u16, bitmap: u16 }

const DESCRIPTORS: [6]u64 = [0, 0x00CF9B000000FFFF, 0x00CF93000000FFFF, 0x00CFFB000000FFFF, 0x00CFF3000000FFFF, 0]

var tables: Tables @align(4096) = Tables{}
var task: TaskSegment @align(128) = TaskSegment{}

pub fn start() {
    for i in 0..DESCRIPTORS.len { tables.descriptors[i] = DESCRIPTORS[i] }
    let base = &task as u32
    tables.descriptors[5] = (size_of(TaskSegment) - 1) as u64 | (base & 0xFFFFFF) as u64 << 16 | 0x89 as u64 << 40 | (base >> 24) as u64 << 56
    task.ss0 = KERNEL_DATA
    task.bitmap = size_of(TaskSegment) as u16
    let descriptors = cpu.TableRegister{ limit: 47, base: &tables.descriptors as u32 }
    cpu.lgdt(&descriptors)
    cpu.load_segments(KERNEL_CODE, KERNEL_DATA)
    cpu.ltr(TASK)
    without_local_table()
    let gates = cpu.TableRegister{ limit: (GATES * 8 - 1) as u16, base: &tables.gates as u32 }
    cpu.lidt(&gates)
}

/// After a reset the local descriptor table is 64 KiB at address 0: memory of environments, who would write gates into it.
asm fn without_local_table() {
    xor eax, eax
    lldt ax
    ret
}

/// The page that is made read-only.
pub fn page() u32 { return &tables as u32 }

/// Sends a vector to a handler's stub. `level` 3 lets ring 3 raise it with INT; all other vectors are #GP there.
pub fn gate(vector: u32, handler: u32, level: u8) {
    tables.gates[vector] = Gate{
        low: handler as u16, selector: KERNEL_CODE, zero_byte: 0, attributes: PRESENT_INTERRUPT_GATE | level << 5, high: (handler >> 16) as u16
    }
}

/// Where the processor saves registers when it comes from ring 3: the frame that ends here.
pub fn save_below(end: u32) { task.esp0 = end }

/// The first instructions: from a multiboot loader's flat world without paging to the kernel's own address space.
///
/// Trust: entered once, by the loader, with EAX = 0x2BADB002 and EBX = the information block (physical). Believes the loader only in that
/// the image lies at its physical addresses with its zeroed data zeroed; everything else is checked by kernel.boot.
///
/// The kernel is linked at KERNEL_BASE + 1 MiB and loaded at 1 MiB. Until paging is on, an address here is a symbol minus KERNEL_BASE.
/// The first 16 MiB are mapped by tables that lie in the image, twice: at 0, for the instruction that follows, and at KERNEL_BASE.
system module kernel.start

use kernel.boot

const BASE: u32 = 0xC0000000
/// What is mapped before kernel.paging maps the rest: multiboot information and modules must lie below.
pub const WINDOW: u32 = 0x1000000
const STACK_BYTES: u32 = 8192

struct Header @size(12) { magic: u32, flags: u32, checksum: u32 }

/// Modules on page boundaries, memory information wanted.
@section(".multiboot") @keep
const HEADER: Header = Header{ magic: 0x1BADB002, flags: 3, checksum: 0x100000000 - 0x1BADB002 - 3 }

/// The kernel's only stack: every entry from ring 3 begins at its end, and so does idling.
@interrupt_stack
pub var stack: [8192]u8 @align(16) = [0; 8192]

/// The kernel's own page directory; also loaded while no environment runs.
pub var directory: [1024]u32 @align(4096) = [0; 1024]
/// Page tables of the window.
pub var tables: [4096]u32 @align(4096) = [0; 4096]

@entry
asm fn start() never {
    cli
    cld
    mov esi, eax
    ; the window's tables: present, writable
    mov edi, {tables} - {BASE}
    mov eax, 3
.page:
    mov [edi], eax
    add edi, 4
    add eax, 4096
    cmp eax, {WINDOW}
    jb .page
    ; the directory, at 0 and at KERNEL_BASE
    mov edi, {directory} - {BASE}
    mov eax, {tables} - {BASE} + 3
    mov ecx, {WINDOW} / 0x400000
.table:
    mov [edi], eax
    mov [edi + {BASE} / 0x100000], eax
    add edi, 4
    add eax, 4096
    dec ecx
    jnz .table
    mov eax, {directory} - {BASE}
    mov cr3, eax
    ; paging, read-only pages also for us, and no floating point: it raises #NM, which goes to the environment
    mov eax, cr0
    and eax, 0x9FFFFFF7
    or eax, 0x80010024
    mov cr0, eax
    mov eax, .high
    jmp eax
.high:
    mov esp, {stack} + {STACK_BYTES}
    xor ebp, ebp
    mov eax, esi
    mov edx, ebx
    call {boot.main}
}

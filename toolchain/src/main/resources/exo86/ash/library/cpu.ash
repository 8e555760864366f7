/// The processor: what Ashlar cannot say and one instruction does, and the frame that a trap leaves.
///
/// A port, a control register or a flag means what Intel's manual says; nothing here knows a device or an operating system. What needs
/// ring 0 raises #GP elsewhere.
system module cpu

/// The data segment that an interrupt stub loads before it calls its function.
pub const KERNEL_DATA: u16 = 0x10

/// What the stub of an `interrupt fn` leaves on the stack, and `resume` takes back. The CPU pushes esp and ss only when it comes from
/// an outer ring: below `eflags` look only if `user()`.
pub struct TrapFrame @size(76) {
    edi: u32 @0, esi: u32 @4, ebp: u32 @8
    /// What `pushad` stores for ESP; `popad` skips it.
    esp_dummy: u32 @12
    ebx: u32 @16, edx: u32 @20, ecx: u32 @24, eax: u32 @28
    gs: u32 @32, fs: u32 @36, es: u32 @40, ds: u32 @44
    vector: u32 @48
    /// 0 for a vector without an error code.
    error: u32 @52
    eip: u32 @56, cs: u32 @60, eflags: u32 @64
    esp: u32 @68, ss: u32 @72
}

const assert offset_of(TrapFrame, vector) == 48 and offset_of(TrapFrame, eip) == 56, "the stubs push in this order"

/// Whether the trap came from ring 3.
pub fn TrapFrame.user(self: *TrapFrame) bool {
    return self.cs & 3 == 3
}

/// Goes where the frame says. The frame must be on the stack or in memory that no interrupt reuses meanwhile.
pub asm fn resume(f: *TrapFrame) never {
    mov esp, eax
    popad
    pop gs
    pop fs
    pop es
    pop ds
    add esp, 8
    iretd
}

pub asm fn inb(port: u16) u8 {
    mov edx, eax
    xor eax, eax
    in al, dx
    ret
}

pub asm fn inw(port: u16) u16 {
    mov edx, eax
    xor eax, eax
    in ax, dx
    ret
}

pub asm fn inl(port: u16) u32 {
    mov edx, eax
    in eax, dx
    ret
}

pub asm fn outb(port: u16, value: u8) {
    xchg eax, edx
    out dx, al
    ret
}

pub asm fn outw(port: u16, value: u16) {
    xchg eax, edx
    out dx, ax
    ret
}

pub asm fn outl(port: u16, value: u32) {
    xchg eax, edx
    out dx, eax
    ret
}

/// Reads `count` words from a port.
pub asm fn insw(port: u16, into: *mut u16, count: u32) @stack(4) {
    push edi
    mov edi, edx
    mov edx, eax
    rep insw
    pop edi
    ret
}

/// Writes `count` words to a port.
pub asm fn outsw(port: u16, from: *u16, count: u32) @stack(4) {
    push esi
    mov esi, edx
    mov edx, eax
    rep outsw
    pop esi
    ret
}

pub asm fn cli() {
    cli
    ret
}

pub asm fn sti() {
    sti
    ret
}

pub asm fn hlt() {
    hlt
    ret
}

/// Sleeps with interrupts on until one has been handled, then turns them off. None is missed: `sti` lets none in before `hlt`.
pub asm fn wait_for_interrupt() {
    sti
    hlt
    cli
    ret
}

pub asm fn pause() {
    db 0xF3, 0x90
    ret
}

pub asm fn int3() {
    int3
    ret
}

pub asm fn eflags() u32 @stack(4) {
    pushfd
    pop eax
    ret
}

/// Instructions and idle nanoseconds since reset.
pub asm fn rdtsc() u64 {
    rdtsc
    ret
}

pub asm fn cr0() u32 {
    mov eax, cr0
    ret
}

/// The address of the last page fault.
pub asm fn cr2() u32 {
    mov eax, cr2
    ret
}

pub asm fn cr3() u32 {
    mov eax, cr3
    ret
}

pub asm fn cr4() u32 {
    mov eax, cr4
    ret
}

pub asm fn set_cr0(value: u32) {
    mov cr0, eax
    ret
}

pub asm fn set_cr2(value: u32) {
    mov cr2, eax
    ret
}

/// Changes the page directory and drops all translations that are not global.
pub asm fn set_cr3(value: u32) {
    mov cr3, eax
    ret
}

pub asm fn set_cr4(value: u32) {
    mov cr4, eax
    ret
}

/// Drops the translation of the page with this address.
pub asm fn invlpg(address: u32) {
    invlpg [eax]
    ret
}

/// What `lgdt` and `lidt` load: the table's last byte and its address.
pub struct TableRegister @packed @size(6) { limit: u16 @0, base: u32 @2 }

pub asm fn lgdt(table: *TableRegister) {
    lgdt [eax]
    ret
}

pub asm fn lidt(table: *TableRegister) {
    lidt [eax]
    ret
}

pub asm fn ltr(selector: u16) {
    ltr ax
    ret
}

/// Loads all segment registers anew, after `lgdt`.
pub asm fn load_segments(code: u16, data: u16) @stack(8) {
    mov ds, dx
    mov es, dx
    mov fs, dx
    mov gs, dx
    mov ss, dx
    pop ecx
    push eax
    push ecx
    retf
}

/// The number of the lowest set bit; 32 if there is none.
pub asm fn bsf(value: u32) u32 {
    bsf ecx, eax
    mov eax, 32
    jz .none
    mov eax, ecx
.none:
    ret
}

/// The number of the highest set bit; 32 if there is none.
pub asm fn bsr(value: u32) u32 {
    bsr ecx, eax
    mov eax, 32
    jz .none
    mov eax, ecx
.none:
    ret
}

/// Copies `count` bytes upwards. `into` must not lie in the copied bytes behind `from`'s start.
pub asm fn copy(into: *mut u8, from: *u8, count: u32) @stack(8) {
    push esi
    push edi
    mov edi, eax
    mov esi, edx
    mov eax, ecx
    shr ecx, 2
    rep movsd
    mov ecx, eax
    and ecx, 3
    rep movsb
    pop edi
    pop esi
    ret
}

/// Sets `count` bytes.
pub asm fn fill(into: *mut u8, byte: u8, count: u32) @stack(8) {
    push edi
    push ecx
    mov edi, eax
    movzx eax, dl
    imul eax, eax, 0x01010101
    shr ecx, 2
    rep stosd
    pop ecx
    and ecx, 3
    rep stosb
    pop edi
    ret
}

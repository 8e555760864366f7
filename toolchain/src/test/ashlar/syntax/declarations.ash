/// Page tables.
system module kernel.mm
use kernel.cpu
use kernel.frames as fr

pub type Phys = distinct u32
const N = 1 << 4 + 2 * 3 | 7
const TABLE: [256]u32 = build()
pub const IDT: [N]Gate @section(".rodata") = [Gate{ lo: 0, hi: 1 }; 256]
pub var counter: u32 = 0
@section(".x") @align(4096)
@export("name")
var page: [1024]u32 = uninit
const assert size_of(Pte) == 4, "message"
struct Gate @size(8) { lo: u16 @0, sel: u16 @2, pad 1 @4, attr: u8 @5, hi: u16 @6 }
/// One entry.
pub bits Pte: u32 {
    present: bool @0    // one
    writable: bool @1
    avail: u3 @11:9, frame: u20 @31:12, zero @4:3, 7
    reserved @8:7
}
enum Kind: u8 { absent, kernel = 4, user }
union Event: u8 {
    none_
    fault { va: u32, code: u32 }
    exception { vector: u8 }
}
asm fn switch_to(save: **Context, next: *Context) u32 @clobbers(ebx, esi) @stack(8) {
    push ebp ; it's {
    mov eax, {TABLE}
    ret
}
@upcall
@noinline pub fn Gate.absent() Gate { return Gate{} }
union Stop: u8 { none, fault { pad 3, va: u32 @4 } }
interrupt(14) fn page_fault(f: *mut cpu.TrapFrame) never { loop() }
extern "c" fn puts(s: *u8) i32
extern "c" fn callback(x: ?*user mut u8, f: fn(u32, *T) u32) i32 { return 1 }
extern "c" var __start_ash_checks: u8
const fn Kind.g(n: u32) u32 { return if n > 1 { 2 } else { 3 } }
test "name" { assert(1 == 1) }

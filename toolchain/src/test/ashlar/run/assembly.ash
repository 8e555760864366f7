//= 30 7
//= 11 22
//= 5 failed bad
//= 66 4660
//= 99 3
system module assembly
use host

enum Error: u8 { bad }
const OFFSET = 5
struct Pair { a: u32, b: u32 }
var cell: u32 = 25
asm fn add(a: u32, b: u32) u32 {
    add eax, edx
    ret
}
asm fn from_cell() u32 {
    mov eax, [{cell}]
    add eax, {OFFSET}
    ret
}
asm fn clobber(a: u32) u32 @clobbers(ebx, esi, edi) {
    mov ebx, eax
    mov esi, eax
    mov edi, eax
    ret
}
asm fn frame(a: u32, b: u32, c: u32, d: u32) u32 @clobbers(ebp) {
    mov eax, [esp+4]
    mov ebp, 12345
    ret
}
asm fn risky(x: u32) u32!Error {
    test eax, eax
    jz .no
    clc
    ret
.no:
    mov eax, 0
    stc
    ret
}
asm fn narrow() u8 {
    mov eax, 0x12345642
    ret
}
asm fn second(p: *Pair) u32 {
    mov eax, [eax + {offset_of(Pair, b)}]
    ret
}
fn keeps(x: u32) u32 { _ = clobber(x); return 99 }
fn report(e: Error) u32 {
    print(host.out(), "failed {}\n", e)
    return 0
}
fn other() u32 { return 3 }

@entry fn start() never {
    print(host.out(), "{} {}\n", from_cell(), add(3, 4))
    print(host.out(), "{} {}\n", clobber(11), frame(1, 2, 3, 22))
    print(host.out(), "{} ", risky(5) catch 0)
    let x = risky(0) catch |e| report(e)
    let p = Pair{ a: 1, b: 4660 }
    print(host.out(), "{} {}\n", narrow(), second(&p) + x * 0)
    print(host.out(), "{} {}\n", keeps(1), other())
    host.exit(0)
}

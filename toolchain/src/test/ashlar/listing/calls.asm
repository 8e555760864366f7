calls.five:
; 7: fn five(a: u32, b: u64, c: u32, d: []u8, e: u8) u64 {
    push ebp
    mov ebp, esp
    sub esp, 0x14
    mov [ebp-4], eax
    mov [ebp-12], edx
    mov [ebp-8], ecx
; 8: return b + (a + c + d.len + e)
    mov eax, [ebp-4]
    add eax, [ebp+8]
    add eax, [ebp+16]
    movzx ecx, byte [ebp+20]
    add eax, ecx
    xor edx, edx
    mov [ebp-20], eax
    mov [ebp-16], edx
    mov eax, [ebp-12]
    mov edx, [ebp-8]
    add eax, [ebp-20]
    adc edx, [ebp-16]
; 9: }
    leave
    ret

calls.big:
; 11: fn big(a: u32) Big {
    push ebp
    mov ebp, esp
    sub esp, 0x14
    mov [ebp-4], eax
    mov [ebp-8], edx
; 12: return Big{ a, b: 2, c: 3 }
    mov eax, [ebp-8]
    mov [ebp-20], eax
    mov dword [ebp-16], 2
    mov dword [ebp-12], 3
    lea eax, [ebp-20]
    mov ecx, [ebp-4]
    mov edx, [eax]
    mov [ecx], edx
    mov edx, [eax+4]
    mov [ecx+4], edx
    mov edx, [eax+8]
    mov [ecx+8], edx
; 13: }
    leave
    ret

calls.take:
; 15: fn take(b: Big, x: u32) u32 {
    push ebp
    mov ebp, esp
    sub esp, 8
    mov [ebp-4], eax
    mov [ebp-8], edx
; 16: return b.c + x
    mov eax, [ebp-4]
    mov eax, [eax+8]
    add eax, [ebp-8]
; 17: }
    leave
    ret

calls.risky:
; 19: fn risky(x: u32) u32!Error {
    push ebp
    mov ebp, esp
    sub esp, 4
    mov [ebp-4], eax
; 20: if x > 9 { fail Error.worse }
    cmp dword [ebp-4], 9
    jbe .1
    mov eax, 1
    jmp .2
.1:
; 21: return x
    mov eax, [ebp-4]
; 22: }
    leave
    clc
    ret
.2:
    leave
    stc
    ret

calls.release:
; 24: fn release(x: u32) {
    push ebp
    mov ebp, esp
    sub esp, 4
    mov [ebp-4], eax
; 25: }
    leave
    ret

calls.pass:
; 27: fn pass(x: u32) u32!Error {
    push ebp
    mov ebp, esp
    sub esp, 0x20
    mov [ebp-4], eax
; 29: return take(big(x), try risky(x)) + (risky(x) catch 7)
    lea eax, [ebp-20]
    mov edx, [ebp-4]
    call calls.big
    mov eax, [ebp-4]
    call calls.risky
    jae .1
    mov [ebp-24], eax
; 28: defer release(x)
    mov eax, [ebp-4]
    call calls.release
    mov eax, [ebp-24]
    jmp .2
.1:
    mov edx, eax
    lea eax, [ebp-20]
    call calls.take
    mov [ebp-8], eax
    mov eax, [ebp-4]
    call calls.risky
    jae .3
    mov [ebp-28], eax
    mov eax, 7
.3:
    add eax, [ebp-8]
    mov [ebp-32], eax
    mov eax, [ebp-4]
    call calls.release
    mov eax, [ebp-32]
; 30: }
    leave
    clc
    ret
.2:
    leave
    stc
    ret

calls.apply:
; 32: fn apply(f: fn(u32) u32, x: u32) u32 {
    push ebp
    mov ebp, esp
    sub esp, 8
    mov [ebp-4], eax
    mov [ebp-8], edx
; 33: return f(x + 1)
    mov eax, [ebp-8]
    add eax, 1
    call dword [ebp-4]
; 34: }
    leave
    ret

calls.identity:
; 36: fn identity(x: u32) u32 {
    push ebp
    mov ebp, esp
    sub esp, 4
    mov [ebp-4], eax
; 37: return x
    mov eax, [ebp-4]
; 38: }
    leave
    ret

calls.start:
; 40: @entry fn start() never {
    push ebp
    mov ebp, esp
    sub esp, 4
; 41: _ = five(1, 2, 3, "four", 5)
    push 5
    push 4
    push ash.text.0
    push 3
    mov eax, 1
    mov edx, 2
    mov ecx, 0
    call calls.five
    lea esp, [esp+16]
; 42: _ = pass(apply(identity, 1)) catch |e| e as u32
    mov eax, calls.identity
    mov edx, 1
    call calls.apply
    call calls.pass
    jae .1
    mov [ebp-4], eax
    movzx eax, byte [ebp-4]
.1:
; 43: while true {
.2:
    jmp .2

ash.text.0:
    db 'four'

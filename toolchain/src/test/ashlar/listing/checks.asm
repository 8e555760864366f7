checks.element:
; 7: fn element(s: []Triple, a: [10]u32, i: u32) u32 {
    push ebp
    mov ebp, esp
    sub esp, 0x18
    mov [ebp-8], eax
    mov [ebp-4], edx
    mov [ebp-12], ecx
; 8: return a[i] + s[i].b + a[9]
    mov eax, [ebp-12]
    mov [ebp-24], eax
    mov eax, [ebp+8]
    cmp eax, 0xa
    jae .1
    shl eax, 2
    add eax, [ebp-24]
    mov eax, [eax]
    mov [ebp-20], eax
    mov eax, [ebp+8]
    cmp eax, [ebp-4]
    jae .1
    imul eax, eax, 3
    add eax, [ebp-8]
    movzx eax, byte [eax+1]
    add eax, [ebp-20]
    mov [ebp-16], eax
    mov eax, [ebp-12]
    mov eax, [eax+36]
    add eax, [ebp-16]
; 9: }
    leave
    ret
.1:
; 8: return a[i] + s[i].b + a[9]
    ; trap: index out of bounds
    ud2

checks.part:
; 11: fn part(s: []u16, low: u32) []u16 {
    push ebp
    mov ebp, esp
    sub esp, 0x18
    mov [ebp-8], eax
    mov [ebp-4], edx
    mov [ebp-12], ecx
; 12: return s[low..s.len - 1]
    mov eax, [ebp-8]
    mov edx, [ebp-4]
    mov [ebp-20], eax
    mov [ebp-16], edx
    mov eax, [ebp-12]
    mov [ebp-24], eax
    mov eax, [ebp-4]
    sub eax, 1
    cmp eax, [ebp-16]
    ja .1
    mov edx, eax
    mov eax, [ebp-24]
    sub edx, eax
    jb .1
    shl eax, 1
    add eax, [ebp-20]
; 13: }
    leave
    ret
.1:
; 12: return s[low..s.len - 1]
    ; trap: slice out of bounds
    ud2

checks.numbers:
; 15: fn numbers(a: i32, b: u8, c: u64) i32 {
    push ebp
    mov ebp, esp
    sub esp, 0xc
    mov [ebp-4], eax
    mov [ebp-8], edx
; 16: return a / (b +? 1) as i32 + (c *? 3) as? i32
    movzx eax, byte [ebp-8]
    add eax, 1
    movzx ecx, al
    cmp ecx, eax
    jne .1
    mov ecx, eax
    mov eax, [ebp-4]
    test ecx, ecx
    je .2
    cmp ecx, -1
    je .3
    cdq
    idiv ecx
    jmp .4
.3:
    neg eax
.4:
    mov [ebp-12], eax
    mov eax, [ebp+8]
    mov edx, [ebp+12]
    push 0
    push 3
    call ash.umul64
    lea esp, [esp+8]
    jb .1
    test edx, edx
    jne .5
    test eax, eax
    js .5
    add eax, [ebp-12]
; 17: }
    leave
    ret
.1:
; 16: return a / (b +? 1) as i32 + (c *? 3) as? i32
    ; trap: integer overflow
    ud2
.2:
    ; trap: division by zero
    ud2
.5:
    ; trap: value does not fit
    ud2

checks.entry:
; 19: fn entry(frame: u32) Pte {
    push ebp
    mov ebp, esp
    sub esp, 4
    mov [ebp-4], eax
; 20: return Pte{ present: true, frame }
    mov eax, [ebp-4]
    cmp eax, 0xfffff
    ja .1
    shl eax, 0xc
    mov ecx, 1
    and ecx, 0xfff
    or eax, ecx
; 21: }
    leave
    ret
.1:
; 20: return Pte{ present: true, frame }
    ; trap: value does not fit in its bits
    ud2

checks.kind:
; 23: fn kind(x: u32) Kind {
    push ebp
    mov ebp, esp
    sub esp, 4
    mov [ebp-4], eax
; 24: return x as? Kind
    mov eax, [ebp-4]
    movzx ecx, al
    cmp ecx, eax
    jne .1
    cmp eax, 1
    je .2
    cmp eax, 2
    je .2
    cmp eax, 9
    jne .3
.2:
; 25: }
    leave
    ret
.1:
; 24: return x as? Kind
    ; trap: value does not fit
    ud2
.3:
    ; trap: no such Kind
    ud2

checks.start:
; 27: @entry fn start() never {
    push ebp
    mov ebp, esp
    sub esp, 0x88
    mov [ebp-36], esi
    mov [ebp-40], edi
; 28: let t = [Triple{}; 10]
    mov byte [ebp-32], 0
    mov byte [ebp-31], 0
    mov byte [ebp-30], 0
    lea esi, [ebp-32]
    lea edi, [ebp-29]
    mov ecx, 0x1b
    rep movsb
; 29: let n = [0 as u32; 10]
    xor eax, eax
    lea edi, [ebp-80]
    mov ecx, 0xa
    rep stosd
; 30: let w = [1 as u16, 2, 3]
    mov word [ebp-88], 1
    mov word [ebp-86], 2
    mov word [ebp-84], 3
; 31: _ = element(t[..], n, 3)
    lea eax, [ebp-32]
    mov edx, 0xa
    mov [ebp-96], eax
    mov [ebp-92], edx
    lea esi, [ebp-80]
    lea edi, [ebp-136]
    mov ecx, 0xa
    rep movsd
    push 3
    mov eax, [ebp-96]
    mov edx, [ebp-92]
    lea ecx, [ebp-136]
    call checks.element
    lea esp, [esp+4]
; 32: _ = part(w[..], 1)
    lea eax, [ebp-88]
    mov edx, 3
    mov ecx, 1
    call checks.part
; 33: _ = numbers(1, 2, 3)
    push 0
    push 3
    mov eax, 1
    mov edx, 2
    call checks.numbers
    lea esp, [esp+8]
; 34: _ = entry(5)
    mov eax, 5
    call checks.entry
; 35: _ = kind(2)
    mov eax, 2
    call checks.kind
; 36: unreachable()
    ; trap: unreachable
    ud2

ash.umul64:
    ; EDX:EAX * [esp+4], unsigned. CF set if it does not fit 64 bits.
    push ebx
    push esi
    mov ebx, eax
    mov esi, edx
    mov eax, [esp+16]
    test esi, esi
    jz .cross
    test eax, eax
    jnz .overflow
    mov eax, [esp+12]
    mul esi
    jc .overflow
    jmp .low
.cross:
    mul ebx
    jc .overflow
.low:
    mov ecx, eax
    mov eax, ebx
    mul dword [esp+12]
    add edx, ecx
    jmp .end
.overflow:
    stc
.end:
    pop esi
    pop ebx
    ret

split.seldom:
; 7: @noinline fn seldom(x: u32) u32 {
.1:
; 8: total += x
    add eax, [split.total]
    mov [split.total], eax
; 9: return total
    ret

$through_a_loop:
; 13: @noinline @export("through_a_loop") fn through_a_loop(n: u32, m: u32) u32 {
    push ebx
    push esi
    push edi
    push ebp
    sub esp, 0x1c
.1:
    mov [esp], edx
; 18: for i in 0..n {
    test eax, eax
    jne .2
.3:
    mov ebx, 2
    mov ebp, 1
    mov edx, 3
    mov ecx, 4
.4:
; 39: return a ^ b ^ c ^ d
    xor ebp, ebx
    xor ebp, edx
    xor ebp, ecx
    mov eax, ebp
    add esp, 0x1c
    pop ebp
    pop edi
    pop esi
    pop ebx
    ret
.2:
; 18: for i in 0..n {
    mov [esp+4], eax
    mov ebx, 2
    xor esi, esi
    mov ebp, 1
    mov edx, 3
    mov ecx, 4
.5:
; 19: a += b ^ i
    mov eax, ebx
    xor eax, esi
    add ebp, eax
; 20: b += c ^ a
    mov eax, edx
    xor eax, ebp
    add ebx, eax
; 21: c += d ^ b
    mov eax, ecx
    xor eax, ebx
    add edx, eax
; 22: d += a ^ c
    mov eax, ebp
    xor eax, edx
    add ecx, eax
; 23: if d & 255 == 0 {
    movzx eax, cl
    test eax, eax
    jne .6
.7:
; 28: var v = a ^ d
    mov [esp+8], edx
    mov [esp+12], esi
    mov edx, [esp]
    mov eax, ebp
    xor eax, ecx
; 29: for j in 0..m {
    test edx, edx
    jne .8
.9:
    mov [esp+16], ecx
    mov esi, ebp
    mov edi, ebx
    mov edx, [esp+8]
    mov ecx, [esp+16]
.10:
; 36: total += x ^ y ^ z ^ w ^ v
    xor esi, edi
    xor esi, edx
    xor esi, ecx
    xor esi, eax
    add [split.total], esi
; 23: if d & 255 == 0 {
    mov ecx, [esp+16]
    mov edx, [esp+8]
    mov esi, [esp+12]
.6:
; 18: for i in 0..n {
    inc esi
    cmp esi, [esp+4]
    jb .5
    jmp .4
.8:
; 29: for j in 0..m {
    mov [esp+16], ecx
    mov esi, ebp
    mov [esp+20], ebp
    mov [esp+24], ebx
    mov edx, [esp+8]
    mov ecx, [esp+16]
    xor edi, edi
.11:
; 30: x = x * 5 + table[y & 255]
    lea esi, [esi+esi*4]
    movzx ebp, bl
    add esi, [ebp*4+split.table]
; 31: y = y * 3 + table[z & 255]
    lea ebx, [ebx+ebx*2]
    movzx ebp, dl
    add ebx, [ebp*4+split.table]
; 32: z = z * 9 + table[w & 255]
    lea edx, [edx+edx*8]
    movzx ebp, cl
    add edx, [ebp*4+split.table]
; 33: w = w * 7 + table[v & 255]
    imul ecx, ecx, 7
    movzx ebp, al
    add ecx, [ebp*4+split.table]
; 34: v = v ^ x + j
    lea ebp, [esi+edi]
    xor eax, ebp
; 29: for j in 0..m {
    inc edi
    cmp edi, [esp]
    jb .11
.12:
    mov edi, ebx
    mov ebp, [esp+20]
    mov ebx, [esp+24]
    jmp .10

$around_a_call:
; 43: @noinline @export("around_a_call") fn around_a_call(n: u32, m: u32) u32 {
    push ebx
    push esi
    push edi
    push ebp
    sub esp, 0xc
.1:
    mov edi, edx
; 48: for i in 0..n {
    test eax, eax
    jne .2
.3:
    mov ebp, 1
    mov esi, 3
    mov eax, 4
.4:
; 57: return a ^ b ^ c ^ d
    xor ebp, edi
    xor ebp, esi
    xor ebp, eax
    mov eax, ebp
    add esp, 0xc
    pop ebp
    pop edi
    pop esi
    pop ebx
    ret
.2:
; 48: for i in 0..n {
    mov [esp], eax
    mov ebp, 1
    xor ebx, ebx
    mov esi, 3
    mov eax, 4
.5:
; 49: a = a * 5 + (b ^ i)
    lea ecx, [ebp+ebp*4]
    mov ebp, edi
    xor ebp, ebx
    add ebp, ecx
; 50: b = b * 3 + (c ^ a)
    lea ecx, [edi+edi*2]
    mov edi, esi
    xor edi, ebp
    add edi, ecx
; 51: c = c * 9 + (d ^ b)
    lea ecx, [esi+esi*8]
    mov esi, eax
    xor esi, edi
    add esi, ecx
; 52: d = d * 7 + (a ^ c)
    imul ecx, eax, 7
    mov eax, ebp
    xor eax, esi
    add eax, ecx
; 53: if d & 255 == 0 {
    movzx ecx, al
    test ecx, ecx
    jne .6
.7:
; 54: total ^= seldom(i)
    mov [esp+4], eax
    mov eax, [split.total]
    mov [esp+8], eax
    mov eax, ebx
    call split.seldom
    mov ecx, [esp+8]
    xor ecx, eax
    mov [split.total], ecx
; 53: if d & 255 == 0 {
    mov eax, [esp+4]
.6:
; 48: for i in 0..n {
    inc ebx
    cmp ebx, [esp]
    jb .5
    jmp .4

split.table:
    times 1024 db 0

split.total:
    times 4 db 0

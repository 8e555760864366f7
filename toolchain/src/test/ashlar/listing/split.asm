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
    mov ebp, 2
    mov edi, 1
    mov edx, 3
    mov eax, 4
.4:
; 39: return a ^ b ^ c ^ d
    xor edi, ebp
    xor edi, edx
    xor edi, eax
    mov eax, edi
    add esp, 0x1c
    pop ebp
    pop edi
    pop esi
    pop ebx
    ret
.2:
; 18: for i in 0..n {
    mov [esp+4], eax
    mov ebp, 2
    xor ebx, ebx
    mov edi, 1
    mov edx, 3
    mov eax, 4
.5:
; 19: a += b ^ i
    mov ecx, ebp
    xor ecx, ebx
    add edi, ecx
; 20: b += c ^ a
    mov ecx, edx
    xor ecx, edi
    add ebp, ecx
; 21: c += d ^ b
    mov ecx, eax
    xor ecx, ebp
    add edx, ecx
; 22: d += a ^ c
    mov ecx, edi
    xor ecx, edx
    add eax, ecx
; 23: if d & 255 == 0 {
    movzx ecx, al
    test ecx, ecx
    jne .6
.7:
; 28: var v = a ^ d
    mov [esp+8], edx
    mov [esp+12], ebx
    mov ecx, [esp]
    mov ebx, edi
    xor ebx, eax
; 29: for j in 0..m {
    test ecx, ecx
    jne .8
.9:
    mov [esp+16], eax
    mov esi, edi
    mov eax, ebp
    mov ecx, [esp+16]
.10:
; 36: total += x ^ y ^ z ^ w ^ v
    xor esi, eax
    xor esi, edx
    xor esi, ecx
    xor esi, ebx
    add [split.total], esi
; 23: if d & 255 == 0 {
    mov eax, [esp+16]
    mov edx, [esp+8]
    mov ebx, [esp+12]
.6:
; 18: for i in 0..n {
    inc ebx
    cmp ebx, [esp+4]
    jb .5
    jmp .4
.8:
; 29: for j in 0..m {
    mov [esp+16], eax
    mov esi, edi
    mov [esp+20], edi
    mov eax, ebp
    mov [esp+24], ebp
    mov ecx, [esp+16]
    xor ebp, ebp
.11:
; 30: x = x * 5 + table[y & 255]
    lea esi, [esi+esi*4]
    movzx edi, al
    add esi, [edi*4+split.table]
; 31: y = y * 3 + table[z & 255]
    lea eax, [eax+eax*2]
    movzx edi, dl
    add eax, [edi*4+split.table]
; 32: z = z * 9 + table[w & 255]
    lea edx, [edx+edx*8]
    movzx edi, cl
    add edx, [edi*4+split.table]
; 33: w = w * 7 + table[v & 255]
    imul ecx, ecx, 7
    movzx edi, bl
    add ecx, [edi*4+split.table]
; 34: v = v ^ x + j
    lea edi, [esi+ebp]
    xor ebx, edi
; 29: for j in 0..m {
    inc ebp
    cmp ebp, [esp]
    jb .11
.12:
    mov edi, [esp+20]
    mov ebp, [esp+24]
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
    mov esi, 1
    mov ebx, 3
    mov eax, 4
.4:
; 57: return a ^ b ^ c ^ d
    xor esi, edi
    xor esi, ebx
    xor esi, eax
    mov eax, esi
    add esp, 0xc
    pop ebp
    pop edi
    pop esi
    pop ebx
    ret
.2:
; 48: for i in 0..n {
    mov [esp], eax
    mov esi, 1
    xor ebp, ebp
    mov ebx, 3
    mov eax, 4
.5:
; 49: a = a * 5 + (b ^ i)
    lea ecx, [esi+esi*4]
    mov esi, edi
    xor esi, ebp
    add esi, ecx
; 50: b = b * 3 + (c ^ a)
    lea ecx, [edi+edi*2]
    mov edi, ebx
    xor edi, esi
    add edi, ecx
; 51: c = c * 9 + (d ^ b)
    lea ecx, [ebx+ebx*8]
    mov ebx, eax
    xor ebx, edi
    add ebx, ecx
; 52: d = d * 7 + (a ^ c)
    imul ecx, eax, 7
    mov eax, esi
    xor eax, ebx
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
    mov eax, ebp
    call split.seldom
    mov ecx, [esp+8]
    xor ecx, eax
    mov [split.total], ecx
; 53: if d & 255 == 0 {
    mov eax, [esp+4]
.6:
; 48: for i in 0..n {
    inc ebp
    cmp ebp, [esp]
    jb .5
    jmp .4

split.table:
    times 1024 db 0

split.total:
    times 4 db 0

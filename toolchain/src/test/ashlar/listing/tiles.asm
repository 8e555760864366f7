$element:
; 10: @noinline @export("element") fn element(i: u32) u32 { return words[i & 63] }
.1:
    and eax, 0x3f
    mov eax, [eax*4+tiles.words]
    ret

$field:
; 11: @noinline @export("field") fn field(p: []Pair, i: u32) u32 {
.1:
; 12: if i >= p.len { return 0 }
    cmp ecx, edx
    jae .2
.3:
; 13: return p[i].b
    mov eax, [eax+ecx*8+4]
    ret
.2:
; 12: if i >= p.len { return 0 }
    xor eax, eax
    ret

$bump:
; 15: @noinline @export("bump") fn bump() { counter += 1 }
.1:
    inc dword [tiles.counter]
    ret

$mask_in_place:
; 16: @noinline @export("mask_in_place") fn mask_in_place(p: *mut u32, m: u32) { p.* &= m }
.1:
    and [eax], edx
    ret

$is_zero_byte:
; 17: @noinline @export("is_zero_byte") fn is_zero_byte(p: *u8) bool { return p.* == 0 }
.1:
    cmp byte [eax], 0
    sete al
    movzx eax, al
    ret

$sum_of_three:
; 18: @noinline @export("sum_of_three") fn sum_of_three(a: u32, b: u32) u32 { return a + b * 4 + 12 }
.1:
    lea eax, [eax+edx*4+12]
    ret

$tenth:
; 19: @noinline @export("tenth") fn tenth(x: u32) u32 { return x / 10 }
.1:
    mov ecx, 0xcccccccd
    mul ecx
    mov eax, edx
    shr eax, 3
    ret

$seventh:
; 20: @noinline @export("seventh") fn seventh(x: u32) u32 { return x / 7 }
.1:
    mov ecx, eax
    mov eax, 0x24924925
    mul ecx
    sub ecx, edx
    shr ecx, 1
    add ecx, edx
    shr ecx, 2
    mov eax, ecx
    ret

$rest_of_ten:
; 21: @noinline @export("rest_of_ten") fn rest_of_ten(x: u32) u32 { return x % 10 }
.1:
    mov ecx, eax
    mov eax, 0xcccccccd
    mul ecx
    shr edx, 3
    imul eax, edx, 0xa
    sub ecx, eax
    mov eax, ecx
    ret

$signed_quarter:
; 22: @noinline @export("signed_quarter") fn signed_quarter(x: i32) i32 { return x / 4 }
.1:
    mov ecx, eax
    sar ecx, 0x1f
    shr ecx, 0x1e
    add eax, ecx
    sar eax, 2
    ret

$quotient_and_rest:
; 23: @noinline @export("quotient_and_rest") fn quotient_and_rest(a: u32, b: u32) u32 { return a / b + a % b }
.1:
    mov ecx, edx
    test ecx, ecx
    je .2
    xor edx, edx
    div ecx
    add eax, edx
    ret
.2:
    ; trap: division by zero
    ud2

$rotated:
; 24: @noinline @export("rotated") fn rotated(x: u32) u32 { return x << 7 | x >> 25 }
.1:
    rol eax, 7
    ret

$bit_is_set:
; 25: @noinline @export("bit_is_set") fn bit_is_set(x: u32, n: u32) u32 {
.1:
; 26: if x >> n & 1 != 0 { return words[0] }
    bt eax, edx
    jb .2
.3:
; 27: return words[1]
    mov eax, [tiles.words+4]
    ret
.2:
; 26: if x >> n & 1 != 0 { return words[0] }
    mov eax, [tiles.words]
    ret

$product:
; 29: @noinline @export("product") fn product(a: u32, b: u32) u64 { return a as u64 * b as u64 }
.1:
    mul edx
    ret

$wide_sum:
; 30: @noinline @export("wide_sum") fn wide_sum(a: u64, b: u32) u64 { return a + b }
.1:
    add eax, ecx
    adc edx, 0
    ret

$checked_sum:
; 31: @noinline @export("checked_sum") fn checked_sum(a: u32, b: u32) u32 { return a +? b }
.1:
    add eax, edx
    jb .2
    ret
.2:
    ; trap: integer overflow
    ud2

$take:
; 32: @noinline @export("take") fn take() u32!Error {
.1:
; 33: if counter == 0 { fail Error.none_left }
    mov eax, [tiles.counter]
    test eax, eax
    je .2
.3:
; 34: counter -= 1
    dec eax
    mov [tiles.counter], eax
; 35: return counter
    clc
    ret
.2:
; 33: if counter == 0 { fail Error.none_left }
    xor eax, eax
    stc
    ret

$take_two:
; 37: @noinline @export("take_two") fn take_two() u32!Error {
    push ebx
.1:
; 38: let first = try take()
    call $take
    mov ebx, eax
    jb .2
.3:
; 39: return first + (try take())
    call $take
    jb .4
.5:
    add eax, ebx
    pop ebx
    clc
    ret
.4:
    pop ebx
    stc
    ret
.2:
; 38: let first = try take()
    mov eax, ebx
    pop ebx
    stc
    ret

$take_more:
; 41: @noinline @export("take_more") fn take_more(a: u32, b: u32) u32!Error {
    push ebx
    push esi
    push edi
.1:
    mov edi, eax
    mov esi, edx
; 42: let first = try take()
    call $take
    mov ebx, eax
    jb .2
.3:
; 43: let second = try take()
    call $take
    jb .4
.5:
; 44: if first == b { fail Error.none_left }
    cmp ebx, esi
    je .6
.7:
; 45: return first * a + second * b + (try take())
    imul ebx, edi
    imul eax, esi
    add ebx, eax
    call $take
    jb .8
.9:
    add eax, ebx
.10:
    pop edi
    pop esi
    pop ebx
    clc
    ret
.8:
.11:
    pop edi
    pop esi
    pop ebx
    stc
    ret
.6:
; 44: if first == b { fail Error.none_left }
    xor eax, eax
    jmp .11
.4:
; 43: let second = try take()
    jmp .11
.2:
; 42: let first = try take()
    mov eax, ebx
    jmp .11

$lesser:
; 47: @noinline @export("lesser") fn lesser(a: u32, b: u32) u32 { return min(a, b) }
.1:
    cmp eax, edx
    cmovbe edx, eax
    mov eax, edx
    ret

$zeros:
; 48: @noinline @export("zeros") fn zeros(p: []u32) u32 {
    push ebx
.1:
    mov ebx, eax
; 50: for x in p {
    test edx, edx
    jne .2
.3:
    xor eax, eax
.4:
; 53: return count
    pop ebx
    ret
.2:
; 50: for x in p {
    xor ecx, ecx
    xor eax, eax
.5:
; 51: if x == 0 { count += 1 }
    cmp dword [ebx+ecx*4], 1
    adc eax, 0
; 50: for x in p {
    inc ecx
    cmp ecx, edx
    jb .5
    jmp .4

$without:
; 55: @noinline @export("without") fn without(a: u32, b: u32, c: u32) u32 { return a - if b > c { 1 as u32 } else { 0 as u32 } }
.1:
    cmp ecx, edx
    sbb eax, 0
    ret

$at_least:
; 56: @noinline @export("at_least") fn at_least(a: u32, b: u32, c: u32) u32 {
.1:
; 58: if b >= c { n += 1 }
    cmp edx, ecx
    sbb eax, -1
; 59: return n * c
    imul eax, ecx
    ret

$is_below:
; 61: @noinline @export("is_below") fn is_below(a: i32, b: i32) bool { return if a < b { true } else { false } }
.1:
    cmp eax, edx
    setl al
    movzx eax, al
    ret

$copied:
; 62: @noinline @export("copied") fn copied(into: *mut [20]u32, from: *[20]u32) { into.* = from.* }
    push esi
    push edi
.1:
    mov edi, eax
    mov esi, edx
    mov ecx, 0x14
    rep movsd
    pop edi
    pop esi
    ret

tiles.start:
; 64: @entry fn start() never { while true { } }
.1:
.2:
    jmp .2

tiles.words:
    times 256 db 0

tiles.counter:
    times 4 db 0

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

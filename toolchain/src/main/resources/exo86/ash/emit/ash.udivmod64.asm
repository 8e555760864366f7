; EDX:EAX / [esp+4], unsigned. Quotient in EDX:EAX, remainder in the divisor's place. The divisor is not 0.
    push ebx
    push esi
    push edi
    mov ebx, [esp+16]
    mov edi, [esp+20]
    test edi, edi
    jnz .long

    ; a divisor of one word: schoolbook division in base 2^32
    mov ecx, eax
    mov eax, edx
    xor edx, edx
    div ebx
    mov esi, eax
    mov eax, ecx
    div ebx
    mov [esp+16], edx
    mov dword [esp+20], 0
    mov edx, esi
    jmp .end

    ; both shifted right until the divisor is one word with its top bit set: that quotient is right or one too big
.long:
    push edx
    push eax
    bsr ecx, edi
    shr edx, 1
    rcr eax, 1
    shr edi, 1
    rcr ebx, 1
    shrd eax, edx, cl
    shr edx, cl
    shrd ebx, edi, cl
    div ebx
    mov esi, eax
    mov eax, [esp+28]
    mul esi
    test edx, edx
    jnz .less
    mov ecx, eax
    mov eax, [esp+24]
    mul esi
    add edx, ecx
    jc .less
    mov ecx, [esp]
    mov ebx, [esp+4]
    sub ecx, eax
    sbb ebx, edx
    jnc .found
.less:
    dec esi
    mov eax, [esp+24]
    mul esi
    mov ecx, [esp+28]
    imul ecx, esi
    add edx, ecx
    mov ecx, [esp]
    mov ebx, [esp+4]
    sub ecx, eax
    sbb ebx, edx
.found:
    mov [esp+24], ecx
    mov [esp+28], ebx
    mov eax, esi
    xor edx, edx
    add esp, 8
.end:
    pop edi
    pop esi
    pop ebx
    ret

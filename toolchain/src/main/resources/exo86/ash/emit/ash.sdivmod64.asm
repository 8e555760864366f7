; EDX:EAX / [esp+4], signed, towards zero. Quotient in EDX:EAX, remainder, with the dividend's sign, in the divisor's place.
    push esi
    push edi
    mov esi, edx
    mov edi, edx
    test edx, edx
    jns .dividend
    neg eax
    adc edx, 0
    neg edx
.dividend:
    push dword [esp+16]
    push dword [esp+16]
    xor edi, [esp+4]
    cmp dword [esp+4], 0
    jge .divisor
    neg dword [esp]
    adc dword [esp+4], 0
    neg dword [esp+4]
.divisor:
    call ash.udivmod64
    test esi, esi
    pop ecx
    pop esi
    jns .remainder
    neg ecx
    adc esi, 0
    neg esi
.remainder:
    mov [esp+12], ecx
    mov [esp+16], esi
    test edi, edi
    jns .quotient
    neg eax
    adc edx, 0
    neg edx
.quotient:
    pop edi
    pop esi
    ret

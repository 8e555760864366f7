; EDX:EAX * [esp+4], signed. CF set if it does not fit 64 bits.
    push edi
    mov edi, edx
    test edx, edx
    jns .left
    neg eax
    adc edx, 0
    neg edx
.left:
    push dword [esp+12]
    push dword [esp+12]
    xor edi, [esp+4]
    cmp dword [esp+4], 0
    jge .right
    neg dword [esp]
    adc dword [esp+4], 0
    neg dword [esp+4]
.right:
    call ash.umul64
    lea esp, [esp+8]
    jc .end
    test edi, edi
    js .negative
    bt edx, 31
    jmp .end
.negative:
    neg eax
    adc edx, 0
    neg edx
    js .fits
    mov ecx, eax
    or ecx, edx
    jz .end
    stc
    jmp .end
.fits:
    clc
.end:
    pop edi
    ret

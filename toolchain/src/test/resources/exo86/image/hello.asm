; The smallest kernel that proves its loading: linked at C0100000, loaded at 1 MiB, entered by multiboot with paging off.
; It prints its command line, whether data and zeroed data are as they should be, and powers the machine off.

        bits 32
        extern  __bss_start, __bss_end

HIGH    equ 0xC0000000

        section .multiboot progbits alloc noexec nowrite align=4
        dd 0x1BADB002, 0, -0x1BADB002

        section .text
        global _start
_start:
        mov esp, stack_end - HIGH
        cmp eax, 0x2BADB002
        jne bad
        test dword [ebx], 0x40                  ; a memory map is there
        jz bad
        cmp dword [ebx + 8], 1024               ; at least 1 MiB above the first
        jb bad
        cmp dword [value - HIGH], 0x12345678
        jne bad
        cmp dword [far_value - HIGH], 0x0BADCAFE
        jne bad
        mov ecx, __bss_start
.zero:
        cmp ecx, __bss_end
        jae .zeroed
        cmp byte [ecx - HIGH], 0
        jne bad
        inc ecx
        jmp .zero
.zeroed:
        push dword [ebx + 16]
        mov esi, hello - HIGH
        call print
        pop esi
        call print
        mov esi, line - HIGH
        call print
        jmp off
bad:
        mov esi, wrong - HIGH
        call print
off:
        mov dx, 0x604
        mov ax, 0x2000
        out dx, ax
        mov dx, 0x501
        xor eax, eax
        out dx, al
        cli
        hlt

print:
        lodsb
        test al, al
        jz .done
        mov dx, 0x3F8
        out dx, al
        jmp print
.done:
        ret

        section .rodata
hello:  db 'hello from ', 0
wrong:  db 'something is wrong', 13, 10, 0
line:   db 13, 10, 0

        section .data
value:  dd 0x12345678
        times 70000 db 1                        ; more than one read of the loader
far_value:
        dd 0x0BADCAFE

        section .bss
        resb 200000
stack_end:
        resb 16

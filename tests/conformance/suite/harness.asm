; The bare-metal harness that every vector runs in. It is an ELF32 file and a multiboot kernel, at 1 MiB, and needs 16 MiB and nothing else.
; The runner puts the vectors behind it (see docs/conformance.md); NASM assembles the whole too: nasm -f bin -o image image.asm
;
; For each vector: descriptor tables, page tables and memory are made anew, its setup runs in ring 0, its code runs in its ring. Whatever
; interrupt or exception comes first is recorded, compared with what the vector expects, and printed as one line a difference, or "ok".
; Lines go to port E9h if reading it gives E9h, else to COM1. At the end: "done", exit port 501h, port 8900h (Bochs), power-off port 604h.
bits 32
org 0x100000

; ---- selectors
CODE0   equ 0x08
DATA0   equ 0x10
CODE1   equ 0x19
DATA1   equ 0x21
CODE2   equ 0x2A
DATA2   equ 0x32
CODE3   equ 0x3B
DATA3   equ 0x43
TASK    equ 0x48                    ; the current task
FATAL   equ 0x50                    ; the task of double faults
LOCAL   equ 0x58                    ; the LDT: not loaded
OTHER   equ 0x60                    ; a second task, 32 bits, starts at nothing: a setup fills it
CODE_16 equ 0x68                    ; ring 0, 16 bits, base 0, limit FFFF
DATA_16 equ 0x70
T       equ 0x80                    ; from here on free for vectors, up to 7F8

; ---- memory: all below 16 MiB is identity-mapped once paging is on, user and writable
gdt     equ 0x400000                ; limit 7FF
ldt     equ 0x401000                ; limit 7F, all entries zero
idt     equ 0x402000                ; limit 7FF; vectors 0 to 7F lead to the recorder
tss     equ 0x403000                ; limit 67: no I/O map
fatal   equ 0x404000
other   equ 0x405000
pd      equ 0x408000                ; page directory, then the tables of 0, 4 and 8 MiB
pt0     equ 0x409000
pt1     equ 0x40A000
pt2     equ 0x40B000
stack0  equ 0x410000                ; where code in each ring has its stack
enter0  equ 0x412000                ; where the TSS says that stacks are
enter1  equ 0x414000
enter2  equ 0x416000
stack1  equ 0x418000
stack2  equ 0x41A000
stack3  equ 0x41C000
data    equ 0x420000                ; 8 KiB of zeros
spare   equ 0x430000                ; 4 KiB of zeros: descriptor or page tables of a vector's own
fatal_stack equ 0x434000
record  equ 0x436000
tables  equ 0x440000                ; fresh page tables, copied for each vector
page    equ 0x800000                ; 16 KiB of zeros, mapped by pt2
page_pte equ pt2
page_pde equ pd + 8
LOW     equ 0x10000                 ; where the code of virtual-8086 vectors is copied: 1000:0000
LOW_STACK equ 0x1000                ; in segment 2000
DONE    equ 0x7E                    ; the interrupt that ends a vector
MARK    equ 0x11111111              ; eax; ecx is 22222222 and so on: edx ebx ebp esi edi

image:
        db 0x7F, 'ELF', 1, 1, 1
        times 9 db 0
        dw 2, 3
        dd 1, start, 52, 0, 0
        dw 52, 32, 1, 40, 0, 0
        dd 1, 0, image, image, image_end - image, image_end - image, 7, 0x1000
        align 4
        dd 0x1BADB002, 0, -0x1BADB002
        db 'EXO86VEC'
        dd vectors, vectors_end         ; for the runner: the table

start:
        cli
        mov esp, stack0
        call open_line
        mov al, 0xFF
        out 0x21, al
        out 0xA1, al
        cld
        mov edi, tables
        mov eax, 7
.map:
        stosd
        add eax, 0x1000
        cmp eax, 0xC00000
        jb .map
        mov dword [current], vectors

next_vector:
        mov eax, 0x31
        mov cr0, eax
        xor eax, eax
        mov cr4, eax
        mov cr3, eax
        mov cr2, eax
        mov dr0, eax
        mov dr1, eax
        mov dr2, eax
        mov dr3, eax
        mov eax, 0x400
        mov dr7, eax
        mov eax, 0xFFFF0FF0
        mov dr6, eax
        mov esp, stack0
        push dword 2
        popfd
        call fresh_tables
        lgdt [gdt_pointer]
        lidt [idt_pointer]
        jmp CODE0:.reload
.reload:
        mov ax, DATA0
        mov ss, ax
        mov ds, ax
        mov es, ax
        mov fs, ax
        mov gs, ax
        xor eax, eax
        lldt ax
        mov ax, TASK
        ltr ax
        mov ebx, [current]
        cmp ebx, vectors_end
        jae finished
        call [ebx]
        mov esp, stack0
        mov ebx, [current]
        mov ecx, [ebx+8]
        cmp ecx, 4
        je .virtual
        mov edx, ecx
        shl edx, 4
        or edx, ecx                     ; 0, 11, 22, 33: what to add to a selector of ring 0
        jecxz .same
        lea eax, [edx+DATA0]
        push eax
        mov eax, ecx
        shl eax, 13
        add eax, stack1 - 0x2000
        push eax
.same:
        push dword [ebx+12]
        lea eax, [edx+CODE0]
        push eax
        push dword [ebx+4]
        lea eax, [edx+DATA0]
        mov ds, ax
        mov es, ax
        mov fs, ax
        mov gs, ax
        jmp .go
.virtual:
        mov esi, [ebx+4]
        mov edi, LOW
        mov ecx, 0x400
        rep movsd
        push dword 0x3000
        push dword 0x3000
        push dword 0x3000
        push dword 0x3000
        push dword 0x2000
        push dword LOW_STACK
        push dword [ebx+12]
        push dword 0x1000
        push dword 0
.go:
        mov eax, MARK
        mov ecx, MARK*2
        mov edx, MARK*3
        mov ebx, MARK*4
        mov ebp, MARK*5
        mov esi, MARK*6
        mov edi, MARK*7
        iretd

; All tables and the memory that vectors see, as at the start.
fresh_tables:
        xor eax, eax
        mov edi, gdt
        mov ecx, 0x6000/4
        rep stosd
        mov edi, data
        mov ecx, 0x2000/4
        rep stosd
        mov edi, spare
        mov ecx, 0x1000/4
        rep stosd
        mov edi, page
        mov ecx, 0x4000/4
        rep stosd
        mov edi, stack3 - 64
        mov ecx, 32
        rep stosd
        mov esi, gdt_start
        mov edi, gdt
        mov ecx, (gdt_end - gdt_start)/4
        rep movsd
        mov edi, idt
        mov eax, stubs
        mov ecx, 128
.gate:
        mov [edi], ax
        mov word [edi+2], CODE0
        mov dword [edi+4], eax
        mov word [edi+4], 0x8E00
        add edi, 8
        add eax, 5
        loop .gate
        mov byte [idt+3*8+5], 0xEE
        mov byte [idt+4*8+5], 0xEE
        mov byte [idt+DONE*8+5], 0xEE
        mov dword [idt+8*8], FATAL << 16
        mov dword [idt+8*8+4], 0x8500
        mov edi, tss
        call fresh_task
        mov edi, other
        call fresh_task
        mov edi, fatal
        call fresh_task
        mov dword [fatal+32], fatal_entry
        mov dword [fatal+56], fatal_stack
        mov esi, tables
        mov edi, pt0
        mov ecx, 0x3000/4
        rep movsd
        mov edi, pd
        mov eax, pt0 + 7
        stosd
        add eax, 0x1000
        stosd
        add eax, 0x1000
        stosd
        xor eax, eax
        mov ecx, 1021
        rep stosd
        ret

; EDI: a TSS with the stacks of the rings and, as registers, ring 0 and flat segments.
fresh_task:
        mov dword [edi+4], enter0
        mov dword [edi+8], DATA0
        mov dword [edi+12], enter1
        mov dword [edi+16], DATA1
        mov dword [edi+20], enter2
        mov dword [edi+24], DATA2
        mov dword [edi+28], pd
        mov dword [edi+36], 2
        mov dword [edi+56], spare + 0x1000
        mov dword [edi+72], DATA0
        mov dword [edi+76], CODE0
        mov dword [edi+80], DATA0
        mov dword [edi+84], DATA0
        mov dword [edi+88], DATA0
        mov dword [edi+92], DATA0
        mov word [edi+102], 104
        ret

; ---- the recorder
stubs:
        times 128 call interrupted

; Stack: the stub's return address, which says the vector, then what the processor pushed.
interrupted:
        push ds
        push es
        push fs
        push gs
        pushad
        cld
        mov ax, DATA0
        mov ds, ax
        mov es, ax
        mov ebp, esp
        mov eax, [ebp+48]
        sub eax, stubs + 5
        xor edx, edx
        mov ecx, 5
        div ecx
        mov [record], eax
        lea ebx, [ebp+52]               ; error code or EIP
        mov dword [record+4], 0
        cmp eax, 32
        jae .plain
        mov edx, 0x00027D00             ; 8, 10 to 14, 17 push an error code
        bt edx, eax
        jnc .plain
        mov edx, [ebx]
        mov [record+4], edx
        add ebx, 4
.plain:
        mov eax, [ebx]
        mov [record+8], eax
        mov eax, [ebx+4]
        mov [record+12], eax
        mov eax, [ebx+8]
        mov [record+16], eax
        lea edx, [ebx+12]
        mov ecx, ss
        mov esi, [ebp+44]
        mov edi, [ebp+40]
        test dword [ebx+8], 0x20000
        jnz .virtual
        test byte [ebx+4], 3
        jz .stack
        mov edx, [ebx+12]
        mov ecx, [ebx+16]
.stack:
        mov [record+56], esi
        mov [record+60], edi
        mov esi, [ebp+36]
        mov edi, [ebp+32]
        jmp .segments
.virtual:
        mov edx, [ebx+12]
        mov ecx, [ebx+16]
        mov esi, [ebx+24]
        mov [record+56], esi
        mov edi, [ebx+20]
        mov [record+60], edi
        mov esi, [ebx+28]
        mov edi, [ebx+32]
.segments:
        mov [record+64], esi
        mov [record+68], edi
        mov [record+20], edx
        mov [record+24], ecx
        mov [record+96], ebx            ; where the frame is
        mov eax, [ebp+28]
        mov [record+28], eax
        mov eax, [ebp+24]
        mov [record+32], eax
        mov eax, [ebp+20]
        mov [record+36], eax
        mov eax, [ebp+16]
        mov [record+40], eax
        mov eax, [ebp+8]
        mov [record+44], eax
        mov eax, [ebp+4]
        mov [record+48], eax
        mov eax, [ebp]
        mov [record+52], eax
        jmp recorded

; The task of double faults: the state is in the TSS of the task that had them.
fatal_entry:
        mov dword [record], 8
        pop eax
        mov [record+4], eax
        mov eax, [tss+32]
        mov [record+8], eax
        mov eax, [tss+76]
        mov [record+12], eax
        mov eax, [tss+36]
        mov [record+16], eax
        mov eax, [tss+56]
        mov [record+20], eax
        mov eax, [tss+80]
        mov [record+24], eax
        mov esi, tss + 40
        mov edi, record + 28
        movsd
        movsd
        movsd
        movsd
        add esi, 4
        movsd
        movsd
        movsd
        mov eax, [tss+84]
        mov [record+56], eax
        mov eax, [tss+72]
        mov [record+60], eax
        mov eax, [tss+88]
        mov [record+64], eax
        mov eax, [tss+92]
        mov [record+68], eax
recorded:
        mov eax, cr2
        mov [record+72], eax
        mov eax, cr0
        mov [record+76], eax
        str eax
        mov [record+80], eax
        sldt eax
        mov [record+84], eax
        mov eax, dr6
        mov [record+88], eax
        pushfd
        pop eax
        mov [record+92], eax
        mov eax, 0x31
        mov cr0, eax

; ---- compare: a vector's expectations are a count and so often: field, mask, value, address
        mov ebx, [current]
        mov esi, [ebx+16]
        lodsd
        mov ecx, eax
        xor ebp, ebp
        jecxz .passed
.each:
        mov eax, [esi]
        mov edi, [esi+12]
        cmp eax, MEMORY
        je .word
        lea edi, [record+eax*4]
.word:
        mov edx, [edi]
        mov edi, edx
        xor edx, [esi+8]
        and edx, [esi+4]
        jz .equal
        inc ebp
        pushad
        call print_difference
        popad
.equal:
        add esi, 16
        loop .each
.passed:
        test ebp, ebp
        jnz .next
        mov esi, text_ok
        call print
        mov esi, [ebx+20]
        call print
        mov al, 10
        call put
.next:
        add dword [current], 24
        jmp next_vector

; EBX: the vector, ESI: the expectation, EDI: what is.
print_difference:
        mov ebp, esi
        mov esi, text_fail
        call print
        mov esi, [ebx+20]
        call print
        mov al, ' '
        call put
        mov esi, field_names
        mov ecx, [ebp]
        jecxz .named
.skip:
        lodsb
        test al, al
        jnz .skip
        loop .skip
.named:
        call print
        mov eax, edi
        call hex
        mov eax, [ebp+8]
        call hex
        mov eax, [ebp+4]
        call hex
        mov eax, [ebp+12]
        call hex
        mov al, 10
        jmp put

hex:
        mov ecx, 8
        push eax
        mov al, ' '
        call put
        pop eax
.digit:
        rol eax, 4
        push eax
        and al, 15
        cmp al, 10
        jb .decimal
        add al, 'a' - '0' - 10
.decimal:
        add al, '0'
        call put
        pop eax
        loop .digit
        ret

print:
        lodsb
        test al, al
        jz .end
        call put
        jmp print
.end:
        ret

; AL to the line; keeps all registers but EAX's low byte.
put:
        push edx
        cmp byte [has_debug_port], 0
        je .serial
        out 0xE9, al
        pop edx
        ret
.serial:
        push eax
        mov dx, 0x3FD
.wait:
        in al, dx
        test al, 0x20
        jz .wait
        pop eax
        mov dx, 0x3F8
        out dx, al
        pop edx
        ret

open_line:
        in al, 0xE9
        cmp al, 0xE9
        sete [has_debug_port]
        mov dx, 0x3FB
        mov al, 0x80
        out dx, al
        mov dx, 0x3F8
        mov al, 1
        out dx, al
        inc edx
        mov al, 0
        out dx, al
        mov dx, 0x3FB
        mov al, 3
        out dx, al
        mov dx, 0x3F9
        mov al, 0
        out dx, al
        ret

finished:
        mov esi, text_done
        call print
        mov dx, 0x3FD
        mov ecx, 100000
.sent:
        in al, dx
        test al, 0x40
        loopz .sent
        mov dx, 0x501
        mov al, 0
        out dx, al
        mov esi, text_shutdown
        mov dx, 0x8900
        mov ecx, 8
        rep outsb
        mov dx, 0x604
        mov ax, 0x2000
        out dx, ax
        cli
        hlt

; ---- data
align 8
gdt_start:
        dq 0
        dq 0x00CF9B000000FFFF, 0x00CF93000000FFFF
        dq 0x00CFBB000000FFFF, 0x00CFB3000000FFFF
        dq 0x00CFDB000000FFFF, 0x00CFD3000000FFFF
        dq 0x00CFFB000000FFFF, 0x00CFF3000000FFFF
        dq 0x0000894030000067, 0x0000894040000067
        dq 0x000082401000007F, 0x0000894050000067
        dq 0x00009B000000FFFF, 0x000093000000FFFF
gdt_end:
gdt_pointer:
        dw 0x7FF
        dd gdt
idt_pointer:
        dw 0x7FF
        dd idt
align 4
current:        dd 0
has_debug_port: db 0
text_ok:        db 'ok ', 0
text_fail:      db 'FAIL ', 0
text_done:      db 'done', 10, 0
text_shutdown:  db 'Shutdown', 0
MEMORY  equ 25
field_names:
        db 'vector', 0, 'error', 0, 'eip', 0, 'cs', 0, 'eflags', 0, 'esp', 0, 'ss', 0, 'eax', 0, 'ecx', 0, 'edx', 0, 'ebx', 0, 'ebp', 0
        db 'esi', 0, 'edi', 0, 'ds', 0, 'es', 0, 'fs', 0, 'gs', 0, 'cr2', 0, 'cr0', 0, 'tr', 0, 'ldtr', 0, 'dr6', 0, 'now', 0, 'frame', 0
        db 'memory', 0
align 4

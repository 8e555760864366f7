; Boot sector: prints what the firmware's services answer, then turns the machine off.
        bits 16
        org 0x7C00
        xor ax, ax
        mov ds, ax
        mov es, ax
        cmp dl, 0x80            ; the firmware says which disk it booted from
        jne failed
        mov si, hello
        call print

        mov ah, 0x42            ; sector 1 by packet
        mov dl, 0x80
        mov si, packet
        int 0x13
        jc failed
        mov al, [0x8000]
        call put

        mov ax, 0x0201          ; sector 2 by cylinder, head and sector
        mov bx, 0x8200
        mov cx, 0x0003
        mov dx, 0x0080
        int 0x13
        jc failed
        mov al, [0x8200]
        call put

        mov byte [0x8200], 'w'  ; write it, read it back elsewhere
        mov ax, 0x0301
        mov cx, 0x0003
        int 0x13
        jc failed
        mov ax, 0x0201
        mov bx, 0x8400
        int 0x13
        jc failed
        mov al, [0x8400]
        call put

        mov ax, 0x0201          ; a sector that no track has
        mov cx, 0x0040
        int 0x13
        jnc failed
        mov al, ah
        add al, '0'
        call put

        mov ah, 0x08
        mov dl, 0x80
        int 0x13
        jc failed
        mov al, dh
        call hex
        mov al, cl
        call hex

        mov ah, 0x41
        mov bx, 0x55AA
        mov dl, 0x80
        int 0x13
        jc failed
        mov al, bh
        call hex
        mov al, bl
        call hex
        call newline

        xor ebx, ebx            ; the memory map
map:
        mov eax, 0xE820
        mov ecx, 20
        mov edx, 0x534D4150
        mov di, 0x9000
        int 0x15
        jc failed
        cmp eax, 0x534D4150
        jne failed
        push ebx
        mov eax, [0x9000]
        call hex32
        mov eax, [0x9008]
        call hex32
        mov al, [0x9010]
        call hex
        call newline
        pop ebx
        test ebx, ebx
        jnz map

        mov ah, 0x88
        int 0x15
        jc failed
        push ax
        mov al, ah
        call hex
        pop ax
        call hex
        int 0x12
        push ax
        mov al, ah
        call hex
        pop ax
        call hex
        call newline

        mov ah, 0x04            ; date and time
        int 0x1A
        mov al, ch
        call hex
        mov al, cl
        call hex
        mov al, dh
        call hex
        mov al, dl
        call hex
        mov ah, 0x02
        int 0x1A
        mov al, ch
        call hex
        mov al, cl
        call hex
        call newline

        mov ah, 0x00            ; the timer runs
        int 0x1A
        mov bx, dx
wait_tick:
        hlt
        mov ah, 0x00
        int 0x1A
        cmp dx, bx
        je wait_tick
        mov al, 'T'
        call put
        call newline
        mov al, 0
        jmp leave_machine
failed:
        mov al, '!'
        call put
        mov al, 1
leave_machine:
        mov dx, 0x501
        out dx, al
        hlt

print:
        lodsb
        test al, al
        jz newline
        call put
        jmp print
newline:
        mov al, 10
put:
        push bx
        mov ah, 0x0E
        mov bx, 7
        int 0x10
        pop bx
        ret
hex32:
        push eax
        shr eax, 24
        call hex
        pop eax
        push eax
        shr eax, 16
        call hex
        pop eax
        push eax
        mov al, ah
        call hex
        pop eax
hex:
        push ax
        shr al, 4
        call digit
        pop ax
        and al, 15
digit:
        and al, 15
        add al, '0'
        cmp al, '9'
        jbe put
        add al, 39
        jmp put

hello:  db 'hello', 0
packet: db 16, 0
        dw 1, 0x8000, 0
        dd 1, 0
        times 510-($-$$) db 0
        dw 0xAA55
        times 512 db 'p'
        times 512 db 'c'
        times 512*61 db 0

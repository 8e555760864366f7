; The disk's first sector: reads the boot header from sector 1 and the loader that it names, and jumps there.
;
; In:  DL = BIOS drive. Room: 440 bytes, the rest of the sector is the partition table.
; Out: to 0000:8000 with DL kept, DS = ES = SS = 0, the boot header at 7E00.
; Memory: code at 7C00, stack below it, header at 7E00, loader from 8000 on, at most 60 sectors.
; Messages go to COM1, because BIOSes mirror their own output there; no wait is without an end.

        bits 16
        org 0x7C00

HEADER          equ 0x7E00
HEADER_LOADER   equ HEADER + 12
HEADER_SECTORS  equ HEADER + 16
LOADER          equ 0x8000
LOADER_LIMIT    equ 60
COM1            equ 0x3F8
COM1_STATUS     equ COM1 + 5

start:
        cli
        xor ax, ax
        mov ds, ax
        mov es, ax
        mov ss, ax
        mov sp, 0x7C00
        sti
        cld
        jmp 0:normalized

normalized:
        mov [drive], dl
        mov si, packet
        call read
        mov si, bad_header
        cmp dword [HEADER], 'EXO8'
        jne fail
        cmp dword [HEADER + 4], '6HDR'
        jne fail
        mov eax, [HEADER_SECTORS]
        cmp eax, LOADER_LIMIT
        ja fail
        test eax, eax
        jz fail
        mov [packet_count], ax
        mov word [packet_offset], LOADER
        mov eax, [HEADER_LOADER]
        mov [packet_sector], eax
        mov si, packet
        call read
        mov dl, [drive]
        jmp 0:LOADER

; Reads what the packet says, in at most three attempts.
read:
        mov di, 3
.again:
        mov si, packet
        mov dl, [drive]
        mov ah, 0x42
        push di
        int 0x13
        pop di
        jnc .done
        dec di
        jnz .again
        mov si, bad_read
        jmp fail
.done:
        ret

; Prints the text at SI and stops.
fail:
        lodsb
        test al, al
        jz .stop
        mov ah, al
        mov dx, COM1_STATUS
        xor cx, cx
.wait:
        in al, dx
        test al, 0x20
        jnz .send
        loop .wait
.send:
        mov dx, COM1
        mov al, ah
        out dx, al
        jmp fail
.stop:
        cli
        hlt
        jmp .stop

bad_read:       db 'mbr: error: disk cannot be read', 13, 10, 0
bad_header:     db 'mbr: error: no boot header in sector 1', 13, 10, 0

        align 4, db 0
packet:         db 16, 0
packet_count:   dw 1
packet_offset:  dw HEADER
                dw 0
packet_sector:  dd 1
                dd 0
drive:          db 0x80

; The firmware ROM of the machine: 8 KB at F000:E000 (and at FFFFE000), reset vector F000:FFF0.
;
; After reset it opens A20, fills the interrupt vectors and the BIOS data area, puts the 8259 pair, the 8254 and the
; 16550 into the state that a PC's firmware leaves, looks for a disk on the primary ATA channel, reads its first sector
; to 0000:7C00 and jumps there with DL = 80h. All through ports; memory size comes from the CMOS. If the machine was
; started with a kernel in memory (mailbox at 0000:04F0), that is entered instead, in flat 32-bit protected mode.
;
; Invariants: code runs in CS = F000 at any caller's DS, ES and SS; every wait for a device is bounded; a service saves
; all 32-bit registers in the frame below and answers by changing the frame.
;
; Frame of a service, at SS:BP (offsets are F_...): pushad, ES, DS, then the interrupt's IP, CS, FLAGS.

        bits 16
        org 0xE000

F_ESI   equ 4
F_EBX   equ 16
F_BX    equ 16
F_EDX   equ 20
F_DX    equ 20
F_DL    equ 20
F_DH    equ 21
F_ECX   equ 24
F_CX    equ 24
F_CL    equ 24
F_CH    equ 25
F_EAX   equ 28
F_AX    equ 28
F_AL    equ 28
F_AH    equ 29
F_ES    equ 32
F_DS    equ 34
F_FLAGS equ 40

CARRY   equ 1
ZERO    equ 64

COM1    equ 0x3F8
ATA     equ 0x1F0

; The BIOS data area, at segment 0040h.
B_COM1  equ 0x00
B_EBDA  equ 0x0E
B_EQUIP equ 0x10
B_MEMKB equ 0x13
B_KHEAD equ 0x1A
B_KTAIL equ 0x1C
B_KBUF  equ 0x1E
B_KEND  equ 0x3E
B_MODE  equ 0x49
B_COLS  equ 0x4A
B_TICKS equ 0x6C
B_DAY   equ 0x70
B_DSTAT equ 0x74
B_DISKS equ 0x75
B_KFROM equ 0x80
B_KTO   equ 0x82
B_DDONE equ 0x8E

; The mailbox of a loaded kernel, in the area between applications.
K_MAGIC equ 0x4F0
K_ENTRY equ 0x4F4
K_INFO  equ 0x4F8
MULTIBOOT equ 0x2BADB002

; The extended area, 1 KB below 640 KB.
EBDA    equ 0x9FC0
E_TOTAL equ 0x20                ; sectors of the disk
E_HEADS equ 0x24                ; the geometry that int 13h reports
E_TRACK equ 0x26
E_CYLS  equ 0x28
E_WORDS equ 0x200               ; what IDENTIFY DEVICE answered

start:
        cli
        cld
        xor ax, ax
        mov ss, ax
        mov sp, 0x7C00
        mov al, 0x02            ; A20 open, as PC firmware leaves it
        out 0x92, al

; ---- interrupt vectors: all to an empty handler, then the table
        xor ax, ax
        mov es, ax
        xor di, di
        mov cx, 256
.vector:
        mov ax, empty
        stosw
        mov ax, 0xF000
        stosw
        loop .vector
        push cs
        pop ds
        mov si, vectors
.known:
        lodsb
        test al, al
        jz .data
        xor ah, ah
        mov di, ax
        shl di, 2
        lodsw
        mov [es:di], ax
        jmp .known

; ---- BIOS data area
.data:
        mov ax, 0x40
        mov ds, ax
        mov word [B_COM1], COM1
        mov word [B_EBDA], EBDA
        mov word [B_EQUIP], 0x0200      ; one serial port, no screen, no floppy
        mov word [B_MEMKB], 639
        mov word [B_KHEAD], B_KBUF
        mov word [B_KTAIL], B_KBUF
        mov word [B_KFROM], B_KBUF
        mov word [B_KTO], B_KEND
        mov byte [B_MODE], 3
        mov word [B_COLS], 80
        mov ax, EBDA
        mov es, ax
        mov byte [es:0], 1

; ---- interrupt controllers: vectors 08h and 70h, timer, cascade and disk open
        mov al, 0x11
        out 0x20, al
        out 0xA0, al
        mov al, 0x08
        out 0x21, al
        mov al, 0x70
        out 0xA1, al
        mov al, 0x04
        out 0x21, al
        mov al, 0x02
        out 0xA1, al
        mov al, 0x01
        out 0x21, al
        out 0xA1, al
        mov al, 0xFA
        out 0x21, al
        mov al, 0xBF
        out 0xA1, al

; ---- timer: 18.2 Hz on counter 0, refresh on 1, speaker on 2
        mov al, 0x36
        out 0x43, al
        xor al, al
        out 0x40, al
        out 0x40, al
        mov al, 0x54
        out 0x43, al
        mov al, 18
        out 0x41, al
        mov al, 0xB6
        out 0x43, al
        xor al, al
        out 0x42, al
        out 0x42, al
        out 0x61, al

; ---- serial port: 115200 baud, 8 bits, no parity, FIFO on, no interrupts
        mov dx, COM1 + 1
        xor al, al
        out dx, al
        mov dx, COM1 + 3
        mov al, 0x80
        out dx, al
        mov dx, COM1
        mov al, 1
        out dx, al
        inc dx
        xor al, al
        out dx, al
        mov dx, COM1 + 3
        mov al, 0x03
        out dx, al
        mov dx, COM1 + 2
        mov al, 0x07
        out dx, al
        mov dx, COM1 + 4
        mov al, 0x03
        out dx, al

        call clock_start
        call disk_find

; ---- a kernel that the machine put into memory is entered at once, as the multiboot specification says
        xor ax, ax
        mov ds, ax
        cmp dword [K_MAGIC], MULTIBOOT
        jne .from_disk
        mov dword [K_MAGIC], 0
        cli
        lgdt [cs:gdt_place]
        mov eax, cr0
        or al, 1
        mov cr0, eax
        jmp dword 0x08:0xF0000+enter_kernel
.from_disk:
        sti
        int 0x19

        bits 32
enter_kernel:
        mov eax, 0x10
        mov ds, eax
        mov es, eax
        mov fs, eax
        mov gs, eax
        mov ss, eax
        mov ebx, [K_INFO]
        mov ecx, [K_ENTRY]
        mov eax, MULTIBOOT
        jmp ecx
        bits 16

gdt:
        dq 0
        dq 0x00CF9A000000FFFF
        dq 0x00CF92000000FFFF
gdt_place:
        dw 23
        dd 0xF0000+gdt

; ---- the vectors that have a handler of their own
vectors:
        db 0x06
        dw bad_opcode
        db 0x08
        dw tick
        db 0x09
        dw irq_low
        db 0x0A
        dw irq_low
        db 0x0B
        dw irq_low
        db 0x0C
        dw irq_low
        db 0x0D
        dw irq_low
        db 0x0E
        dw irq_low
        db 0x0F
        dw irq_low
        db 0x10
        dw video
        db 0x11
        dw equipment
        db 0x12
        dw memory
        db 0x13
        dw disk
        db 0x15
        dw system
        db 0x16
        dw keys
        db 0x18
        dw no_boot
        db 0x19
        dw boot
        db 0x1A
        dw clock
        db 0x70
        dw irq_high
        db 0x71
        dw irq_high
        db 0x72
        dw irq_high
        db 0x73
        dw irq_high
        db 0x74
        dw irq_high
        db 0x75
        dw irq_high
        db 0x76
        dw disk_done
        db 0x77
        dw irq_high
        db 0

; ---- boot -----------------------------------------------------------------------------------------------------------

boot:
        sti
        cld
        xor ax, ax
        mov ds, ax
        mov es, ax
        mov ss, ax
        mov sp, 0x7C00
        mov ax, 0x0201
        mov bx, 0x7C00
        mov cx, 0x0001
        mov dx, 0x0080
        int 0x13
        jc .failed
        cmp word [0x7DFE], 0xAA55
        jne .failed
        mov dx, 0x0080
        xor ax, ax
        xor bx, bx
        xor cx, cx
        jmp 0x0000:0x7C00
.failed:
        int 0x18

no_boot:
        mov si, no_boot_text
        call say
        mov al, 1
        jmp leave_machine

; An instruction that the processor does not have: nobody else will say so.
bad_opcode:
        mov bp, sp
        mov si, opcode_text
        call say
        mov ax, [bp+2]
        call hex
        mov al, ':'
        call send
        mov ax, [bp]
        call hex
        mov si, line_end
        call say
        mov al, 0x33
leave_machine:
        mov dx, 0x501
        out dx, al
.stay:
        cli
        hlt
        jmp .stay

no_boot_text:
        db 'No bootable device: no disk, or its first sector does not end in 55 AA.'
line_end:
        db 13, 10, 0
opcode_text:
        db 13, 10, 'Invalid opcode in real mode at ', 0

; Prints the zero-ended text at CS:SI.
say:
        mov al, [cs:si]
        inc si
        test al, al
        jz .done
        call send
        jmp say
.done:
        ret

; Prints AX in hexadecimal.
hex:
        mov cx, 4
.digit:
        rol ax, 4
        push ax
        and al, 15
        add al, '0'
        cmp al, '9'
        jbe .print
        add al, 7
.print:
        call send
        pop ax
        loop .digit
        ret

; Sends AL on COM1; gives up on a port that never becomes ready. Keeps every register.
send:
        push ax
        push cx
        push dx
        mov ah, al
        mov dx, COM1 + 5
        xor cx, cx
.wait:
        in al, dx
        test al, 0x20
        jnz .ready
        loop .wait
.ready:
        mov dx, COM1
        mov al, ah
        out dx, al
        pop dx
        pop cx
        pop ax
        ret

; ---- interrupts -----------------------------------------------------------------------------------------------------

irq_high:
        push ax
        mov al, 0x20
        out 0xA0, al
        out 0x20, al
        pop ax
empty:
        iret

irq_low:
        push ax
        mov al, 0x20
        out 0x20, al
        pop ax
        iret

disk_done:
        push ax
        push ds
        mov ax, 0x40
        mov ds, ax
        mov byte [B_DDONE], 0xFF
        mov al, 0x20
        out 0xA0, al
        out 0x20, al
        pop ds
        pop ax
        iret

tick:
        push eax
        push ds
        mov ax, 0x40
        mov ds, ax
        mov eax, [B_TICKS]
        inc eax
        cmp eax, 0x1800B0       ; ticks of a day
        jb .today
        xor eax, eax
        mov byte [B_DAY], 1
.today:
        mov [B_TICKS], eax
        int 0x1C
        mov al, 0x20
        out 0x20, al
        pop ds
        pop eax
        iret

; ---- int 10h: a teletype on COM1, there is no screen ----------------------------------------------------------------

video:
        sti
        cmp ah, 0x0E
        je send_and_return
        cmp ah, 0x0F
        je .mode
        cmp ah, 0x03
        je .cursor
        cmp ah, 0x13
        je .string
        iret
.mode:
        mov ax, 0x5003
        xor bh, bh
        iret
.cursor:
        xor dx, dx
        mov cx, 0x0607
        iret
.string:
        cld
        push ax
        push cx
        push si
        mov si, bp
        jcxz .end
.next:
        mov al, [es:si]
        inc si
        call send
        loop .next
.end:
        pop si
        pop cx
        pop ax
        iret
send_and_return:
        call send
        iret

equipment:
        push ds
        mov ax, 0x40
        mov ds, ax
        mov ax, [B_EQUIP]
        pop ds
        iret

memory:
        push ds
        mov ax, 0x40
        mov ds, ax
        mov ax, [B_MEMKB]
        pop ds
        iret

; ---- services: the common way in and out ----------------------------------------------------------------------------

failed:
        or byte [bp+F_FLAGS], CARRY
        jmp leave_service
succeeded:
        and byte [bp+F_FLAGS], 0xFE
leave_service:
        popad
        pop es
        pop ds
        iret

; ---- int 16h: the terminal on COM1 is the keyboard ------------------------------------------------------------------

keys:
        sti
        cld
        push ds
        push es
        pushad
        mov bp, sp
        mov bx, 0x40
        mov ds, bx
        and ah, 0xEF            ; 10h and 11h are 00h and 01h
        jz .read
        cmp ah, 0x01
        je .look
        mov byte [bp+F_AL], 0   ; 02h: no shift key is down
        jmp leave_service
.read:
        call key_poll
        mov bx, [B_KHEAD]
        cmp bx, [B_KTAIL]
        je .read
        mov ax, [bx]
        mov [bp+F_AX], ax
        add bx, 2
        cmp bx, B_KEND
        jb .head
        mov bx, B_KBUF
.head:
        mov [B_KHEAD], bx
        jmp leave_service
.look:
        call key_poll
        or byte [bp+F_FLAGS], ZERO
        mov bx, [B_KHEAD]
        cmp bx, [B_KTAIL]
        je leave_service
        mov ax, [bx]
        mov [bp+F_AX], ax
        and byte [bp+F_FLAGS], 0xBF
        jmp leave_service

; Moves a byte from COM1 to the keyboard buffer if there is one and it has room. DS = 0040h.
key_poll:
        mov bx, [B_KTAIL]
        lea si, [bx+2]
        cmp si, B_KEND
        jb .room
        mov si, B_KBUF
.room:
        cmp si, [B_KHEAD]
        je .done
        mov dx, COM1 + 5
        in al, dx
        test al, 1
        jz .done
        mov dx, COM1
        in al, dx
        xor ah, ah
        cmp al, 13
        jne .store
        mov ah, 0x1C
.store:
        mov [bx], ax
        mov [B_KTAIL], si
.done:
        ret

; ---- int 15h --------------------------------------------------------------------------------------------------------

system:
        sti
        cld
        push ds
        push es
        pushad
        mov bp, sp
        cmp ax, 0xE820
        je .map
        cmp ax, 0xE801
        je .sizes
        cmp ah, 0x88
        je .extended
        cmp ah, 0x24
        je .a20
        cmp ah, 0x86
        je .wait
.unknown:
        mov byte [bp+F_AH], 0x86
        jmp failed

.extended:
        call memory_kb
        cmp eax, 0xFFFF
        jbe .fits
        mov ax, 0xFFFF
.fits:
        mov [bp+F_AX], ax
        jmp succeeded

.sizes:
        call memory_kb
        xor ebx, ebx
        cmp eax, 0x3C00
        jbe .low
        mov ebx, eax
        sub ebx, 0x3C00
        shr ebx, 6
        mov ax, 0x3C00
.low:
        mov [bp+F_AX], ax
        mov [bp+F_CX], ax
        mov [bp+F_BX], bx
        mov [bp+F_DX], bx
        jmp succeeded

.a20:
        cmp al, 1
        ja .asked
        mov ah, al
        in al, 0x92
        and al, 0xFC            ; bit 0 would reset the machine
        shl ah, 1
        or al, ah
        out 0x92, al
        mov byte [bp+F_AH], 0
        jmp succeeded
.asked:
        cmp al, 2
        ja .supported
        in al, 0x92
        shr al, 1
        and al, 1
        mov ah, 0
        mov [bp+F_AX], ax
        jmp succeeded
.supported:
        cmp al, 3
        ja .unknown
        mov byte [bp+F_AH], 0
        mov word [bp+F_BX], 2
        jmp succeeded

; CX:DX microseconds, counted in changes of the refresh bit (15.085 us).
.wait:
        mov ax, cx
        shl eax, 16
        mov ax, dx
        xor edx, edx
        mov ebx, 15
        div ebx
        mov ecx, eax
        inc ecx
        in al, 0x61
        mov ah, al
.turn:
        in al, 0x61
        xor al, ah
        test al, 0x10
        jz .turn
        xor ah, al
        dec ecx
        jnz .turn
        mov byte [bp+F_AH], 0
        jmp succeeded

; One entry of the memory map: EBX counts, ES:DI takes 20 bytes.
.map:
        cmp dword [bp+F_EDX], 0x534D4150
        jne .unknown
        cmp dword [bp+F_ECX], 20
        jb .unknown
        cmp ebx, 5
        jae .unknown
        mov si, bx
        shl si, 3
        mov cx, bx
        shl cx, 2
        add si, cx              ; entries of 12 bytes: base, length, type
        add si, memory_map
        mov eax, [cs:si]
        mov [es:di], eax
        xor eax, eax
        mov [es:di+4], eax
        mov [es:di+12], eax
        mov eax, [cs:si+8]
        mov [es:di+16], eax
        mov eax, [cs:si+4]
        test eax, eax
        jnz .length
        call memory_kb          ; the entry above 1 MB
        shl eax, 10
.length:
        mov [es:di+8], eax
        inc ebx
        cmp ebx, 5
        jb .more
        xor ebx, ebx
.more:
        mov [bp+F_EBX], ebx
        mov dword [bp+F_EAX], 0x534D4150
        mov dword [bp+F_ECX], 20
        jmp succeeded

memory_map:
        dd 0x00000000, 0x0009FC00, 1
        dd 0x0009FC00, 0x00000400, 2
        dd 0x000F0000, 0x00010000, 2
        dd 0x00100000, 0x00000000, 1
        dd 0xFFFF0000, 0x00010000, 2

; EAX = kilobytes of memory above 1 MB, from the CMOS.
memory_kb:
        push ebx
        mov ah, 0x34
        call cmos_word
        movzx ebx, ax
        test bx, bx
        jz .small
        shl ebx, 6
        lea eax, [ebx+15*1024]
        pop ebx
        ret
.small:
        mov ah, 0x30
        call cmos_word
        movzx eax, ax
        pop ebx
        ret

; AX = the two CMOS bytes from register AH on.
cmos_word:
        inc ah
        call cmos
        mov bl, al
        dec ah
        call cmos
        mov ah, bl
        ret

; AL = CMOS register AH. Keeps AH.
cmos:
        mov al, ah
        or al, 0x80
        out 0x70, al
        in al, 0x71
        ret

; ---- int 1Ah and the count of ticks since midnight -------------------------------------------------------------------

clock:
        sti
        cld
        push ds
        push es
        pushad
        mov bp, sp
        mov bx, 0x40
        mov ds, bx
        cmp ah, 0x00
        je .ticks
        cmp ah, 0x01
        je .set
        cmp ah, 0x02
        je .time
        cmp ah, 0x04
        je .date
        mov byte [bp+F_AH], 0x81
        jmp failed
.ticks:
        cli
        mov ax, [B_TICKS]
        mov [bp+F_DX], ax
        mov ax, [B_TICKS+2]
        mov [bp+F_CX], ax
        mov al, [B_DAY]
        mov [bp+F_AL], al
        mov byte [B_DAY], 0
        jmp succeeded
.set:
        cli
        mov [B_TICKS], dx
        mov [B_TICKS+2], cx
        mov byte [B_DAY], 0
        jmp succeeded
.time:
        call clock_steady
        mov ah, 0x04
        call cmos
        mov [bp+F_CH], al
        mov ah, 0x02
        call cmos
        mov [bp+F_CL], al
        mov ah, 0x00
        call cmos
        mov [bp+F_DH], al
        mov byte [bp+F_DL], 0
        jmp succeeded
.date:
        call clock_steady
        mov ah, 0x32
        call cmos
        mov [bp+F_CH], al
        mov ah, 0x09
        call cmos
        mov [bp+F_CL], al
        mov ah, 0x08
        call cmos
        mov [bp+F_DH], al
        mov ah, 0x07
        call cmos
        mov [bp+F_DL], al
        jmp succeeded

; Waits until the clock is not about to change, a while at most.
clock_steady:
        xor cx, cx
.wait:
        mov ah, 0x0A
        call cmos
        test al, 0x80
        jz .done
        loop .wait
.done:
        ret

; Sets the tick count from the clock: (hours * 3600 + minutes * 60 + seconds) * 18.2065.
clock_start:
        call clock_steady
        mov ah, 0x04
        call cmos_binary
        imul ebx, eax, 3600
        mov ah, 0x02
        call cmos_binary
        imul eax, eax, 60
        add ebx, eax
        mov ah, 0x00
        call cmos_binary
        add eax, ebx
        mov ebx, 182065
        mul ebx
        mov ebx, 10000
        div ebx
        mov bx, 0x40
        mov ds, bx
        mov [B_TICKS], eax
        ret

; EAX = the number in the BCD register AH.
cmos_binary:
        call cmos
        mov ah, al
        and al, 15
        shr ah, 4
        mov cl, al
        mov al, 10
        mul ah
        add al, cl
        movzx eax, al
        ret

; ---- int 13h: the ATA disk ------------------------------------------------------------------------------------------

disk:
        sti
        cld
        push ds
        push es
        pushad
        mov bp, sp
        mov bx, 0x40
        mov ds, bx
        cmp dl, 0x80
        jne .bad
        cmp byte [B_DISKS], 0
        je .bad
        mov bx, EBDA
        mov ds, bx
        cmp ah, 0x00
        je .done
        cmp ah, 0x01
        je .status
        cmp ah, 0x02
        je .read
        cmp ah, 0x03
        je .write
        cmp ah, 0x04
        je .verify
        cmp ah, 0x08
        je .geometry
        cmp ah, 0x15
        je .kind
        cmp ah, 0x41
        je .extensions
        cmp ah, 0x42
        je .read_packet
        cmp ah, 0x43
        je .write_packet
        cmp ah, 0x48
        je .parameters
        cmp ah, 0x0C
        je .done
        cmp ah, 0x0D
        je .done
        cmp ah, 0x10
        je .done
.bad:
        mov ah, 0x01
        jmp disk_failed
.done:
        xor ah, ah
        jmp disk_succeeded

.status:
        mov bx, 0x40
        mov ds, bx
        mov ah, [B_DSTAT]
        mov [bp+F_AH], ah
        test ah, ah
        jnz failed
        jmp succeeded

.read:
        call chs
        jc .bad
        mov bx, [bp+F_BX]
        call read_sectors
        jmp .moved
.write:
        call chs
        jc .bad
        mov bx, [bp+F_BX]
        call write_sectors
.moved:
        jc .error
        jmp .done
.verify:
        call chs
        jc .bad
        jmp .done
.error:
        mov ah, 0x04            ; sector not found
        mov byte [bp+F_AL], 0
        jmp disk_failed

.geometry:
        mov ax, [E_CYLS]
        dec ax
        mov [bp+F_CH], al
        shl ah, 6
        or ah, [E_TRACK]
        mov [bp+F_CL], ah
        mov ax, [E_HEADS]
        dec ax
        mov [bp+F_DH], al
        mov byte [bp+F_DL], 1
        mov byte [bp+F_BX], 0
        mov byte [bp+F_AL], 0
        jmp .done

.kind:
        mov byte [bp+F_AH], 3   ; a fixed disk
        mov eax, [E_TOTAL]
        mov [bp+F_DX], ax
        shr eax, 16
        mov [bp+F_CX], ax
        jmp succeeded

.extensions:
        cmp word [bp+F_BX], 0x55AA
        jne .bad
        mov word [bp+F_BX], 0xAA55
        mov word [bp+F_CX], 1   ; packet access
        mov ah, 0x30
        mov [bp+F_AH], ah
        jmp succeeded

.read_packet:
        call packet
        jc .bad
        call read_sectors
        jmp .packet_moved
.write_packet:
        call packet
        jc .bad
        call write_sectors
.packet_moved:
        jnc .done
        mov ds, [bp+F_DS]
        mov word [si+2], 0
        mov ah, 0x04
        jmp disk_failed

.parameters:
        mov es, [bp+F_DS]
        mov di, [bp+F_ESI]
        cmp word [es:di], 26
        jb .bad
        mov ax, 26
        stosw
        mov ax, 2               ; the geometry is valid
        stosw
        movzx eax, word [E_CYLS]
        stosd
        movzx eax, word [E_HEADS]
        stosd
        movzx eax, word [E_TRACK]
        stosd
        mov eax, [E_TOTAL]
        stosd
        xor eax, eax
        stosd
        mov ax, 512
        stosw
        jmp .done

disk_failed:
        mov bx, 0x40
        mov ds, bx
        mov [B_DSTAT], ah
        mov [bp+F_AH], ah
        jmp failed
disk_succeeded:
        mov bx, 0x40
        mov ds, bx
        mov [B_DSTAT], ah
        mov [bp+F_AH], ah
        jmp succeeded

; Cylinder, head and sector of the caller to EAX = LBA and CX = count. Carry if the disk has no such place.
chs:
        movzx cx, byte [bp+F_AL]
        test cx, cx
        jz .no
        mov al, [bp+F_CL]
        shr al, 6
        mov ah, al
        mov al, [bp+F_CH]
        cmp ax, [E_CYLS]
        jae .no
        mul word [E_HEADS]
        movzx bx, byte [bp+F_DH]
        cmp bx, [E_HEADS]
        jae .no
        add ax, bx
        adc dx, 0
        shl edx, 16
        mov dx, ax
        movzx eax, word [E_TRACK]
        mul edx
        movzx ebx, byte [bp+F_CL]
        and bl, 63
        jz .no
        cmp bx, [E_TRACK]
        ja .no
        lea eax, [eax+ebx-1]
        jmp in_disk
.no:
        stc
        ret

; The address packet at the caller's DS:SI to EAX = LBA, CX = count, ES:BX = buffer. Carry if it makes no sense.
packet:
        mov si, [bp+F_ESI]
        mov ds, [bp+F_DS]
        cmp byte [si], 16
        jb .no
        mov cx, [si+2]
        test cx, cx
        jz .no
        cmp cx, 127
        ja .no
        mov eax, [si+12]
        test eax, eax
        jnz .no
        les bx, [si+4]
        mov eax, [si+8]
        jmp in_disk
.no:
        stc
        ret

; Carry unless the CX sectors from EAX on are on the disk.
in_disk:
        push ds
        push edx
        mov dx, EBDA
        mov ds, dx
        movzx edx, cx
        add edx, eax
        jc .out
        cmp [E_TOTAL], edx
.out:
        pop edx
        pop ds
        ret

; Reads CX sectors (1 to 255) from EAX on to ES:BX. Carry on an error. Keeps SI and BP. Uses the rest.
read_sectors:
        mov dl, 0x20
        call disk_command
        jc .out
        call far_buffer
.sector:
        call wait_data
        jc .out
        push cx
        mov cx, 256
        mov dx, ATA
        rep insw
        pop cx
        call near_wrap
        loop .sector
        clc
.out:
        ret

; Writes CX sectors (1 to 255) from ES:BX to the disk from EAX on. Carry on an error. Keeps BP.
write_sectors:
        push si
        push ds
        mov dl, 0x30
        call disk_command
        jc .out
        call far_buffer
.sector:
        call wait_data
        jc .out
        push cx
        push es
        pop ds
        mov si, di
        mov cx, 256
        mov dx, ATA
        rep outsw
        mov di, si
        pop cx
        call near_wrap
        loop .sector
        call wait_idle
.out:
        pop ds
        pop si
        ret

; ES:DI = ES:BX with an offset below 16, so that a whole track does not wrap in its segment.
far_buffer:
        mov di, bx
        mov dx, es
        shr bx, 4
        add dx, bx
        mov es, dx
        and di, 15
        ret

; Moves 512 bytes of offset in ES:DI to the segment.
near_wrap:
        mov dx, es
        add dx, 32
        mov es, dx
        sub di, 512
        ret

; Gives the disk command DL for CX sectors from EAX on. Carry if it does not get ready.
disk_command:
        push bx
        push eax
        push dx
        call wait_idle
        pop bx
        pop eax
        jc .out
        push eax
        shr eax, 24
        and al, 15
        or al, 0xE0
        mov dx, ATA + 6
        out dx, al
        mov dx, ATA + 2
        mov al, cl
        out dx, al
        pop eax
        inc dx
        out dx, al
        inc dx
        mov al, ah
        out dx, al
        inc dx
        shr eax, 16
        out dx, al
        mov dx, ATA + 7
        mov al, bl
        out dx, al
        clc
.out:
        pop bx
        ret

; Waits until the disk is not busy. Carry on an error or after too long. Uses EAX, DX.
wait_idle:
        push ecx
        mov ecx, 4000000
        mov dx, ATA + 7
.wait:
        in al, dx
        test al, 0x80
        jz .idle
        dec ecx
        jnz .wait
        stc
        jmp .out
.idle:
        test al, 0x21
        jz .out
        stc
.out:
        pop ecx
        ret

; Waits until the disk wants to move data. Carry if it does not. Uses EAX, DX.
wait_data:
        call wait_idle
        jc .out
        test al, 0x08
        jnz .out
        stc
.out:
        ret

; Looks for a disk and keeps its size and geometry in the extended data area.
disk_find:
        mov dx, ATA + 6
        mov al, 0xA0
        out dx, al
        inc dx
        in al, dx
        cmp al, 0xFF            ; nobody drives the bus
        je .none
        test al, 0x40
        jnz .ready
        call wait_idle
        jc .none
.ready:
        mov dx, 0x3F6
        mov al, 0x02            ; the firmware polls
        out dx, al
        mov dx, ATA + 7
        mov al, 0xEC
        out dx, al
        in al, dx
        test al, al
        jz .none
        call wait_data
        jc .none
        mov ax, EBDA
        mov es, ax
        mov ds, ax
        mov di, E_WORDS
        mov dx, ATA
        mov cx, 256
        rep insw
        mov dx, 0x3F6
        mov al, 0x00
        out dx, al
        mov eax, [E_WORDS+120]
        mov [E_TOTAL], eax
        test eax, eax
        jz .none
        mov word [E_TRACK], 63
        mov ebx, 16
        cmp eax, 1024*16*63
        jbe .heads
        mov ebx, 255
.heads:
        mov [E_HEADS], bx
        imul ebx, ebx, 63
        xor edx, edx
        div ebx
        test eax, eax
        jnz .some
        inc eax
.some:
        cmp eax, 1024
        jbe .cylinders
        mov eax, 1024
.cylinders:
        mov [E_CYLS], ax
        mov bx, 0x40
        mov ds, bx
        mov byte [B_DISKS], 1
.none:
        ret

; ---- the top of the ROM ----------------------------------------------------------------------------------------------

        times 0x1FF0-($-$$) db 0xFF
        jmp 0xF000:start
        db '01/01/26'
        db 0xFF
        db 0xFC
        db 0xFF

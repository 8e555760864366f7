; Loads the kernel, an ELF32 executable, and the one module that goes with it from the disk's reserved sectors and enters the
; kernel by the multiboot protocol, version 1, so that one kernel starts from a disk and from -kernel alike.
;
; In:  from mbr.asm, DL = BIOS drive, the boot header at 7E00.
; Out: EAX = 2BADB002, EBX = multiboot information, protected mode, flat segments, paging and interrupts off, A20 on.
;
; Memory below 1 MiB:
;   1000  first 4096 bytes of the kernel's file: ELF header and program headers
;   2000  memory map in multiboot's form
;   3000  multiboot information, and behind it the module's entry
;   7C00  stack, downwards
;   7E00  boot header, which holds the command line
;   8000  this
;  10000  bounce buffer of 64 sectors: the BIOS reads into it, protected mode copies from it to above 1 MiB
;
; The module lies on the first page behind the kernel. Every range is checked against the memory map before it is loaded. Messages go to COM1 alone. No wait is endless.

        bits 16
        org 0x8000

ELF             equ 0x1000
ELF_SECTORS     equ 8
ELF_ENTRY       equ 24
ELF_HEADERS     equ 28
ELF_COUNT       equ 44
PROGRAM_HEADER  equ 32
P_TYPE          equ 0
P_OFFSET        equ 4
P_VADDR         equ 8
P_PADDR         equ 12
P_FILESZ        equ 16
P_MEMSZ         equ 20
PT_LOAD         equ 1

MAP             equ 0x2000
MAP_ENTRY       equ 24
MAP_LIMIT       equ 100
SMAP            equ 0x534D4150

INFO            equ 0x3000
INFO_SIZE       equ 128
INFO_FLAGS      equ 0
INFO_MEM_LOWER  equ 4
INFO_MEM_UPPER  equ 8
INFO_DEVICE     equ 12
INFO_COMMAND    equ 16
INFO_MAP_LENGTH equ 44
INFO_MAP        equ 48
INFO_NAME       equ 64
INFO_PRESENT    equ 0x247               ; memory, device, command line, map, name
INFO_HAS_MODULE equ 8
INFO_MODULES    equ 20
INFO_MODULE     equ 24
MODULE          equ INFO + INFO_SIZE    ; start, end, string, 0

HEADER          equ 0x7E00
HEADER_KERNEL   equ HEADER + 20
HEADER_BYTES    equ HEADER + 24
HEADER_MODULE   equ HEADER + 32         ; first sector
HEADER_LENGTH   equ HEADER + 36         ; its bytes, 0: there is none
HEADER_COMMAND  equ HEADER + 64

BOUNCE          equ 0x10000
BOUNCE_SECTORS  equ 64
MIB             equ 0x100000

COM1            equ 0x3F8

FLAT_CODE       equ 0x08
FLAT_DATA       equ 0x10
REAL_CODE       equ 0x18
REAL_DATA       equ 0x20

start:
        xor ax, ax
        mov ds, ax
        mov es, ax
        cld
        mov [drive], dl
        call serial_start
        mov si, greeting
        call print
        call enable_a20
        call memory_map
        call load_kernel
        call load_module
        call information
        jmp enter_kernel

; ---- A20 ----

; Turns the A20 line on through port 92h unless it is on, and makes sure.
enable_a20:
        call a20_on
        jnz .done
        in al, 0x92
        or al, 2
        and al, 0xFE
        out 0x92, al
        mov cx, 1000
.check:
        call a20_on
        jnz .done
        loop .check
        mov si, no_a20
        jmp fail
.done:
        ret

; NZ if FFFF:0510 and 0000:0500 are different memory.
a20_on:
        mov ax, 0xFFFF
        mov fs, ax
        mov word [0x0500], 0x55AA
        mov word [fs:0x0510], 0xAA55
        cmp word [0x0500], 0xAA55
        ret

; ---- memory ----

; Asks for the memory map and takes from it what lies below 640 KiB and from 1 MiB on.
memory_map:
        xor ebx, ebx
        mov di, MAP
        mov byte [map_left], MAP_LIMIT
.next:
        mov eax, 0xE820
        mov edx, SMAP
        mov ecx, 20
        mov dword [di], 20
        add di, 4
        push di
        int 0x15
        pop di
        jc .end
        cmp eax, SMAP
        jne .end
        call note_range
        add di, 20
        dec byte [map_left]
        jz .complete
        test ebx, ebx
        jnz .next
        jmp .complete
.end:
        sub di, 4
.complete:
        mov ax, di
        sub ax, MAP
        mov [map_length], ax
        mov si, no_memory
        cmp dword [memory_end], MIB
        jbe fail
        ret

; The range at DI: base and length of 64 bits, type.
note_range:
        cmp dword [di + 16], 1
        jne .done
        cmp dword [di + 4], 0
        jne .done
        mov eax, [di]
        mov edx, [di + 8]
        add edx, eax
        jc .clamp
        cmp dword [di + 12], 0
        je .sum
.clamp:
        mov edx, 0xFFFFF000
.sum:
        test eax, eax
        jnz .high
        mov [low_end], edx
.high:
        cmp eax, MIB
        ja .done
        cmp edx, MIB
        jbe .done
        mov [memory_end], edx
.done:
        ret

; ---- kernel ----

load_kernel:
        mov eax, [HEADER_KERNEL]
        mov [file_sector], eax
        mov [packet_sector], eax
        mov word [packet_count], ELF_SECTORS
        mov word [packet_offset], ELF
        mov word [packet_segment], 0
        call read
        mov si, bad_kernel
        cmp dword [ELF], 0x464C457F
        jne fail
        cmp dword [ELF + 16], 0x00030002        ; executable, 80386
        jne fail
        mov eax, [ELF + ELF_ENTRY]
        mov [entry], eax
        movzx ecx, word [ELF + ELF_COUNT]
        mov eax, [ELF + ELF_HEADERS]
        mov ebx, ecx
        shl ebx, 5
        add ebx, eax
        jc fail
        cmp ebx, ELF_SECTORS * 512
        ja fail
        test cx, cx
        jz fail
        lea bx, [eax + ELF]
.segment:
        cmp dword [bx + P_TYPE], PT_LOAD
        jne .next
        push cx
        push bx
        call load_segment
        pop bx
        pop cx
.next:
        add bx, PROGRAM_HEADER
        loop .segment
        ret

; Loads the segment whose program header is at BX.
load_segment:
        mov si, bad_segment
        mov edi, [bx + P_PADDR]
        cmp edi, MIB
        jb fail
        mov eax, [bx + P_MEMSZ]
        cmp eax, [bx + P_FILESZ]
        jb fail
        add eax, edi
        jc fail
        cmp eax, [memory_end]
        ja fail
        cmp eax, [kernel_end]
        jbe .behind
        mov [kernel_end], eax
.behind:
        mov eax, [bx + P_OFFSET]
        add eax, [bx + P_FILESZ]
        jc fail
        cmp eax, [HEADER_BYTES]
        ja fail
        ; an entry address inside the segment is a virtual one: translate it
        mov eax, [ELF + ELF_ENTRY]
        sub eax, [bx + P_VADDR]
        cmp eax, [bx + P_MEMSZ]
        jae .copy
        add eax, edi
        mov [entry], eax
.copy:
        mov eax, [bx + P_OFFSET]
        mov ebp, [bx + P_FILESZ]                ; bytes left
.chunk:
        test ebp, ebp
        jz .zeros
        push bx
        call read_chunk
        pop bx
        jmp .chunk
.zeros:
        mov ecx, [bx + P_MEMSZ]
        sub ecx, [bx + P_FILESZ]
        xor esi, esi
        jmp move_high

; Copies as much as the bounce buffer takes from offset EAX of the file at sector [file_sector] to EDI, at most EBP bytes;
; advances all three.
read_chunk:
        mov esi, eax
        and esi, 511                            ; bytes before ours in the first sector
        mov ecx, BOUNCE_SECTORS * 512
        sub ecx, esi
        cmp ecx, ebp
        jbe .sized
        mov ecx, ebp
.sized:                                         ; ecx bytes from file offset eax
        mov ebx, eax
        shr ebx, 9
        add ebx, [file_sector]
        mov [packet_sector], ebx
        lea ebx, [esi + ecx + 511]
        shr ebx, 9
        mov [packet_count], bx
        mov word [packet_offset], 0
        mov word [packet_segment], BOUNCE >> 4
        push eax
        push ecx
        push esi
        push edi
        push ebp
        call read
        pop ebp
        pop edi
        pop esi
        pop ecx
        pop eax
        add eax, ecx
        sub ebp, ecx
        add esi, BOUNCE
        push eax
        call move_high
        pop eax
        ret

; Loads the module, if there is one, to the first page behind the kernel.
load_module:
        mov ebp, [HEADER_LENGTH]
        test ebp, ebp
        jz .done
        mov eax, [HEADER_MODULE]
        mov [file_sector], eax
        mov edi, [kernel_end]
        add edi, 4095
        and edi, 0xFFFFF000
        mov si, bad_module
        mov [module_start], edi
        lea eax, [edi + ebp]
        mov [module_end], eax
        cmp eax, edi
        jb fail
        cmp eax, [memory_end]
        ja fail
        xor eax, eax
.chunk:
        call read_chunk
        test ebp, ebp
        jnz .chunk
.done:
        ret

; Copies ECX bytes from ESI to EDI, or writes zeros if ESI is 0; leaves EDI behind them. Goes through protected mode, with
; interrupts off and without using the stack there; keeps EBP, SP and real mode's segments.
move_high:
        cli
        lgdt [descriptors_pointer]
        mov eax, cr0
        or al, 1
        mov cr0, eax
        jmp FLAT_CODE:.protected

        bits 32
.protected:
        mov ax, FLAT_DATA
        mov ds, ax
        mov es, ax
        mov edx, ecx
        and edx, 3
        shr ecx, 2
        test esi, esi
        jz .zeros
        rep movsd
        mov ecx, edx
        rep movsb
        jmp .leave
.zeros:
        xor eax, eax
        rep stosd
        mov ecx, edx
        rep stosb
.leave:
        jmp REAL_CODE:.narrow

        bits 16
.narrow:
        mov ax, REAL_DATA
        mov ds, ax
        mov es, ax
        mov eax, cr0
        and al, 0xFE
        mov cr0, eax
        jmp 0:.real
.real:
        xor ax, ax
        mov ds, ax
        mov es, ax
        sti
        ret

; Reads what the packet says, in at most three attempts.
read:
        mov byte [attempts], 3
.again:
        mov si, packet
        mov dl, [drive]
        mov ah, 0x42
        int 0x13
        jnc .done
        dec byte [attempts]
        jnz .again
        mov si, bad_read
        jmp fail
.done:
        cld
        ret

; ---- multiboot ----

information:
        mov di, INFO
        mov cx, (INFO_SIZE + 16) / 2
        xor ax, ax
        rep stosw
        mov dword [INFO + INFO_FLAGS], INFO_PRESENT
        mov eax, [low_end]
        shr eax, 10
        cmp eax, 640
        jbe .low
        mov eax, 640
.low:
        mov [INFO + INFO_MEM_LOWER], eax
        mov eax, [memory_end]
        sub eax, MIB
        shr eax, 10
        mov [INFO + INFO_MEM_UPPER], eax
        mov al, [drive]
        shl eax, 24
        or eax, 0x0000FFFF                      ; first partition, none inside it
        mov [INFO + INFO_DEVICE], eax
        mov dword [INFO + INFO_COMMAND], HEADER_COMMAND
        movzx eax, word [map_length]
        mov [INFO + INFO_MAP_LENGTH], eax
        mov dword [INFO + INFO_MAP], MAP
        mov dword [INFO + INFO_NAME], name
        mov eax, [module_start]
        test eax, eax
        jz .done
        or dword [INFO + INFO_FLAGS], INFO_HAS_MODULE
        mov dword [INFO + INFO_MODULES], 1
        mov dword [INFO + INFO_MODULE], MODULE
        mov [MODULE], eax
        mov eax, [module_end]
        mov [MODULE + 4], eax
        mov dword [MODULE + 8], module_name
.done:
        ret

enter_kernel:
        cli
        lgdt [descriptors_pointer]
        mov eax, cr0
        or al, 1
        mov cr0, eax
        jmp FLAT_CODE:.protected

        bits 32
.protected:
        mov ax, FLAT_DATA
        mov ds, ax
        mov es, ax
        mov fs, ax
        mov gs, ax
        mov ss, ax
        mov esp, 0x7C00
        mov eax, 0x2BADB002
        mov ebx, INFO
        jmp dword [entry]

        bits 16

; ---- COM1 ----

; 115200 baud, 8 data bits, no parity, one stop bit, no interrupts.
serial_start:
        mov si, serial_settings
        mov cx, 7
.next:
        lodsw
        movzx dx, al
        add dx, COM1
        mov al, ah
        out dx, al
        loop .next
        ret

; Prints the text at SI.
print:
        lodsb
        test al, al
        jz .done
        mov ah, al
        mov dx, COM1 + 5
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
        jmp print
.done:
        ret

; Prints the text at SI and stops.
fail:
        call print
.stop:
        cli
        hlt
        jmp .stop

; ---- data ----

greeting:       db 'exo86 loader', 13, 10, 0
no_a20:         db 'loader: error: A20 stays off', 13, 10, 0
no_memory:      db 'loader: error: no memory above 1 MiB in the E820 map', 13, 10, 0
bad_kernel:     db 'loader: error: the kernel is not an ELF32 executable for the 80386', 13, 10, 0
bad_segment:    db 'loader: error: a segment of the kernel is not in memory from 1 MiB on', 13, 10, 0
bad_read:       db 'loader: error: disk cannot be read', 13, 10, 0
bad_module:     db 'loader: error: the module does not fit into memory', 13, 10, 0
name:           db 'exo86', 0
module_name:    db 'library OS', 0

; register, value
serial_settings:
                db 1, 0x00
                db 3, 0x80
                db 0, 0x01
                db 1, 0x00
                db 3, 0x03
                db 2, 0x07
                db 4, 0x03

        align 8, db 0
descriptors:    dq 0
                dq 0x00CF9B000000FFFF           ; code, 32-bit, 4 GiB
                dq 0x00CF93000000FFFF           ; data, 4 GiB
                dq 0x00009B000000FFFF           ; code, 16-bit, 64 KiB: real mode's limits
                dq 0x000093000000FFFF           ; data, 64 KiB
descriptors_end:

descriptors_pointer:
                dw descriptors_end - descriptors - 1
                dd descriptors

        align 4, db 0
packet:         db 16, 0
packet_count:   dw 0
packet_offset:  dw 0
packet_segment: dw 0
packet_sector:  dd 0
                dd 0

entry:          dd 0
low_end:        dd 0
memory_end:     dd 0
file_sector:    dd 0
kernel_end:     dd 0
module_start:   dd 0
module_end:     dd 0
map_length:     dw 0
map_left:       db 0
attempts:       db 0
drive:          db 0

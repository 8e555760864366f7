system_code.tick:
; 11: fn tick() {
    push ebp
    mov ebp, esp
    sub esp, 0xc
; 12: let d = &mut device as *io mut Device
    mov eax, system_code.device
    mov [ebp-4], eax
; 13: while d.status & 1 == 0 {
    jmp .1
.2:
.1:
    mov eax, [ebp-4]
    movzx eax, byte [eax]
    and eax, 1
    test eax, eax
    je .2
; 15: d.data = 5
    mov eax, [ebp-4]
    mov word [eax+2], 5
; 16: d.control |= 0x8000
    mov eax, [ebp-4]
    lea eax, [eax+4]
    mov [ebp-8], eax
    mov [ebp-12], eax
    mov eax, [ebp-8]
    mov eax, [eax]
    or eax, 0x8000
    mov ecx, [ebp-12]
    mov [ecx], eax
; 17: }
    leave
    ret

system_code.page_fault:
; 19: interrupt(14) fn page_fault(f: *mut cpu.TrapFrame) never {
    push 0xe
    push ds
    push es
    push fs
    push gs
    pushad
    mov eax, 0x10
    mov ds, eax
    mov es, eax
    cld
    mov eax, esp
    mov ebx, eax
    test byte [eax+60], 3
    je .1
    mov esp, system_code.stack+4096
.1:
    call system_code.page_fault.body
    ; trap: an interrupt handler has returned
    ud2

system_code.page_fault.body:
; 19: interrupt(14) fn page_fault(f: *mut cpu.TrapFrame) never {
    push ebp
    mov ebp, esp
    sub esp, 4
    mov [ebp-4], eax
; 20: tick()
    call system_code.tick
; 21: cpu.resume(f)
    mov eax, [ebp-4]
    call cpu.resume
    ; trap: a function that does not return has returned
    ud2

system_code.timer:
; 24: interrupt(32) fn timer(f: *mut cpu.TrapFrame) never {
    push 0
    push 0x20
    push ds
    push es
    push fs
    push gs
    pushad
    mov eax, 0x10
    mov ds, eax
    mov es, eax
    cld
    mov eax, esp
    mov ebx, eax
    test byte [eax+60], 3
    je .1
    mov esp, system_code.stack+4096
.1:
    call system_code.timer.body
    ; trap: an interrupt handler has returned
    ud2

system_code.timer.body:
; 24: interrupt(32) fn timer(f: *mut cpu.TrapFrame) never {
    push ebp
    mov ebp, esp
    sub esp, 4
    mov [ebp-4], eax
; 25: TABLE[0]()
    call dword [system_code.TABLE]
; 26: cpu.resume(f)
    mov eax, [ebp-4]
    call cpu.resume
    ; trap: a function that does not return has returned
    ud2

$callback:
; 29: extern "c" fn callback(x: i32, y: u64) i32 {
    push ebp
    mov ebp, esp
    sub esp, 4
; 30: return x + y as i32 + outside(x)
    mov eax, [ebp+12]
    mov edx, [ebp+16]
    add eax, [ebp+8]
    mov [ebp-4], eax
    push dword [ebp+8]
    call $outside
    lea esp, [esp+4]
    add eax, [ebp-4]
; 31: }
    leave
    ret

system_code.add:
    lea ebx, [eax+edx]
    mov eax, ebx
    ret

system_code.vectors:
    dd system_code.page_fault, system_code.timer

system_code.start:
; 45: @entry fn start() never {
    push ebp
    mov ebp, esp
    sub esp, 4
    mov [ebp-4], ebx
; 46: _ = add(1, 2)
    mov eax, 1
    mov edx, 2
    call system_code.add
; 47: vectors()
    call system_code.vectors
; 48: cpu.hlt()
    call cpu.hlt
; 49: unreachable()
    ; trap: unreachable
    ud2

system_code.TABLE:
    dd system_code.tick
    dd system_code.tick

system_code.stack:
    times 4096 db 0

system_code.device:
    db 0, 0, 0, 0, 7, 0, 0, 0

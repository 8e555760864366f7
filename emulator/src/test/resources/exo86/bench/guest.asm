; A bench guest in one page: two kernels, each twice. Multiboot by addresses, so it needs no linker.
bits 32
org 0x100000
header: dd 0x1BADB002, 0x10000, -(0x1BADB002 + 0x10000)
 dd header, header, end, end + 64, start

start: mov esp, end + 64
 mov edi, 2
.lap: mov esi, sum_begin
 call puts
 mov ecx, 0x3000
 xor eax, eax
.sum: add eax, ecx
 loop .sum
 mov esi, sum_end
 call puts_sum
 mov esi, mul_begin
 call puts
 mov ecx, 0x1000
 mov eax, 1
.mul: imul eax, eax, 69069
 inc eax
 loop .mul
 mov esi, mul_end
 call puts_sum
 dec edi
 jnz .lap
 mov esi, done
 call puts
 mov dx, 0x501
 xor eax, eax
 out dx, al
 cli
 hlt

puts_sum: push eax
 call puts
 pop ebx
 mov ecx, 8
.digit: rol ebx, 4
 mov eax, ebx
 and eax, 15
 mov al, [digits + eax]
 call putc
 loop .digit
 mov al, 10
putc: push eax
 mov dx, 0x3fd
.wait: in al, dx
 test al, 0x20
 jz .wait
 pop eax
 mov dx, 0x3f8
 out dx, al
 ret
puts: lodsb
 test al, al
 jz .out
 call putc
 jmp puts
.out: ret

digits: db "0123456789abcdef"
sum_begin: db "START", 10, "B sum 00003000", 10, 0
sum_end: db "E sum ", 0
mul_begin: db "B mul 00001000", 10, 0
mul_end: db "E mul ", 0
done: db "DONE", 10, 0
end:

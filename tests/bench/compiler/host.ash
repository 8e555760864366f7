/// What the kernels of this folder need of their host, here Linux on IA-32: a line of output and an end. The C side's is runtime.c.
system module host

asm fn write(bytes: *u8, count: u32) @clobbers(ebx) {
    mov ecx, eax
    mov ebx, 1
    mov eax, 4
    int 0x80
    ret
}

asm fn exit(code: u32) never {
    mov ebx, eax
    mov eax, 1
    int 0x80
}

/// Prints the checksum in eight hexadecimal digits and ends the program.
@noinline pub fn finish(checksum: u32) never {
    var text = [0 as u8; 9]
    var rest = checksum
    for i in 0..8 {
        let digit = (rest >> 28) as u8
        text[i] = if digit < 10 { '0' + digit } else { 'a' - 10 + digit }
        rest <<= 4
    }
    text[8] = '\n'
    write(text.ptr, 9)
    exit(0)
}

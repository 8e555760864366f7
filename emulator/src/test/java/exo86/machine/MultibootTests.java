package exo86.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.mmu.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MultibootTests {
    /** Checks what it was given, prints command line and module text on COM1, exits with 0. */
    private static final String KERNEL = """
                    bits 32
                    org 0x100000
            start:  jmp entry
                    times 16-($-$$) db 0
            header: dd 0x1BADB002, 0x10003, -(0x1BADB002+0x10003)
                    dd header, start, 0, 0x101000, entry
            entry:  mov ebp, 1
                    cmp eax, 0x2BADB002
                    jne end
                    mov ebp, 2
                    mov eax, cr0
                    and eax, 0x80000001
                    cmp eax, 1
                    jne end
                    mov ebp, 3
                    pushfd
                    pop eax
                    test eax, 0x200
                    jnz end
                    mov ebp, 4
                    test dword [ebx], 0x4D
                    jz end
                    mov ebp, 5
                    cmp dword [ebx+4], 639
                    jne end
                    cmp dword [ebx+8], 15*1024
                    jne end
                    mov ebp, 6
                    mov esi, [ebx+48]
                    cmp dword [esi+72+4], 0x100000
                    jne end
                    mov esi, [ebx+16]
                    call print
                    mov ebp, 7
                    cmp dword [ebx+20], 1
                    jne end
                    mov edi, [ebx+24]
                    mov esi, [edi]
                    test esi, 0xFFF
                    jnz end
                    mov ecx, [edi+4]
                    sub ecx, esi
                    mov dx, 0x3F8
                    rep outsb
                    mov esi, [edi+8]
                    call print
                    mov ebp, 0
            end:    mov eax, ebp
                    mov dx, 0x501
                    out dx, al
                    hlt
            print:  mov dx, 0x3F8
                    lodsb
                    out dx, al
                    test al, al
                    jnz print
                    ret
            """;

    private static final List<MultibootKernel.Module> MODULES =
            List.of(new MultibootKernel.Module("content".getBytes(StandardCharsets.UTF_8), "mod arg"));

    private static Guests.Run run(byte[] file) throws ImageException {
        MultibootKernel kernel = MultibootKernel.read("k", file, 16, "k one two", MODULES);
        return new Guests.Run(MachinePlan.bare().memory(16).kernel(kernel)).go();
    }

    /** The same kernel as an ELF file with one segment, linked at C0100000 and loaded at 1 MiB. */
    private static byte[] elf(byte[] code, int physical) {
        ByteBuffer file = ByteBuffer.allocate(84 + 12 + code.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1}).position(16);
        file.putShort((short) 2).putShort((short) 3).putInt(1).putInt(0xC0100000).putInt(52).putInt(0).putInt(0);
        file.putShort((short) 52).putShort((short) 32).putShort((short) 1).putShort((short) 40).putShort((short) 0).putShort((short) 0);
        file.putInt(1).putInt(96).putInt(0xC0100000).putInt(physical).putInt(code.length).putInt(code.length + 4096).putInt(7).putInt(1);
        file.putInt(0x1BADB002).putInt(3).putInt(-(0x1BADB002 + 3));
        file.put(code);
        return file.array();
    }

    @Test
    void kernelFindsWhatTheSpecificationPromises() throws ImageException {
        Guests.Run run = run(Guests.assemble(KERNEL));
        assertEquals("k one two\0contentmod arg\0", run.printed.toString());
        assertEquals(new Outcome.Exited(0), run.outcome);
    }

    @Test
    void elfIsLoadedAtItsPhysicalAddress() throws ImageException {
        Guests.Run run = run(elf(Guests.assemble(KERNEL.replace("0x1BADB002, 0x10003", "0, 0")), 0x100000));
        assertEquals("k one two\0contentmod arg\0", run.printed.toString());
        assertEquals(new Outcome.Exited(0), run.outcome);
    }

    private static String refusal(byte[] file) {
        return assertThrows(ImageException.class, () -> MultibootKernel.read("k", file, 16, "k", List.of())).getMessage();
    }

    @Test
    void unusableKernelsAreRefusedWithTheReason() {
        assertTrue(refusal(new byte[0]).contains("empty"));
        assertTrue(refusal(new byte[100]).contains("no multiboot header"));
        byte[] code = Guests.assemble(KERNEL);
        assertTrue(refusal(elf(code, 0x1000)).contains("00001000"));
        assertTrue(refusal(elf(code, 0x0FFFF000)).contains("memory ends at 01000000"));
        assertTrue(refusal(elf(code, 0xFFFFFF00)).contains("memory ends"));
        byte[] video = elf(code, 0x100000);
        ByteBuffer.wrap(video).order(ByteOrder.LITTLE_ENDIAN).putInt(88, 7).putInt(92, -(0x1BADB002 + 7));
        assertTrue(refusal(video).contains("features"));
    }

    @Test
    void damagedKernelsNeverCrashTheLoader() {
        Random random = new Random(5);
        byte[] elf = elf(Guests.assemble(KERNEL), 0x100000);
        byte[] flat = Guests.assemble(KERNEL);
        Memory memory = new Memory(16 << 20);
        int refused = 0;
        for (int i = 0; i < 4000; i++) {
            byte[] file = (i % 2 == 0 ? elf : flat).clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                file[random.nextInt(100)] = (byte) random.nextInt(256);
            }
            if (random.nextInt(8) == 0) {
                file = java.util.Arrays.copyOf(file, random.nextInt(file.length));
            }
            try {
                MultibootKernel.read("k", file, 16, "k", MODULES).place(memory);
            } catch (ImageException expected) {
                refused++;
            }
        }
        assertTrue(refused > 1000, "the fuzzer damages: " + refused);
    }
}

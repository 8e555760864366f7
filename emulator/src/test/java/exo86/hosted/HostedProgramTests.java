package exo86.hosted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import exo86.asm.Assembler;
import exo86.elf.Executable;
import exo86.elf.Segment;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HostedProgramTests {
    private static final int AT = 0x10_0000;

    private static Executable program(String text) {
        byte[] code = Assembler.flat("bits 32\norg 0x100000\n" + text, "test.asm", _ -> Optional.empty()).flat().orElseThrow();
        return new Executable("test", AT, List.of(new Segment(AT, AT, code, code.length, true, true, 4096)), List.of(), List.of());
    }

    private static HostedProgram counted(String text, End expected) {
        HostedProgram program = new HostedProgram(program(text));
        program.count(-1);
        assertEquals(expected, program.run(1000));
        return program;
    }

    private static End run(String text) {
        End end = new HostedProgram(program(text)).run(1000);
        HostedProgram counted = new HostedProgram(program(text));
        counted.count(-1);
        assertEquals(end, counted.run(1000), "counted");
        return end;
    }

    @Test
    void writesAndExits() {
        String text = """
            mov eax, 4
            mov ebx, 1
            mov ecx, hello
            mov edx, 5
            int 0x80
            cmp eax, 5
            jne wrong
            mov eax, 1
            mov ebx, 0x307
            int 0x80
            wrong: ud2
            hello: db 'hello'
            """;
        HostedProgram program = counted(text, new End.Exited(7));
        assertEquals("hello", program.output());
        assertEquals(new Counts(10, 0, 0), program.counts());
    }

    @Test
    void unknownCallsFail() {
        assertEquals(new End.Exited(218), run("mov eax, 9999\nint 0x80\nmov ebx, eax\nmov eax, 1\nint 0x80"));
        assertEquals(new End.Exited(218), run("mov eax, 4\nmov ebx, 1\nmov ecx, -1\nmov edx, 4\nint 0x80\nmov ebx, eax\nmov eax, 1\nint 0x80"));
    }

    @Test
    void everyEndIsItsOwn() {
        assertEquals(new End.FailedCheck(AT + 2), run("xor eax, eax\nud2"));
        assertEquals(new End.Faulted(0, AT + 2), run("xor ecx, ecx\ndiv ecx"));
        assertEquals(new End.Faulted(6, AT), run("db 0xFF, 0xFF"));
        assertEquals(new End.Faulted(13, AT), run("mov fs, [number]\nnumber: dd 0x1234"));
        assertEquals(new End.Endless(), run("jmp $"));
        assertInstanceOf(End.Stopped.class, run("hlt"));
        assertInstanceOf(End.Stopped.class, run("mov esp, 0xFFFF0000\nint3"));
    }

    /** Every way in which an instruction refers to data, each once. */
    @Test
    void referencesAreCounted() {
        String text = """
            mov eax, [data]         ; 1
            add [data], eax         ; 1
            lea ecx, [eax + 4]      ; 0
            push eax                ; 1
            push dword [data]       ; 2
            pop edx                 ; 1
            pop dword [data]        ; 2
            xchg eax, [data]        ; 1
            call next               ; 1
            mov ecx, 3
            mov edi, data
            mov esi, data
            rep movsb               ; 6
            mov ecx, 0
            rep stosd               ; 0
            movsd                   ; 2
            mov eax, 1
            mov ebx, 0
            int 0x80
            next: enter 8, 0        ; 1
            leave                   ; 1
            ret                     ; 1
            data: dd 1, 2, 3
            """;
        assertEquals(new Counts(24, 21, 1), counted(text, new End.Exited(0)).counts());
    }

    @Test
    void aFunctionIsCountedFromItsEntryToItsReturn() {
        String text = """
            push 2
            call function
            call function
            mov eax, 1
            mov ebx, 0
            int 0x80
            function: dec dword [esp + 4]
            jz done
            push dword [esp + 4]
            call function
            pop eax
            done: ret
            """;
        HostedProgram program = new HostedProgram(program(text));
        int function = AT + 2 + 5 + 5 + 5 + 5 + 2;
        program.count(function);
        assertEquals(new End.Exited(0), program.run(100));
        assertEquals(9 + 3, program.countsInside().instructions());
        assertEquals(9 + 3 + 6, program.counts().instructions());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Executable high = new Executable("high", 0, List.of(new Segment(0x4000_0000, 0, new byte[1], 1, false, true, 4096)), List.of(), List.of());
        assertEquals("high: a segment at 40000000 is outside of the 32 MiB that a hosted program has",
                assertThrows(IllegalArgumentException.class, () -> new HostedProgram(high)).getMessage());
    }
}

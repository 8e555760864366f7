package exo86.verify.fuzz;

import exo86.asm.Assembler;
import exo86.asm.Assembly;
import java.util.Optional;

/**
 * What lies below a program in real mode, in 16-bit assembly at {@link Shape#HANDLERS}: it does what {@link Kernel} does, on the program's stack, but for
 * pages. Handlers have the same places.
 */
final class RealKernel {
    private RealKernel() { }

    /** The handlers' code. */
    static byte[] code(Shape shape) {
        Assembly made = Assembler.flat(text(shape), "kernel", name -> Optional.empty());
        if (made.failed()) {
            throw new IllegalStateException(made.diagnostics().toString());
        }
        return made.flat().orElseThrow();
    }

    private static String text(Shape shape) {
        StringBuilder text = new StringBuilder();
        equate(text, "COUNT", shape.laps());
        equate(text, "VARIABLES", shape.variableBase());
        equate(text, "LAPS", Shape.LAPS - shape.variableBase());
        equate(text, "RESUME", Shape.RESUME - shape.variableBase());
        equate(text, "FAULTS", Shape.FAULTS - shape.variableBase());
        equate(text, "TICKS", Shape.TICKS - shape.variableBase());
        equate(text, "PLACES", Shape.PLACES);
        equate(text, "MOST", Shape.MOST_FAULTS);
        equate(text, "STOP", Kernel.STOP_PORT);
        equate(text, "ANCHOR_B", Shape.DATA + 0x2FF0 - shape.dataBase());
        equate(text, "ANCHOR_S", Shape.DATA + 0x5123 - shape.dataBase());
        equate(text, "ANCHOR_D", Shape.DATA + 0x7800 - shape.extraBase());
        equate(text, "ANCHOR_P", shape.stackTop() - 0x800);
        equate(text, "STACK_TOP", shape.stackTop());
        equate(text, "STACK_SEGMENT", shape.stackBase() >>> 4);
        equate(text, "CODE_SEGMENT", shape.codeBase() >>> 4);
        equate(text, "DATA_SEGMENT", shape.dataBase() >>> 4);
        equate(text, "EXTRA_SEGMENT", shape.extraBase() >>> 4);
        text.append("bits 16\norg 0\njmp near start\nalign 16\n");
        text.append("jmp near fault\nalign 16\n".repeat(32));
        text.append("jmp near timer\nalign 16\njmp near timer\nalign 16\njmp near lap\nalign 16\n");
        return text.append("""
                start:
                mov ax, VARIABLES >> 4
                mov ds, ax
                mov dword [LAPS], COUNT
                mov dword [RESUME], PLACES
                go:
                mov ax, VARIABLES >> 4
                mov ds, ax
                mov fs, ax
                mov ax, STACK_SEGMENT
                mov ss, ax
                mov esp, STACK_TOP
                mov eax, [RESUME]
                mov ecx, [eax - VARIABLES]
                mov ax, EXTRA_SEGMENT
                mov es, ax
                mov ax, DATA_SEGMENT
                mov ds, ax
                mov gs, ax
                mov ebx, ANCHOR_B
                mov esi, ANCHOR_S
                mov edi, ANCHOR_D
                mov ebp, ANCHOR_P
                push word 0x202
                push word CODE_SEGMENT
                push cx
                iret

                fault:
                mov ax, VARIABLES >> 4
                mov ds, ax
                inc dword [FAULTS]
                cmp dword [FAULTS], MOST
                ja stop
                add dword [RESUME], 4
                mov eax, [RESUME]
                cmp dword [eax - VARIABLES], 0
                jne go
                jmp lap

                timer:
                push ax
                push ds
                mov ax, VARIABLES >> 4
                mov ds, ax
                inc dword [TICKS]
                pop ds
                pop ax
                iret

                lap:
                mov ax, VARIABLES >> 4
                mov ds, ax
                mov dword [RESUME], PLACES
                dec dword [LAPS]
                jnz go
                stop:
                mov dx, STOP
                out dx, al
                hlt
                """).toString();
    }

    private static void equate(StringBuilder text, String name, int value) {
        text.append("%s equ 0x%x%n".formatted(name, value));
    }
}

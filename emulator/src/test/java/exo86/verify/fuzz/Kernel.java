package exo86.verify.fuzz;

import exo86.asm.Assembler;
import exo86.asm.Assembly;
import java.util.Optional;

/**
 * What lies below a program, in 32-bit assembly at {@link Shape#HANDLERS}.
 *
 * <p>An absent page of the data that is marked as lazy is mapped and the instruction tried again; any other fault is counted, the anchors (registers
 * that point into the data) and the stack are set up anew and the program goes on at the place after the one that it passed last. The timer counts, and takes a page
 * away. Interrupt 30h only comes back, 31h ends a lap. Where alignment is checked, a program that is not aligned goes on without checks until the timer or
 * interrupt 30h.
 */
final class Kernel {
    static final int FLAT_CODE = 0x08, FLAT_DATA = 0x10, CODE = 0x18, DATA = 0x20, EXTRA = 0x28, STACK = 0x30, FLAT_USER = 0x38, TASK = 0x40;
    private static final int CHECKED = 1 << 18;
    static final int TIMER = 0x20, PLAIN = 0x30, END = 0x31, STOP_PORT = 0xF4, START = 0;

    private Kernel() { }

    /** The handlers' code; entry 0, then 16 bytes for each vector below 20h, then timer, 30h and 31h. */
    static byte[] code(Shape shape) {
        Assembly made = Assembler.flat(text(shape), "kernel", name -> Optional.empty());
        if (made.failed()) {
            throw new IllegalStateException(made.diagnostics().toString());
        }
        return made.flat().orElseThrow();
    }

    /** Whether there is a handler for it. */
    static boolean ours(int vector) {
        return vector < 32 || vector == TIMER || vector == PLAIN || vector == END;
    }

    /** Offset of a vector's handler. */
    static int handler(int vector) {
        return switch (vector) {
            case TIMER -> 16 * 33;
            case PLAIN -> 16 * 34;
            case END -> 16 * 35;
            default -> 16 * (vector + 1);
        };
    }

    private static String text(Shape shape) {
        int rpl = shape.user() ? 3 : 0;
        StringBuilder text = new StringBuilder("bits 32\norg 0x%x\njmp start\nalign 16\n".formatted(Shape.HANDLERS));
        for (int vector = 0; vector < 32; vector++) {
            boolean code = vector == 8 || vector >= 10 && vector <= 14 || vector == 17;
            text.append(vector == 14 ? "jmp page\nalign 16\n" : vector == 17 && shape.aligned() ? "jmp alignment\nalign 16\n" : (code ? "nop\n" : "push 0\n") + "jmp fault\nalign 16\n");
        }
        text.append("jmp timer\nalign 16\njmp plain\nalign 16\njmp lap\nalign 16\n");
        text.append("""
                start:
                mov dword [LAPS], COUNT
                mov dword [RESUME], PLACES
                mov eax, TASK
                ltr ax
                go:
                mov eax, FLAT_DATA
                mov ds, eax
                mov es, eax
                mov ss, eax
                mov esp, KERNEL_STACK
                mov eax, FLAT_USER
                mov fs, eax
                mov ebx, ANCHOR_B
                mov esi, ANCHOR_S
                mov edi, ANCHOR_D
                mov ebp, ANCHOR_P
                """);
        text.append("mov ecx, [RESUME]\nmov ecx, [ecx]\n");
        if (shape.mode() == Shape.Mode.VIRTUAL) {
            text.append("push DATA_SELECTOR\npush VARIABLE_SELECTOR\npush DATA_SELECTOR\npush EXTRA_SELECTOR\n");
        }
        if (shape.user()) {
            text.append("push STACK_SELECTOR\npush STACK_TOP\n");
        } else {
            text.append("mov eax, STACK_SELECTOR\nmov ss, eax\nmov esp, STACK_TOP\n");
        }
        text.append("push EFLAGS\npush CODE_SELECTOR\n").append("push ecx\n");
        if (shape.mode() == Shape.Mode.PROTECTED) {
            text.append("mov eax, EXTRA_SELECTOR\nmov es, eax\nmov eax, DATA_SELECTOR\nmov ds, eax\n");
        }
        String check = shape.aligned() ? "or dword [esp + 16], CHECKED\n" : "";
        text.append("""
                iretd

                alignment:
                and dword [esp + 12], ~CHECKED
                add esp, 4
                iretd

                page:
                push eax
                push ds
                mov eax, FLAT_DATA
                mov ds, eax
                mov eax, cr2
                shr eax, 12
                cmp eax, 0x400
                jae .fault
                test dword [TABLE + eax * 4], 0x200
                jz .fault
                test dword [TABLE + eax * 4], 1
                jnz .fault
                or dword [TABLE + eax * 4], 7
                pop ds
                pop eax
                add esp, 4
                iretd
                .fault:
                fault:
                mov eax, FLAT_DATA
                mov ds, eax
                inc dword [FAULTS]
                cmp dword [FAULTS], MOST
                ja stop
                add dword [RESUME], 4
                mov eax, [RESUME]
                cmp dword [eax], 0
                jne go
                jmp lap

                timer:
                push eax
                push ds
                CHECK
                mov eax, FLAT_DATA
                mov ds, eax
                mov eax, [TICKS]
                inc dword [TICKS]
                and eax, 15
                add eax, DATA_PAGE
                test dword [TABLE + eax * 4], 0x200
                jz .out
                and dword [TABLE + eax * 4], ~1
                shl eax, 12
                invlpg [eax]
                .out:
                pop ds
                pop eax
                iretd

                plain:
                push ds
                push eax
                CHECK
                mov eax, FLAT_DATA
                mov ds, eax
                inc dword [TICKS]
                pop eax
                pop ds
                iretd

                lap:
                mov eax, FLAT_DATA
                mov ds, eax
                mov dword [RESUME], PLACES
                dec dword [LAPS]
                jnz go
                stop:
                mov edx, STOP
                out dx, al
                hlt
                """.replace("CHECK\n", check));
        boolean virtual = shape.mode() == Shape.Mode.VIRTUAL;
        int flags = 0x202 | (shape.openPorts() ? 0x3000 : 0) | (virtual ? 0x20000 : 0) | (shape.aligned() ? CHECKED : 0);
        String[][] names = {
            {"COUNT", hex(shape.laps())}, {"LAPS", hex(Shape.LAPS)}, {"RESUME", hex(Shape.RESUME)}, {"FAULTS", hex(Shape.FAULTS)}, {"TICKS", hex(Shape.TICKS)},
            {"PLACES", hex(Shape.PLACES)}, {"TASK", hex(TASK)}, {"FLAT_DATA", hex(FLAT_DATA)}, {"FLAT_USER", hex(FLAT_USER | rpl)},
            {"KERNEL_STACK", hex(Shape.KERNEL_STACK)}, {"ANCHOR_B", hex(Shape.DATA + 0x2FF0 - shape.dataBase())},
            {"ANCHOR_S", hex(Shape.DATA + 0x5123 - shape.dataBase())}, {"ANCHOR_D", hex(Shape.DATA + 0x7800 - shape.extraBase())},
            {"ANCHOR_P", hex(shape.stackTop() - 0x800)}, {"STACK_SELECTOR", hex(virtual ? shape.stackBase() >>> 4 : (shape.flat() ? shape.user() ? FLAT_USER : FLAT_DATA : STACK) | rpl)},
            {"STACK_TOP", hex(shape.stackTop())}, {"EFLAGS", hex(flags)}, {"CHECKED", hex(CHECKED)},
            {"CODE_SELECTOR", hex(virtual ? shape.codeBase() >>> 4 : CODE | rpl)}, {"VARIABLE_SELECTOR", hex(shape.variableBase() >>> 4)},
            {"EXTRA_SELECTOR", hex(virtual ? shape.extraBase() >>> 4 : EXTRA | rpl)}, {"DATA_SELECTOR", hex(virtual ? shape.dataBase() >>> 4 : DATA | rpl)}, {"TABLE", hex(Shape.TABLE)}, {"MOST", hex(Shape.MOST_FAULTS)},
            {"DATA_PAGE", hex(Shape.DATA >>> 12)}, {"STOP", hex(STOP_PORT)}};
        StringBuilder equates = new StringBuilder();
        for (String[] name : names) {
            equates.append(name[0]).append(" equ ").append(name[1]).append('\n');
        }
        return equates.append(text).toString();
    }

    private static String hex(int value) {
        return "0x" + Integer.toHexString(value);
    }
}

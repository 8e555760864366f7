package exo86.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo86.asm.Assembler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@link ControlFlow} and {@link Liveness} alone. Each case is code, assembled at {@link #CODE}, and what is expected of it; addresses are offsets
 * from the start.
 */
final class AnalysisTests {
    private static final int CODE = 0x8000, PAGE = 0x8000;

    /** What surrounds a case: most instructions, an address that changes often and one with a breakpoint (-1: none), where it starts in its page, its entry. */
    private record Setting(int limit, int restless, int breakpoint, int start, int entry) {
        static final Setting USUAL = new Setting(100, -1, -1, 0);

        Setting(int limit, int restless, int breakpoint, int start) {
            this(limit, restless, breakpoint, start, 0);
        }

        static Setting enteredAt(int entry) {
            return new Setting(100, -1, -1, 0, entry);
        }
    }

    private record Case(String what, Setting setting, String code, String expected) {
        Case(String what, String code, String expected) {
            this(what, Setting.USUAL, code, expected);
        }
    }

    private static final class Analysed {
        final ControlFlow flow;
        final Collection<BasicBlock> blocks;
        final int start;

        Analysed(Case given) {
            Setting setting = given.setting;
            start = CODE + setting.start;
            byte[] code = Assembler.flat("bits 32\norg " + start + "\n" + given.code, "case", name -> Optional.empty()).flat().orElseThrow();
            byte[] ram = new byte[0x10000];
            Arrays.fill(ram, PAGE, PAGE + 0x1000, (byte) 0xF4);
            System.arraycopy(code, 0, ram, start, code.length);
            flow = new ControlFlow(ram, PAGE, PAGE, setting.limit, at -> at == CODE + setting.restless, at -> at == CODE + setting.breakpoint,
                    linear -> OptionalInt.of((int) exo86.mmu.Memory.INT.get(ram, linear)), Addressing.FLAT);
            blocks = flow.from(start + setting.entry);
            if (!blocks.isEmpty()) {
                Liveness.analyse(blocks, flow.entry);
            }
        }

        private String at(int eip) {
            return Integer.toHexString(eip - start);
        }

        /** A line a block: where, how many instructions, what it is, what it costs, where it leads inside the region. */
        String flow() {
            List<String> lines = new ArrayList<>();
            for (BasicBlock block : blocks) {
                lines.add("%s: %d instructions%s%s, costs %d%s".formatted(at(block.eip), block.steps.size(), block.head ? ", head" : "", block.returnPoint ? ", return point" : "",
                        block.cost, block.successors.stream().map(next -> " -> " + at(next.eip)).collect(Collectors.joining())));
            }
            flow.handedBack.forEach((eip, instruction) -> lines.add(at(eip) + ": left to the interpreter"));
            return lines.isEmpty() ? "nothing" : String.join("\n", lines);
        }

        /** For each instruction who looks at the flags behind it: nobody, a condition at the operands, all. Then what each block needs and finds dirty. */
        String liveness() {
            List<String> lines = new ArrayList<>();
            for (BasicBlock block : blocks) {
                lines.add("%s: %s; needs %s; dirty %s".formatted(at(block.eip), block.steps.stream().map(step -> flags(step.live)).collect(Collectors.joining(" ")),
                        names(block.needs), names(block.dirty)));
            }
            return String.join("\n", lines);
        }

        private static String flags(int live) {
            return (live == 0 ? "nobody" : (live & Step.FUSED) == 0 ? "all" : (live & Step.EXACT) == 0 ? "operands" : "operands+all");
        }

        private static String names(int mask) {
            String[] names = {"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi", "window", "flags"};
            String text = Stream.iterate(0, k -> k + 1).limit(names.length).filter(k -> (mask >> k & 1) != 0).map(k -> names[k]).collect(Collectors.joining(" "));
            return text.isEmpty() ? "-" : text;
        }
    }

    /** Three loops, one inside of the other, whose heads are at 0, 1 and 2; the last instruction is left to the interpreter. */
    private static final String NEST = """
            outer:  inc eax
            middle: inc ebx
            inner:  inc ecx
                    dec edx
                    jz late
                    jnz inner
            late:   dec esi
                    jnz middle
                    dec edi
                    jnz outer
                    hlt""";

    private static final List<Case> FLOW = List.of(
        new Case("a line of code ends at a return", "inc eax\ninc ecx\nret", "0: 3 instructions, costs 3"),
        new Case("a loop: a back edge makes a head, where the budget is looked at again", "again: dec ecx\njnz again\nret",
            "0: 2 instructions, head, costs 3 -> 0 -> 3\n3: 1 instructions, costs 1"),
        new Case("two ways: the longer one counts", "test eax, eax\njz end\ninc ecx\ninc ecx\nend: ret",
            "0: 2 instructions, costs 5 -> 6 -> 4\n4: 2 instructions, costs 3 -> 6\n6: 1 instructions, costs 1"),
        new Case("a call is followed where it returns to, and breaks the path", "call 0xA000\ninc eax\nret", "0: 1 instructions, costs 1 -> 5\n5: 2 instructions, return point, costs 2"),
        new Case("control leaves to other pages", "jmp 0xA000", "0: 1 instructions, costs 1"),
        new Case("a form without an emitter ends the region", "inc eax\nhlt\ninc ecx", "0: 1 instructions, costs 1\n1: left to the interpreter"),
        new Case("nothing begins with such a form", "cli\nret", "0: left to the interpreter"),
        new Case("no more instructions than allowed", new Setting(2, -1, -1, 0), "inc eax\ninc ecx\ninc edx\nret", "0: 2 instructions, costs 2"),
        new Case("not into code that changes often", new Setting(100, 1, -1, 0), "inc eax\ninc ecx\nret", "0: 1 instructions, costs 1"),
        new Case("not past a breakpoint", new Setting(100, -1, 2, 0), "inc eax\ninc ecx\ninc edx\nret", "0: 2 instructions, costs 2"),
        new Case("nothing begins at a breakpoint", new Setting(100, -1, 0, 0), "inc eax\nret", "nothing"),
        new Case("not over the page's end", new Setting(100, -1, -1, 0xFFC), "inc eax\nmov ecx, 5", "0: 1 instructions, costs 1"),
        new Case("a jump into the middle of a block cuts it", "inc eax\nmiddle: inc ecx\njnz middle\nret",
            "0: 1 instructions, costs 1 -> 1\n1: 2 instructions, head, costs 3 -> 1 -> 4\n4: 1 instructions, costs 1"),
        new Case("a table's targets are guessed, as far as they lie in the page", "jmp [table + eax * 4]\none: inc ecx\nret\ntwo: inc edx\nret\nalign 4\ntable: dd one, two, 0xA000",
            "0: 1 instructions, costs 3 -> 7 -> 9\n7: 2 instructions, costs 2\n9: 2 instructions, costs 2"),
        new Case("the outer loop's head has the whole nest", NEST, """
            0: 1 instructions, head, costs 1 -> 1
            1: 1 instructions, head, costs 1 -> 2
            2: 3 instructions, head, costs 8 -> 8 -> 6
            6: 1 instructions, costs 5 -> 2 -> 8
            8: 2 instructions, costs 4 -> 1 -> b
            b: 2 instructions, costs 2 -> 0
            e: left to the interpreter"""),
        new Case("an inner loop's head has that loop alone", Setting.enteredAt(2), NEST, "2: 3 instructions, head, costs 4 -> 6\n6: 1 instructions, costs 1 -> 2"),
        new Case("the loop in the middle has what is in it", Setting.enteredAt(1), NEST, """
            1: 1 instructions, head, costs 1 -> 2
            2: 3 instructions, head, costs 6 -> 8 -> 6
            6: 1 instructions, costs 3 -> 2 -> 8
            8: 2 instructions, costs 2 -> 1"""),
        new Case("an entry that heads no loop turns the one around it, not those around that", Setting.enteredAt(6), NEST, """
            2: 3 instructions, costs 7 -> 8 -> 6
            6: 1 instructions, head, costs 8 -> 2 -> 8
            8: 2 instructions, costs 4 -> b
            b: 2 instructions, costs 2
            e: left to the interpreter"""));


    private static final List<Case> LIVENESS = List.of(
        new Case("flags that are overwritten before an exit are dropped", "add eax, ebx\nadd ecx, edx\nret", "0: nobody all all; needs eax ecx edx ebx esp window; dirty -"),
        new Case("an access may fault: its frame shows EFLAGS", "add eax, ebx\nmov [edi], eax\nadd ecx, edx\nret",
            "0: all nobody all all; needs eax ecx edx ebx esp edi window; dirty -"),
        new Case("INC keeps the carry: of its writer, operands are enough", "add eax, ebx\ninc ecx\nret", "0: operands all all; needs eax ecx ebx esp window; dirty -"),
        new Case("a jump takes the operands, and both ways leave", "cmp eax, ebx\njb 0xA000\nret", "0: operands+all all; needs eax ebx esp window; dirty -\n8: all; needs esp window flags; dirty -"),
        new Case("a head may leave for want of budget: flags are exact and dirty registers needed", "again: add eax, ebx\ndec ecx\njnz again\nret",
            "0: operands operands+all all; needs eax ecx ebx esp window flags; dirty eax ecx\n5: all; needs eax ecx esp window flags; dirty eax ecx"),
        new Case("behind a call nothing is dirty, and all is loaded anew", "inc eax\ncall 0xA000\nmov eax, ebx\nret",
            "0: all all; needs eax esp window flags; dirty -\n6: all all; needs ebx esp window; dirty -"),
        new Case("part of a register needs the rest", "mov al, 1\nret", "0: all all; needs eax esp window; dirty -"),
        new Case("all of it does not", "mov eax, 1\nret", "0: all all; needs esp window; dirty -"),
        new Case("POPA of 16 bits keeps the upper halves", "popaw\nret", "0: all all; needs eax ecx edx ebx esp ebp esi edi window; dirty -"),
        new Case("what pads is nothing", "xchg ax, ax\nmov edi, edi\nnop\nret", "0: all all all all; needs esp window; dirty -"));

    /** The first step of the group and its places from ESP there, then for each access of a block whether it is one of them, and where from the lowest. */
    private static final List<Case> GROUPS = List.of(
        new Case("pushes and a call", "push eax\npush ebx\nmov ecx, [esp+4]\ncall 0xA000", "from step 0, -c to -1: push 8, push 4, [esp+4] 8, call 0"),
        new Case("an argument and a return", "inc eax\nmov ecx, [esp+4]\nret 4", "from step 1, 0 to 7: [esp+4] 4, ret 0"),
        new Case("one access is no group", "inc eax\nret", "none"),
        new Case("nor are none", "inc eax\njmp 0xA000", "none"),
        new Case("it ends where ESP becomes something else", "mov eax, [esp]\nmov ecx, [esp+8]\nmov esp, ebp\npop ebp\nret", "from step 0, 0 to b: [esp+0] 0, [esp+8] 8, pop -, ret -"),
        new Case("ESP is followed through constants", "sub esp, 8\nmov [esp], eax\nlea esp, [esp+4]\nadd esp, 4\npop ebx\nret", "from step 1, 0 to f: [esp+0] 0, pop 8, ret c"),
        new Case("what is far away is not of it", "mov eax, [esp+0x2000]\npush eax\npush ecx\njmp 0xA000", "from step 1, -8 to -1: [esp+2000] -, push 4, push 0"),
        new Case("an index is not known", "mov eax, [esp+eax*4]\npush eax\npush ecx\njmp 0xA000", "from step 1, -8 to -1: push 4, push 0"));

    @Test
    void stackGroups() {
        for (Case each : GROUPS) {
            List<Step> steps = new Analysed(each).blocks.iterator().next().steps;
            StackGroup group = StackGroup.of(steps, Addressing.FLAT);
            List<String> accesses = new ArrayList<>();
            int first = -1;
            for (int k = 0; k < steps.size(); k++) {
                first = group.beginsAt(k) ? k : first;
                exo86.isa.Instruction i = steps.get(k).instruction;
                if (i.hasMemory() && StackGroup.grouped(i, Addressing.FLAT)) {
                    accesses.add("[esp+%x] %s".formatted(i.displacement, place(group, k, i.displacement)));
                }
                switch (i.op) {
                    case PUSH, CALL -> accesses.add(i.op.name().toLowerCase(java.util.Locale.ROOT) + " " + place(group, k, -4));
                    case POP, RET -> accesses.add(i.op.name().toLowerCase(java.util.Locale.ROOT) + " " + place(group, k, 0));
                    default -> { }
                }
            }
            assertEquals(each.expected, first < 0 ? "none" : "from step %d, %s to %s: %s".formatted(first, Integer.toString(group.low(), 16), Integer.toString(group.last(), 16),
                    String.join(", ", accesses)), each.what);
        }
    }

    private static String place(StackGroup group, int step, int displacement) {
        return group.covers(step, displacement, 4) ? Integer.toHexString(group.offset(step, displacement)) : "-";
    }

    @Test
    void controlFlow() {
        for (Case each : FLOW) {
            assertEquals(each.expected, new Analysed(each).flow(), each.what);
        }
    }

    @Test
    void liveness() {
        for (Case each : LIVENESS) {
            assertEquals(each.expected, new Analysed(each).liveness(), each.what);
        }
    }

    @Test
    void linesAreThoseOfTheCode() {
        Analysed analysed = new Analysed(new Case("", new Setting(100, -1, -1, 0x7E), "inc eax\nmov ecx, 5\njmp 0x8F00", ""));
        assertEquals(0b11, analysed.flow.lines());
        assertEquals(3, analysed.flow.instructions());
    }
}

package exo86.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.asm.Assembler;
import exo86.isa.Decoder;
import exo86.isa.Instruction;
import exo86.isa.Op;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is left to the interpreter, beside what docs/jit.md says about it. */
final class HandedBackTests {
    private static final Path MANUAL = Path.of(System.getProperty("exo86.root", ".."), "docs/jit.md");
    /** Compiled in some forms only, or of some operations, with one of each. */
    private static final String COMPILED = "enter 8, 0|enter 16, 3|o16 jmp near $|o16 ret|o16 call ax|pop dword [esp + 4]|aam 10|jmp near $|ret|lock inc dword [eax]|rep movsb|repne scasd|fld qword [eax]|fcmovb st0, st1"
        + "|fnstsw ax|push fs|mov eax, ds|mov [eax], es|bts [eax], ecx|cmpxchg8b [eax]|div bl|idiv word [eax]|bound eax, [ebx]|into|popaw|nop|mov [gs:eax], eax";
    private static final String LEFT = "enter 8, 7|aam 0|pop fs|les ecx, [eax]|mov ds, eax|mov cr3, eax|mov eax, cr0|mov dr7, eax|fnsave [eax]|fldenv [eax]|insb|rep outsd|cpuid";

    /** The same of 16-bit code where selectors are paragraphs. */
    private static final String COMPILED_IN_PARAGRAPHS = "mov ds, ax|mov es, [bx]|pop fs|pop gs|les di, [bx]|lds si, [si]|lfs ax, [bp]|pushf|push cs|ret|o32 ret|o32 call eax|o32 jnz near $|enter 4, 1";
    private static final String LEFT_IN_PARAGRAPHS = "mov ss, ax|pop ss|lss sp, [bx]|retf|popf|cli|int 33|iret|jmp 1:2";

    private static Set<Op> named() throws IOException {
        String text = Files.readString(MANUAL);
        Matcher words = Pattern.compile("`([A-Z][A-Z0-9_]*)`").matcher(text.substring(text.indexOf("## What is left to the interpreter")));
        Set<Op> ops = EnumSet.noneOf(Op.class);
        while (words.find()) {
            assertTrue(ops.add(Op.valueOf(words.group(1))), words.group(1) + " twice");
        }
        return ops;
    }

    private static Emitter emitter(String line, Addressing addressing) {
        int bits = addressing.bits();
        byte[] code = Assembler.flat("bits " + bits + "\n" + line, "form", name -> Optional.empty()).flat().orElseThrow(() -> new IllegalArgumentException(line));
        Instruction instruction = new Instruction();
        assertEquals(code.length, Decoder.decode(code, 0, code.length, bits, instruction), line);
        return Emitters.of(instruction, addressing);
    }

    @Test
    void theManualNamesWhatIsNeverCompiled() throws IOException {
        Set<Op> left = EnumSet.noneOf(Op.class);
        for (Op op : Op.values()) {
            if (!Emitters.knows(op)) {
                left.add(op);
            }
        }
        assertEquals(left, named());
    }

    @Test
    void formsAreCompiledOrLeft() {
        sort(COMPILED, LEFT, Addressing.FLAT);
        for (Addressing.Selectors selectors : new Addressing.Selectors[] {Addressing.Selectors.PARAGRAPHS, Addressing.Selectors.VIRTUAL}) {
            sort(COMPILED_IN_PARAGRAPHS, LEFT_IN_PARAGRAPHS, new Addressing(16, 0x12340, 0xFFFF, false, 0, selectors, false));
        }
    }

    private static void sort(String compiled, String left, Addressing addressing) {
        for (String line : compiled.split("\\|")) {
            assertTrue(emitter(line, addressing) != null, line + " is left to the interpreter");
        }
        for (String line : left.split("\\|")) {
            assertTrue(emitter(line, addressing) == null, line + " is compiled");
        }
    }
}

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
    private static final String COMPILED = "enter 8, 0|pop dword [esp + 4]|aam 10|jmp near $|ret|lock inc dword [eax]|rep movsb|repne scasd|fld qword [eax]|fcmovb st0, st1"
        + "|fnstsw ax|push fs|mov eax, ds|mov [eax], es|bts [eax], ecx|cmpxchg8b [eax]|div bl|idiv word [eax]|bound eax, [ebx]|into|popaw|nop|mov [gs:eax], eax";
    private static final String LEFT = "enter 8, 1|aam 0|o16 jmp near $|o16 ret|pop fs|mov ds, eax|mov cr3, eax|mov eax, cr0|mov dr7, eax|fnsave [eax]|fldenv [eax]|insb|rep outsd|cpuid";

    private static Set<Op> named() throws IOException {
        String text = Files.readString(MANUAL);
        Matcher words = Pattern.compile("`([A-Z][A-Z0-9_]*)`").matcher(text.substring(text.indexOf("## What is left to the interpreter")));
        Set<Op> ops = EnumSet.noneOf(Op.class);
        while (words.find()) {
            assertTrue(ops.add(Op.valueOf(words.group(1))), words.group(1) + " twice");
        }
        return ops;
    }

    private static Emitter emitter(String line) {
        byte[] code = Assembler.flat("bits 32\n" + line, "form", name -> Optional.empty()).flat().orElseThrow(() -> new IllegalArgumentException(line));
        Instruction instruction = new Instruction();
        assertEquals(code.length, Decoder.decode(code, 0, code.length, 32, instruction), line);
        return Emitters.of(instruction, Addressing.FLAT);
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
        for (String line : COMPILED.split("\\|")) {
            assertTrue(emitter(line) != null, line + " is left to the interpreter");
        }
        for (String line : LEFT.split("\\|")) {
            assertTrue(emitter(line) == null, line + " is compiled");
        }
    }
}

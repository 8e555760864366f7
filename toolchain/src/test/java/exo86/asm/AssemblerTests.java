package exo86.asm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.elf.Place;
import exo86.elf.Relocation;
import exo86.elf.Symbol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The assembler's language around instructions: data, labels, sections, outputs, messages. */
final class AssemblerTests {
    private static String hex(String source) {
        Assembly assembly = Assembler.flat(source.replace('|', '\n'), "test.asm", name -> Optional.of("db 0x11\n"));
        return assembly.flat().map(bytes -> HexFormat.of().formatHex(bytes)).orElseGet(() -> assembly.diagnostics().getFirst().message());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\u0001', value = {
        "db 1,'ab',0x10,10h,$1F,0b11,17o,1_0                ; 01616210101f030f0a",
        "dw 'a','abc',-1                                    ; 610061626300ffff",
        "dd 1.5,'abcd'                                      ; 0000c03f61626364",
        "dq 1,-1.0                                          ; 0100000000000000000000000000f0bf",
        "db (1+2)*3-~0, 7/2, 7%4, 1<<3^1, -7//2&0xFF        ; 0a030309fd",
        "times 3 db 1,2                                     ; 010201020102",
        "db 1|align 4|db 2                                  ; 0190909002",
        "db 1|align 4,db 0|db 2                             ; 0100000002",
        "db 5|times 4-($-$$) db 9                           ; 05090909",
        "a: db b-a|b: dw a,b                                ; 0100000100",
        "org 0x7c00|x: dw x,y|y:                            ; 007c047c",
        "len equ e-s|s: db len|e:                           ; 01",
        "%define K 3|db K,K+1                               ; 0304",
        "%include \"x\"|db 2                                ; 1102",
        "a: nop|.l: jmp .l|b:|.l: jmp .l|jmp a.l            ; 90ebfeebfeebfa",
        "jmp x|times 3 nop|x:                               ; eb03909090",
        "bits 32|mov eax,[ebx+T*4+4]|T equ 2                ; 8b430c",
        "bits 32|jmp 8:0x1234                               ; ea341200000800",
        "jmp dword 8:0x1234                                 ; 66ea341200000800",
        "bits 32|x db 5                                     ; 05",
        "section .data|db 1|section .text|db 2              ; 0200000001",
        "section .bss|v: resb 3|w: resw 1|section .text|dw w; 0700",
        "foo eax                                            ; unknown instruction 'foo'",
        "mov ax,                                            ; expected an expression, found end of line",
        "mov [bx],5                                         ; operation size not specified",
        "mov al,300                                         ; value out of range for its operand",
        "mov cs,ax                                          ; invalid combination of operands",
        "lock mov [bx],ax                                   ; this instruction cannot be locked",
        "jmp y                                              ; symbol 'y' is not defined",
        "a:|a:                                              ; symbol 'a' is defined twice",
        "jmp short x|times 128 nop|x:                       ; jump target is 128 bytes away, a short jump reaches -128 to 127",
        "db 1/0                                             ; division by zero",
        "dw a*2|a:                                          ; an address cannot be multiplied",
        "times 1000000000000 db 0                           ; section .text gets larger than 64 MiB",
        "x equ y|y equ x                                    ; symbol 'y' has no value: it is defined through itself or an undefined symbol",
        "extern q|dw q                                      ; symbol 'q' is extern: a flat binary cannot refer to it",
        "call 8:0x12345678                                  ; offset 305419896 does not fit 16 bits: write dword before the pointer",
        "jmp word 8:-0x8001                                 ; offset -32769 does not fit 16 bits: write dword before the pointer",
        "call 8:0xffff                                      ; 9affff0800",
        "jmp 5                                              ; e90200"})
    void source(String source, String expected) {
        String actual = hex(source.strip());
        assertEquals(expected.strip(), actual, source);
    }

    @Test
    void allMistakesOfAFileInOneRunWithPlaceAndCaret() {
        Assembly assembly = Assembler.flat("nop\n\tmov eax, [ebx*7]\nfoo\n", "f.asm", name -> Optional.empty());
        assertEquals("f.asm:2:11: error: a register's factor must be 1, 2, 4 or 8\n    \tmov eax, [ebx*7]\n    \t         ^\n",
            assembly.diagnostics().get(0).render());
        assertEquals("f.asm:3:1: error: unknown instruction 'foo'; a label needs a colon\n    foo\n    ^\n", assembly.diagnostics().get(1).render());
        assertEquals(2, assembly.diagnostics().size());
    }

    @Test
    void objectFile() {
        String source = "global start:function\nextern put\nsection .text\nstart: call put\nmov eax,[v+4]\njmp start\nsection .data align=8\ndd start+1,end-v\nv: db 1\nend:\n";
        Assembly assembly = Assembler.object(source, "o.asm", name -> Optional.empty());
        assertEquals(List.of(), assembly.diagnostics());
        var object = assembly.object().orElseThrow();
        var text = object.section(".text").orElseThrow();
        var data = object.section(".data").orElseThrow();
        assertEquals("e800000000a100000000ebf4", HexFormat.of().formatHex(text.bytes()));
        Symbol start = object.symbol("start").orElseThrow();
        assertEquals(Symbol.Binding.GLOBAL, start.binding());
        assertEquals(Symbol.Kind.FUNCTION, start.kind());
        assertEquals(new Place.Undefined(), object.symbol("put").orElseThrow().place());
        Relocation call = text.relocations().get(0);
        assertEquals(new Relocation(1, Relocation.Kind.R_386_PC32, object.symbols().indexOf(object.symbol("put").orElseThrow()), -4), call);
        assertEquals(Relocation.Kind.R_386_32, text.relocations().get(1).kind());
        assertEquals(12, text.relocations().get(1).addend());
        assertEquals(1, data.relocations().getFirst().addend());
        assertEquals(8, data.align());
        assertEquals(1, data.bytes()[4]);
    }

    @Test
    void fragment() {
        Fragment fragment = Assembler.fragment("mov eax, kernel.frames.table\n.again: dec eax\njnz .again\ncall kernel.halt\ndd .again\n", "k.ash", 40);
        assertEquals(List.of(), fragment.diagnostics());
        assertEquals("b80000000048" + "75fd" + "e800000000" + "00000000", HexFormat.of().formatHex(fragment.bytes()));
        assertEquals(List.of(new Fragment.FragmentRelocation(1, Relocation.Kind.R_386_32, Optional.of("kernel.frames.table"), 0),
            new Fragment.FragmentRelocation(9, Relocation.Kind.R_386_PC32, Optional.of("kernel.halt"), -4),
            new Fragment.FragmentRelocation(13, Relocation.Kind.R_386_32, Optional.empty(), 5)), fragment.relocations());
        assertEquals(List.of(new Fragment.Line(0, 40), new Fragment.Line(5, 41), new Fragment.Line(6, 42), new Fragment.Line(8, 43)), fragment.lines());
        assertEquals(41, Assembler.fragment("nop\nbad bad\n", "k.ash", 40).diagnostics().getFirst().line());
    }

    @Test
    void commandLine(@TempDir Path folder) throws IOException {
        Path source = folder.resolve("a.asm");
        Files.writeString(source, "mov ax,1\n");
        assertEquals(0, Main.run(new String[] {source.toString()}, System.err));
        assertArrayEquals(HexFormat.of().parseHex("b80100"), Files.readAllBytes(folder.resolve("a.bin")));
        assertEquals(0, Main.run(new String[] {"-f", "elf", "-o", folder.resolve("x.o").toString(), source.toString()}, System.err));
        assertEquals(0x7F, Files.readAllBytes(folder.resolve("x.o"))[0]);
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        assertEquals(2, Main.run(new String[] {}, stream));
        assertEquals(2, Main.run(new String[] {"-f", "coff", "x"}, stream));
        assertEquals(7, Main.run(new String[] {folder.resolve("none.asm").toString()}, stream));
        Files.write(source, new byte[] {(byte) 0xFF, (byte) 0xFE});
        assertEquals(7, Main.run(new String[] {source.toString()}, stream));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("not UTF-8"));
    }

    @Test
    void mutatedSourceNeverThrows() {
        String[] words = {"mov", "eax", "[", "]", "ebx*4", "+", "-", "(", ")", "times", "db", "dw", "'x", "\"y\"", "equ", "$", "$$", ":", ",", "section", ".text", ".bss",
            "align", "resb", "0x", "99999999999999999999", "-1", "jmp", "short", "far", "8:", "lock", "rep", "movsb", "st(", "st0", "fadd", "bits", "16", "org", "global",
            "extern", "a", ".b", "%define", "%include", "\n", "\n", "a:", "byte", "dword", "es:", "lgdt", "~", "//", "\t", "\u00e9", "1.5", "align=3", "%", "`\\x", "o32"};
        for (int seed = 0; seed < 600; seed++) {
            Random random = new Random(seed);
            StringBuilder source = new StringBuilder();
            int count = 1 + random.nextInt(60);
            for (int i = 0; i < count; i++) {
                source.append(words[random.nextInt(words.length)]).append(random.nextInt(5) == 0 ? "" : " ");
            }
            String text = source.toString();
            int printed = seed;
            try {
                Assembler.flat(text, "fuzz.asm", name -> Optional.of(text));
                Assembler.object(text, "fuzz.asm", name -> Optional.empty());
                Assembler.fragment(text, "fuzz.asm", 1);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + printed + ":\n" + text, e);
            }
        }
    }
}

package exo86.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The toolchain's programs as subcommands, and the commands that only tell something. */
final class ToolCommandTests {
    @TempDir
    Path folder;

    private record Result(int code, String output, String error) { }

    private static Result exo86(Object... arguments) {
        PrintStream outBefore = System.out;
        PrintStream errBefore = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            int code = Main.run(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
            return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(outBefore);
            System.setErr(errBefore);
        }
    }

    private static void assertDone(Result result) {
        assertEquals(0, result.code, result.error);
        assertEquals("", result.error);
    }

    @Test
    void assembleLinkDisassemble() throws IOException {
        Path source = folder.resolve("p.asm");
        Files.writeString(source, "global _start\nextern f\nsection .text\n_start: call f\njmp _start\n");
        Path other = folder.resolve("f.asm");
        Files.writeString(other, "global f:function\nsection .text\nf: mov eax, [ebp+8]\nret\n");
        assertDone(exo86("asm", "-f", "elf", source));
        assertDone(exo86("asm", "-f", "elf", other));
        Path program = folder.resolve("p.elf");
        assertDone(exo86("link", "-o", program, folder.resolve("p.o"), folder.resolve("f.o")));
        Result text = exo86("dis", program);
        assertDone(text);
        assertTrue(text.output.contains("<_start>:") && text.output.contains("<f>:"), text.output);
        assertTrue(text.output.lines().anyMatch(line -> line.matches("  400000:  e8 .*  call 0x[0-9a-f]+ <f>")), text.output);
        assertTrue(text.output.contains("mov eax,DWORD PTR [ebp+0x8]"), text.output);
        Result object = exo86("dis", folder.resolve("f.o"));
        assertDone(object);
        assertTrue(object.output.contains("00000000 <f>:"), object.output);
    }

    @Test
    void disassembleBytes() {
        assertEquals("       0:  8b 45 08                mov eax,DWORD PTR [ebp+0x8]\n", exo86("dis", "8b", "45", "08").output);
        assertEquals("    7c00:  b8 34 12                mov ax,0x1234\n",
                exo86("dis", "--bits", "16", "--origin", "0x7c00", "0xb8,0x34,0x12").output);
        assertTrue(exo86("dis", "e800").output.contains("(cut off)"));
    }

    /** Whatever a file holds, the disassembler writes something or says why not. */
    @Test
    void disassembleAnything() throws IOException {
        long seed = 86;
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(300) + 1];
            random.nextBytes(bytes);
            if (i % 2 == 0 && bytes.length > 20) {
                System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 3, 0}, 0, bytes, 0, 20);
            }
            Path file = Files.write(folder.resolve("any"), bytes);
            Result result = exo86("dis", "--bits", random.nextBoolean() ? "16" : "32", file);
            assertTrue(result.code == 0 && !result.output.isEmpty() || result.code == 7 && result.error.startsWith("exo86: error: "),
                    () -> "seed " + seed + ": " + result);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ash|2|expected check, build", "ash chekc|2|found chekc", "asm|2|no source file", "link|2|no object file", "image|2|no command",
        "image ls nowhere.img|7|nowhere.img", "asm nowhere.asm|7|nowhere.asm", "dis nowhere|7|no such file", "dis 8b4|2|odd number",
        "dis --bits 64 90|2|16 or 32", "dis --origin x 90|2|not an address", "dis|2|FILE", "completion fish|2|bash and zsh",
        "imag|2|did you mean 'exo86 image'?", "docter|2|did you mean 'exo86 doctor'?"})
    void mistakesAreOneLineAndAHint(String line, int code, String part) {
        Result result = exo86((Object[]) line.split(" "));
        assertEquals(code, result.code, result.error);
        assertTrue(result.error.contains("error: ") && result.error.contains(part), result.error);
        assertTrue(result.error.lines().count() <= 2, result.error);
        assertEquals("", result.output);
    }

    @ParameterizedTest
    @CsvSource({"ash", "asm", "link", "image", "dis", "doctor", "completion", "boot", "run"})
    void everyCommandHasHelp(String command) {
        Result result = exo86(command, "--help");
        assertDone(result);
        assertTrue(result.output.toLowerCase(java.util.Locale.ROOT).startsWith("usage: "), result.output);
        Result overview = exo86("--help");
        assertTrue(overview.output.lines().anyMatch(line -> line.startsWith("  " + command + " ")), overview.output);
    }

    @Test
    void tellingCommands() {
        assertEquals(Exo86.VERSION + "\n", exo86("version").output);
        assertTrue(exo86("doctor").output.contains(System.getProperty("java.home")));
        Result completion = exo86("completion", "bash");
        assertDone(completion);
        assertTrue(completion.output.contains("complete ") && completion.output.contains("conform"), "a script for bash");
        assertFalse(completion.output.isBlank());
    }
}

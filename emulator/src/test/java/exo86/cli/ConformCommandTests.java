package exo86.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConformCommandTests {
    private static final String RIGHT = "{\"f\":\"inc\",\"b\":\"40\",\"i\":[1,2,3,4,536870912,6,7,8,514],\"m\":[],"
        + "\"o\":[2,2,3,4,536870912,6,7,8,0],\"eip\":268437505,\"w\":[]}\n";
    private static final String WRONG = RIGHT.replace("[2,2,3", "[9,2,3");

    @TempDir
    Path folder;

    private record Result(int code, String out, String error) { }

    private static Result conform(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream talk = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(talk, true, StandardCharsets.UTF_8));
        try {
            String[] all = new String[arguments.length + 1];
            all[0] = "conform";
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            return new Result(Main.run(all), printed.toString(StandardCharsets.UTF_8), talk.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private String suite(String text) throws IOException {
        return Files.writeString(folder.resolve("suite.jsonl"), text).toString();
    }

    @Test
    void agreementIsSuccess() throws IOException {
        Result result = conform(suite(RIGHT));
        assertEquals(0, result.code, result.error);
        assertTrue(result.out.contains("native/inc") && result.out.contains("1 passed, 0 failed, 0 skipped"), result.out);
    }

    @Test
    void divergenceShowsStateAndInstruction() throws IOException {
        Result result = conform(suite(WRONG));
        assertEquals(5, result.code, result.error);
        assertTrue(result.out.contains("FAIL native/inc/inc#0") && result.out.contains("40  inc eax") && result.out.contains("eax 00000002 not 00000009"), result.out);
        assertTrue(result.out.contains("rule: SDM 2A INC\n"), result.out);
        assertTrue(conform(suite(RIGHT.replace("}", ",\"x\":6}"))).out.contains("rule: SDM 2A INC; 3A 6.15 Interrupt 6\n"));
    }

    @Test
    void filterAndLimitSelect() throws IOException {
        String suite = suite(WRONG.repeat(5) + RIGHT.replace("inc", "other"));
        assertTrue(conform("--filter", "other", suite).out.contains("1 passed, 0 failed"));
        assertTrue(conform("--max-failures", "2", "--threads", "1", suite).out.contains("0 passed, 2 failed"));
    }

    @Test
    void jsonIsOneObjectALine() throws IOException {
        Result result = conform("--json", suite(WRONG));
        assertEquals(5, result.code);
        assertEquals(java.util.List.of("failure", "group", "total"),
            result.out.lines().map(line -> JsonParser.parseString(line).getAsJsonObject().get("kind").getAsString()).toList());
    }

    /** A form that the fast engine knows runs as compiled code, and one that it hands back is named. */
    @Test
    void everyEngineRunsVectors() throws IOException {
        String unknown = RIGHT.replace("\"f\":\"inc\",\"b\":\"40\"", "\"f\":\"ud2\",\"b\":\"0f0b\"").replace("[2,2,3", "[1,2,3")
                .replace("\"eip\":268437505", "\"eip\":268437504,\"x\":6");
        for (String engine : new String[] {"jit", "verify"}) {
            Result result = conform("--engine", engine, suite(RIGHT.repeat(3)));
            assertEquals(0, result.code, result.out + result.error);
            assertTrue(result.out.contains("3 vectors ran as compiled code, 0 were handed back"), result.out);
            assertEquals(5, conform("--engine", engine, suite(WRONG)).code);
            result = conform("--engine", engine, suite(unknown));
            assertEquals(0, result.code, result.out + result.error);
            assertTrue(result.out.contains("never compiled: ud2"), result.out);
        }
    }

    /** A wild pointer below 1 MiB: nothing was there when it was recorded, and here is the kernel of the bench. */
    @Test
    void kernelOfTheBenchIsNotSeen() throws IOException {
        String wild = "{\"f\":\"mov\",\"b\":\"8900\",\"i\":[74565,2,3,4,536870912,6,7,8,514],\"m\":[],\"o\":[74565,2,3,4,536870912,6,7,8,0],"
            + "\"eip\":268437504,\"w\":[],\"x\":14,\"e\":6,\"cr2\":74565}\n";
        Result result = conform(suite(wild));
        assertEquals(0, result.code, result.out);
        assertEquals(5, conform(suite(wild.replace("\"e\":6", "\"e\":4"))).code);
    }

    private static Result debug(String commands, String... arguments) {
        InputStream in = System.in;
        System.setIn(new ByteArrayInputStream(commands.getBytes(StandardCharsets.UTF_8)));
        try {
            return conform(arguments);
        } finally {
            System.setIn(in);
        }
    }

    /** Of three vectors the second fails: its registers, its instruction, and after a reset the same again. */
    @Test
    void debuggerStandsBeforeTheFailingInstruction() throws IOException {
        String suite = suite(RIGHT + WRONG.replace("\"i\":[1,", "\"i\":[7,") + RIGHT);
        for (String engine : new String[] {"interp", "jit"}) {
            Result result = debug("p $eax\nsi\np $eax\nc\nreset\np $eax\n", "--threads", "1", "--engine", engine, "--on-fail=repl", suite);
            assertEquals(5, result.code, result.error);
            assertTrue(result.out.contains("FAIL native/inc/inc#1"), result.out);
            String session = result.out.substring(result.out.indexOf(" failed, 0 skipped"));
            assertTrue(session.matches("(?s).*\\$1 = 7\n.*eax 00000007->00000008.*\\$2 = 8\n.*ended itself.*\\$3 = 7\n.*"), session);
        }
        Result silent = debug("p $eax\n", "--on-fail=repl", suite(RIGHT));
        assertTrue(silent.code == 0 && !silent.out.contains("$1"), silent.out);
    }

    /** A vector of our own in ring 3, and one in virtual-8086 mode, whose report is in 16-bit code. */
    @Test
    void debuggerStandsInVectorsOfOurOwn() throws IOException {
        Files.copy(Launcher.home().resolve("tests/conformance/suite/harness.asm"), folder.resolve("harness.asm"));
        Path suite = folder.resolve("one.vec");
        for (String mode : new String[] {"cpl 3", "mode v86"}) {
            Files.writeString(suite, "vector wrong\nsdm 2A INC\n" + mode + "\ncode\n" + (mode.equals("cpl 3") ? "" : "        bits 16\n")
                + "        add ecx, 0x12345678\nexpect ok : ecx=0\n");
            Result result = debug("p/x $ecx\nsi\np/x $ecx\np $cpl\nc\n", "--on-fail=repl", suite.toString());
            assertEquals(5, result.code, result.error);
            assertTrue(result.out.contains("add ecx,0x12345678"), result.out);
            assertTrue(result.out.matches("(?s).*\\$1 = .*22222222.*ecx 22222222->34567..a.*\nFAIL wrong ecx 3456789a .*"), result.out);
        }
    }

    /** All of the code, what its numbers mean, and where it was written. */
    @Test
    void divergenceOfOurOwnSaysWhereItStands() throws IOException {
        Files.copy(Launcher.home().resolve("tests/conformance/suite/harness.asm"), folder.resolve("harness.asm"));
        Path suite = Files.writeString(folder.resolve("one.vec"), "# a comment\nvector wrong\nsdm 2B STC\ncode\n        nop\n        stc\nexpect ok : eflags&0x41=0x40\n");
        Result result = conform(suite.toString());
        assertEquals(5, result.code, result.error);
        assertTrue(result.out.contains("     90    nop\n     f9    stc\n     cd7e  int 0x7e\n     eflags 00000003 not 00000040 in the bits 00000041: CF zf not cf ZF\n"
            + "     rule: SDM 2B STC\n     from: " + suite + ":2\n"), result.out);
    }

    /** What somebody else's emulator needs: image, source, and how each image ends. */
    @Test
    void exportSaysHowEachImageEnds() throws IOException {
        Files.copy(Launcher.home().resolve("tests/conformance/suite/harness.asm"), folder.resolve("harness.asm"));
        Path suite = Files.writeString(folder.resolve("two.vec"), "vector plain\nsdm 2A NOP\ncode\n        nop\nexpect ok\ndiffers qemu: it is slow\n"
            + "vector last\nsdm 3A 6.15\nsetup\n        mov dword [idt+6*8+4], 0\n        mov dword [idt+8*8+4], 0\ncode\n        ud2\nexpect shutdown\n");
        Path export = folder.resolve("export");
        assertEquals(0, conform("--export", export.toString(), suite.toString()).code);
        assertEquals("two\tplain\tdone\tSDM 2A NOP\ttwo.vec:1\tqemu: it is slow\nlast\tlast\tshutdown\tSDM 3A 6.15\ttwo.vec:7\t\n", Files.readString(export.resolve("vectors.tsv")));
        assertTrue(Files.exists(export.resolve("two.elf")) && Files.exists(export.resolve("last.asm")));
        Path some = folder.resolve("some");
        assertEquals(0, conform("--filter", "two/pl", "--export", some.toString(), suite.toString()).code);
        assertEquals("two\tplain\tdone\tSDM 2A NOP\ttwo.vec:1\tqemu: it is slow\n", Files.readString(some.resolve("vectors.tsv")));
        assertEquals(2, conform("--export", suite.toString(), suite.toString()).code);
    }

    /** That nothing was compared must not look like agreement. */
    @Test
    void nothingToRunIsAMistake() throws IOException {
        Result nothing = conform("--filter", "no such", suite(RIGHT));
        assertEquals(2, nothing.code);
        assertTrue(nothing.out.isEmpty() && nothing.error.contains("contains 'no such'"), nothing.out + nothing.error);
        assertEquals(7, conform(suite("")).code);
        assertEquals(2, conform("--export", folder.resolve("export").toString(), suite(RIGHT)).code);
        assertEquals(7, conform("--agreement", folder.resolve("absent").toString()).code);
    }

    @Test
    void mistakesAreOneLine() throws IOException {
        assertEquals(2, conform("--engine", "warp", suite(RIGHT)).code);
        assertEquals(2, conform("--on-fail=shout", suite(RIGHT)).code);
        assertEquals(2, conform("--on-fail=repl", "--engine=verify", suite(RIGHT)).code);
        assertEquals(7, conform(folder.resolve("absent").toString()).code);
        assertEquals(7, conform(suite("nonsense")).code);
    }
}

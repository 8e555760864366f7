package exo86.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code exo86 ash test} on the programs of {@code toolchain/src/test/ashlar/tools}. */
final class AshTestsTests {
    private static final String ROOT = Path.of(System.getProperty("exo86.root", ".."), "toolchain/src/test/ashlar/tools").toString();

    private record Result(int code, String out, String error) { }

    private static Result test(String... options) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream talk = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(talk, true, StandardCharsets.UTF_8));
        try {
            int code = Main.run(Stream.concat(Stream.of("ash", "test"), Stream.of(options)).toArray(String[]::new));
            return new Result(code, printed.toString(StandardCharsets.UTF_8), talk.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-O0", "-O"})
    void whatPassesPasses(String level) {
        assertEquals(new Result(0, """
            ok    queue: what goes in comes out
            ok    queue: a full queue refuses
            2 tests, all passed
            """, ""), test("--root", ROOT, "--module", "queue", level));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-O0", "-O"})
    void everyFailureSaysWhy(String level) {
        Result result = test("--root", ROOT, "--module", "failing", level, "--only", "failing");
        assertEquals(1, result.code(), result.error());
        List<String> lines = result.out().lines().map(line -> line.replace(ROOT + "/", "").replaceAll("at [0-9a-f]{8}", "at ADDRESS")).toList();
        assertEquals(List.of("ok    failing: passes", "FAIL  failing: an assertion", "      failing.ash:11: assertion failed", "FAIL  failing: an index",
                "      failing.ash:18: index out of bounds", "FAIL  failing: no end", "      did not end in 200,000,000 instructions", "FAIL  failing: an exit",
                "      exited with 3, expected to return", "FAIL  failing: an exception", "      exception 13 at ADDRESS, in failing.fault",
                "6 tests, 5 failed"), lines);
    }

    @Test
    void mistakesAreSaid() {
        assertEquals(2, test().code());
        assertEquals(2, test("--root", ROOT, "--modul", "queue").code());
        assertEquals(2, test("--root", "/nonexistent/folder", "--module", "queue").code());
        assertEquals(7, test("--root", ROOT, "--module", "absent").code());
        Result nothing = test("--root", ROOT, "--module", "queue", "--only", "zebra");
        assertEquals(1, nothing.code());
        assertTrue(nothing.error().contains("no test with 'zebra'"), nothing.error());
        assertEquals(0, test("--help").code());
    }
}

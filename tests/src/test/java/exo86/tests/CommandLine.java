package exo86.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The command lines of exo86 and of its compiler, run in this process. */
final class CommandLine {
    /** How it ended and what it said on standard error. */
    record Result(int code, String error) {
        /** One clear line with these parts, perhaps a hint, and no trace of Java. */
        void assertRefused(int expected, String... parts) {
            assertEquals(expected, code, error);
            assertFalse(error.isBlank());
            assertFalse(error.contains("\tat ") || error.contains("  at ") || error.contains("Exception"), error);
            assertTrue(error.lines().filter(line -> line.contains("error: ")).count() == 1, error);
            for (String part : parts) {
                assertTrue(error.contains(part), () -> "`" + part + "` is missing in: " + error);
            }
        }
    }

    private CommandLine() { }

    static Result exo86(String... arguments) {
        PrintStream before = System.err;
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
        try {
            return new Result(exo86.cli.Main.run(arguments), error.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(before);
        }
    }

    static Result ash(String... arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        return new Result(exo86.ash.driver.CommandLine.run(arguments, stream, stream), said.toString(StandardCharsets.UTF_8));
    }
}

package exo86.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.ash.driver.Level;
import exo86.elf.ElfException;
import exo86.machine.ImageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The system as the source says it (-O0) and optimised (-O): it does the same, for less. {@code mvn -B verify -Dash.level=-O0} runs all tests on a system
 * built at the other level than the usual one; this class builds both, so that every build compares them.
 */
final class LevelTests {
    private static final String SCRIPT = "ls -l /bin\necho hello | wc\nwild\nforge\ngrep e /etc/motd > /tmp/f\ncat /tmp/f\nhexdump /tmp/f\nmkdir /tmp/d\nmv /tmp/f /tmp/d/g\n"
            + "ls -l /tmp/d\ncat /absent\nshutdown\n";
    /** `time`, which is always allowed, and a number that names no call. */
    private static final int TIME = 22;
    private static final int NO_CALL = 0;

    @TempDir
    static Path folder;
    private static AtLevel plain;
    private static AtLevel optimised;

    @BeforeAll
    static void build() throws IOException {
        plain = AtLevel.build(Level.O0, folder.resolve("O0"));
        optimised = AtLevel.build(Level.O, folder.resolve("O"));
    }

    /** What may differ: how long programs are, where their instructions lie, and which frames they got. */
    private static String comparable(String transcript) {
        return transcript.replaceAll("(?m)^(-  \\d+) +\\d+ ", "$1 SIZE ").replaceAll("0x00[0-9a-f]{6}", "ADDRESS").replaceAll("frame [0-9a-f]+", "frame NUMBER");
    }

    @Test
    void bothSayTheSame() {
        String expected = plain.run(SCRIPT).transcript();
        assertTrue(expected.contains("forge: ") && expected.contains("wild: 4 of 4"), expected);
        assertEquals(comparable(expected), comparable(optimised.run(SCRIPT).transcript()));
    }

    /** With frame pointers and without, a panic says who called whom. */
    @Test
    void backtracesAreWhole() throws ElfException {
        for (AtLevel system : List.of(plain, optimised)) {
            String said = system.broken("kernel.console.write");
            List<String> places = said.lines().filter(line -> line.startsWith("  at ")).map(line -> line.replaceAll("^  at [0-9a-f]{8} ([\\w.]+)\\+0x.*", "$1")).toList();
            assertTrue(said.contains("kernel panic: exception 6 "), said);
            List<String> callers = new ArrayList<>(List.of("kernel.console.write", "kernel.dispatch.perform", "kernel.dispatch.system_call",
                    "kernel.trap.system_call.body", "kernel.trap.system_call"));
            if (system == optimised) {
                assertTrue(callers.remove("kernel.dispatch.system_call"), "called once, so it is part of its caller");
            }
            assertEquals(callers, places, said);
        }
    }

    @Test
    void optimisedCostsLess() throws IOException, ElfException, ImageException {
        String script = "ls\necho hello | wc\nshutdown\n";
        Map<Integer, Long> plainly = plain.tolls();
        Map<Integer, Long> better = optimised.tolls();
        System.out.println("| the whole system | -O0 | -O | |\n|---|--:|--:|--:|");
        row("the kernel, bytes of text", plain.kernelText(), optimised.kernelText(), 87);
        row("all programs, each with its part of the library, bytes of text", plain.programText(), optimised.programText(), 81);
        row("the call `time`, instructions from INT to the one behind it", plainly.get(TIME), better.get(TIME), 33);
        row("a call that is refused, the same", plainly.get(NO_CALL), better.get(NO_CALL), 43);
        row("start, `ls`, a pipe, power off, instructions", plain.run(script).instructions(), optimised.run(script).instructions(), 58);
    }

    /** @param bar what was reached, and a little room */
    private static void row(String what, long before, long after, int bar) {
        long percent = Math.round(100.0 * after / before);
        System.out.printf(Locale.ROOT, "| %s | %,d | %,d | %d %% |%n", what, before, after, percent);
        assertTrue(percent <= bar, () -> what + ": " + after + " at -O, " + before + " at -O0, expected at most " + bar + " %");
    }
}

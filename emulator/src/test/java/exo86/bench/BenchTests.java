package exo86.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import exo86.bench.Results.Which;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Contestants that are shell scripts: what they print and when is known. */
final class BenchTests {
    private static final Path GUEST = Path.of("guest.elf");
    private static final String GOOD = "echo START; echo B one 0000000a; sleep 0.05; echo E one 0000beef; echo B two 00000001; echo E two 1; echo DONE";

    private static Contestant script(String name, String text) {
        return new Contestant(name, List.of("sh", "-c", text), List.of(), Map.of());
    }

    private static String failure(String text, int seconds) {
        return assertThrows(BenchFailure.class, () -> Trial.run(script("x", text), GUEST, seconds)).getMessage();
    }

    @Test
    void lapsAreTimedByTheirLines() throws IOException {
        LapReader reader = new LapReader();
        reader.line("START", 5, 1);
        reader.line("B one 0000000a", 1_000, 20);
        reader.line("a guest's talk", 2_000, 30);
        reader.line("E one 0000beef", 51_000, 45);
        reader.line("B one 10", 60_000, 50);
        reader.line("E one 1", 60_001, 50);
        reader.line("DONE", 70_000, 60);
        assertEquals(List.of(new Lap("one", 0, 10, "0000beef", 50_000, 25), new Lap("one", 1, 16, "1", 1, 0)), reader.laps());
        assertTrue(reader.done());
    }

    /** Only what holds however late a busy machine lets us read a line: a lap lies within its process's time. */
    @Test
    void aProcessIsReadToItsEnd() throws IOException {
        Trial trial = Trial.run(script("x", GOOD + "; echo later"), GUEST, 60);
        assertEquals(List.of("one", "two"), trial.laps().stream().map(Lap::kernel).toList());
        Lap one = trial.laps().getFirst();
        assertEquals(10, one.iterations());
        assertEquals("0000beef", one.checksum());
        assertTrue(one.wall() > 0 && one.wall() <= trial.wall(), one + " of " + trial.wall());
        assertTrue(trial.wall() >= 50_000_000, "the script sleeps for 50 ms: " + trial.wall());
        assertEquals("later\n", trial.text());
    }

    @Test
    void whoDoesNotEndAsAGuestDoesIsReported() {
        assertTrue(failure("echo B one 1; echo 'out of luck' >&2", 60).contains("ended without DONE; it said: out of luck"));
        assertTrue(failure("echo DONE", 60).contains("ran no kernel"));
        assertTrue(failure("echo B one 1; exec sleep 20", 1).contains("did not end in 1 s"));
        assertTrue(failure("echo B one 1; echo E two 2; echo DONE", 60).contains("out of place"));
        assertTrue(failure("echo B one many; echo DONE", 60).contains("no number of iterations"));
    }

    @Test
    void noTextOfAGuestIsTooMuch() {
        Random random = new Random(4);
        String[] pieces = {"B", "E", "DONE", " ", "one", "1", "0", "ffffffffffffffffff", "\t", "", "B one 1", "E one 1"};
        int refused = 0;
        for (int k = 0; k < 20_000; k++) {
            LapReader reader = new LapReader();
            try {
                for (int line = 0; line < 4; line++) {
                    StringBuilder text = new StringBuilder();
                    for (int piece = random.nextInt(5); piece >= 0; piece--) {
                        text.append(pieces[random.nextInt(pieces.length)]).append(random.nextBoolean() ? " " : "");
                    }
                    reader.line(text.toString(), k, 0);
                }
            } catch (BenchFailure expected) {
                refused++;
            }
        }
        assertTrue(refused > 1000, "seed 4: " + refused);
    }

    @Test
    void differentChecksumsAreSeen() throws IOException {
        Race race = new Race(List.of(script("a", GOOD), script("b", GOOD.replace("beef", "dead"))), 1, 60, line -> { });
        assertEquals(List.of("guest.elf, one: a computed 0000beef/10; b computed 0000dead/10"), race.run(GUEST).disagreements());
        Race lost = new Race(List.of(script("a", GOOD), script("b", "echo B two 1; echo E two 1; echo DONE")), 1, 60, line -> { });
        assertEquals(List.of("guest.elf, one: a computed 0000beef/10; b computed not run"), lost.run(GUEST).disagreements());
    }

    private static Trial trial(long... microseconds) {
        List<Lap> laps = new java.util.ArrayList<>();
        for (int k = 0; k < microseconds.length; k++) {
            laps.add(new Lap(k % 2 == 0 ? "sum" : "repmem", k / 2, 10, "1", microseconds[k] * 1000 * 10, 0));
        }
        return new Trial(laps, 3_000_000_000L, "", "");
    }

    private static Comparison comparison() {
        Map<String, List<Trial>> trials = new java.util.LinkedHashMap<>();
        trials.put("jit", List.of(trial(90, 8, 30, 2), trial(60, 6, 20, 4), trial(300, 60, 10, 6)));
        trials.put("qemu", List.of(trial(30, 40, 40, 80), trial(30, 40, 40, 80), trial(30, 40, 40, 80)));
        return new Comparison(new Results("guest.elf", trials), "qemu", List.of("repmem"), Lap::wall);
    }

    @Test
    void ratiosAreThoseOfMedians() {
        Comparison comparison = comparison();
        assertEquals(20, comparison.time("jit", "sum", Which.LAST));
        assertEquals(0.5, comparison.ratio("jit", "sum", Which.LAST));
        assertEquals(3, comparison.ratio("jit", "sum", Which.FIRST));
        assertEquals(0.5, comparison.geometricMean("jit", Which.LAST), 1e-12);
        assertEquals(2.5, Results.median(new double[] {4, 1, 2, 3}));
        assertEquals(2, Results.geometricMean(new double[] {1, 4}), 1e-12);
    }

    @Test
    void tableAndLines() {
        assertEquals("""
                kernel      iterations    jit  qemu  jit/qemu  first lap
                sum                 10   20.0  40.0      0.50       3.00
                repmem              10  4.000  80.0     0.050       0.20
                geomean                                  0.50       3.00
                process, s               3.00  3.00      1.00
                """, Table.of(comparison()));
        List<JsonObject> lines = JsonLines.of(comparison()).stream().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
        assertEquals(6, lines.size());
        assertEquals("[30.0,20.0,10.0]", lines.getFirst().get("last").toString());
        assertEquals("process", lines.get(2).get("kind").getAsString());
        assertEquals(0.5, lines.get(2).get("geomean").getAsDouble(), 1e-12);
    }

    @Test
    void hotSpotsWordsAreUnderstood() {
        String log = """
                [0.612s][debug][deoptimization] cid=  73     level=4 exo86.jit.R/0x1.run(II)J trap_bci=4 unstable_if reinterpret pc=0x1 relative_pc=0x78
                [0.613s][debug][deoptimization] cid=  74     level=4 exo86.jit.R/0x1.run(II)J trap_bci=-1 class_check maybe_recompile pc=0x1 relative_pc=0x78
                [0.614s][debug][deoptimization] cid=  75     level=4 exo86.jit.R/0x2.run(II)J trap_bci=9 osr_bci=311 unstable_if reinterpret pc=0x1 relative_pc=0x78
                """;
        assertEquals("{class_check=1, unstable_if=2}", JitStatistics.deoptimisations(log).toString());
        assertEquals(List.of("code cache, profiled nmethods: 2545 KB of 120036 KB"),
                JitStatistics.codeCache("CodeHeap 'profiled nmethods': size=120036Kb used=2500Kb max_used=2545Kb free=117490Kb\n"));
    }
}

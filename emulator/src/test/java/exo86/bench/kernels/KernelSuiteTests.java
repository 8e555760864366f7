package exo86.bench.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.ash.driver.Level;
import exo86.elf.ElfReader;
import exo86.elf.ElfWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KernelSuiteTests {
    private static final Path FOLDER = Path.of(System.getProperty("exo86.root", "..")).resolve("tests/bench/compiler");

    /** Ratios to gcc -O1 that -O has reached, bounds checks on: to be lowered with each gain, never to be raised. */
    private static final double MOST_INSTRUCTIONS = 1.05, MOST_REFERENCES = 0.99, MOST_TEXT = 1.04, WORST = 1.55;
    private static final double MOST_INSTRUCTIONS_OF_MORE = 1.08, MOST_REFERENCES_OF_MORE = 1, WORST_OF_MORE = 1.3;

    @TempDir
    Path folder;

    /** Fifteen kernels that the compiler was made with. */
    @Test
    void kernelsAgreeWithTheirRecords() throws Exception {
        KernelTable table = table(FOLDER, 15);
        assertTrue(table.mean("ash -O0", Figures::instructions) < 3.0, table.render());
        assertTrue(table.mean("ash -O", Figures::instructions) <= MOST_INSTRUCTIONS, table.render());
        assertTrue(table.mean("ash -O", Figures::references) <= MOST_REFERENCES, table.render());
        assertTrue(table.mean("ash -O", Figures::text) <= MOST_TEXT, table.render());
        assertTrue(table.worst("ash -O") <= WORST, table.render());
        assertTrue(table.render().contains("geomean"));
    }

    /** Eleven that were written when the compiler was there. */
    @Test
    void moreKernelsAgreeWithTheirRecords() throws Exception {
        KernelTable table = table(FOLDER.resolve("more"), 11);
        assertTrue(table.mean("ash -O", Figures::instructions) <= MOST_INSTRUCTIONS_OF_MORE, table.render());
        assertTrue(table.mean("ash -O", Figures::references) <= MOST_REFERENCES_OF_MORE, table.render());
        assertTrue(table.worst("ash -O") <= WORST_OF_MORE, table.render());
    }

    /** Each computes the same in both languages and at every level, and has figures of every compiler. */
    private static KernelTable table(Path folder, int count) throws Exception {
        KernelSuite suite = new KernelSuite(folder);
        Recorded recorded = Recorded.read(folder.resolve("recorded.txt"));
        assertEquals(List.of("gcc-O0", "gcc-O1", "gcc-O2", "tcc"), recorded.compilers());
        assertEquals(count, suite.names().size());
        KernelTable table = new KernelTable(suite.names(), recorded);
        for (String kernel : suite.names()) {
            Figures figures = KernelSuite.measure(suite.build(kernel, UnaryOperator.identity()));
            table.add("ash -O0", kernel, figures);
            Figures optimised = KernelSuite.measure(suite.build(kernel, options -> options.at(Level.O)));
            table.add("ash -O", kernel, optimised);
            assertEquals(figures.checksum(), optimised.checksum(), kernel + " at -O");
            for (String compiler : recorded.compilers()) {
                assertEquals(figures.checksum(), recorded.of(kernel, compiler).orElseThrow().checksum(), kernel + " by " + compiler);
            }
        }
        return table;
    }

    /** A program that comes back from its file is counted as it was: the command counts files, the bench what it has just linked. */
    @Test
    void aFileCountsTheSame() throws Exception {
        var program = new KernelSuite(FOLDER).build("fib", UnaryOperator.identity());
        assertEquals(KernelSuite.measure(program), KernelSuite.measure(ElfReader.readExecutable("fib", ElfWriter.write(program))));
    }

    /** Line for line means: as many loops and as many calls of the same names in both. */
    @Test
    void bothSidesAreTheSameAlgorithm() throws IOException {
        List<Path> kernels = new ArrayList<>();
        for (Path each : List.of(FOLDER, FOLDER.resolve("more"))) {
            new KernelSuite(each).names().forEach(kernel -> kernels.add(each.resolve(kernel)));
        }
        for (Path kernel : kernels) {
            String ash = Files.readString(Path.of(kernel + ".ash"));
            String c = Files.readString(Path.of(kernel + ".c"));
            assertEquals(count(ash, "\\b(for|while)\\b"), count(c, "\\b(for|while) \\("), kernel + ": loops");
            assertEquals(count(ash, "1664525"), count(c, "1664525"), kernel + ": pseudo-random numbers");
            Pattern rounds = Pattern.compile("rounds = (\\d+);");
            var matcher = rounds.matcher(c);
            assertTrue(matcher.find() && ash.contains("run(" + matcher.group(1) + ")"), kernel + ": rounds");
        }
    }

    private static long count(String text, String pattern) {
        String code = text.replaceAll("(?m)//.*$|\"[^\"\\n]*\"|(?s)/\\*.*?\\*/", "");
        return Pattern.compile(pattern).matcher(code).results().count();
    }

    @Test
    void damagedRecordsAreRefused() throws Exception {
        Path file = folder.resolve("recorded.txt");
        Files.writeString(file, "# made by hand\nsieve gcc-O1 10 20 30 abc\n");
        Recorded recorded = Recorded.read(file);
        assertEquals(new Figures(10, 20, 30, "abc"), recorded.of("sieve", "gcc-O1").orElseThrow());
        assertEquals(List.of("made by hand"), recorded.notes());
        for (String bad : List.of("sieve gcc-O1 10 20 30", "sieve gcc-O1 ten 20 30 abc", "x")) {
            Files.writeString(file, "\n" + bad + "\n");
            assertEquals("recorded.txt:2: expected `kernel compiler instructions references text checksum`",
                    assertThrows(KernelFailure.class, () -> Recorded.read(file)).getMessage());
        }
        assertThrows(KernelFailure.class, () -> Recorded.read(folder.resolve("absent")));
    }
}

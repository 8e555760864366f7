package exo86.tests.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.ash.source.Diagnostics;
import exo86.ash.tree.Program;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A short run of {@code tests/fuzz/ashlar.sh} from a fixed seed, and all that ever differed. {@code -Dseed=N} begins elsewhere, {@code -Dprograms=N} makes more. */
final class RandomProgramTests {
    private static final int BATCH = 100;
    private static final Path ROOT = Path.of(System.getProperty("exo86.root", "..")).toAbsolutePath().normalize();
    private static final Path KEPT = ROOT.resolve("tests/fuzz/ashlar");

    @TempDir
    Path folder;

    @Test
    void programsDoTheSameInEveryWay() throws IOException {
        long seed = Long.getLong("seed", 8600);
        int count = Integer.getInteger("programs", 200);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        AshlarFuzz fuzz = new AshlarFuzz(ROOT, folder, new PrintStream(said, true, StandardCharsets.UTF_8));
        for (int done = 0; done < count; done += BATCH) {
            assertEquals(List.of(), fuzz.batch(seed + done, Math.min(BATCH, count - done)), () -> said.toString(StandardCharsets.UTF_8));
        }
        assertEquals(0, fuzz.refused(), () -> "the compiler refused:\n" + said.toString(StandardCharsets.UTF_8));
        int stopped = fuzz.differential().stopped();
        assertTrue(stopped > 0 && stopped < count / 2, "programs in which a check failed, of " + count + " from seed " + seed + ": " + stopped);
        assertTrue(fuzz.constructs().size() > 50, "constructs: " + fuzz.constructs());
        Assumptions.assumeTrue(fuzz.differential().natively(), "this host does not run 32-bit Linux programs: compared without it");
    }

    @TestFactory
    Stream<DynamicTest> programsThatOnceDifferedAgree() throws IOException {
        Differential differential = new Differential(folder, AshlarFuzz.library(ROOT));
        try (Stream<Path> files = Files.list(KEPT)) {
            List<Path> kept = files.filter(f -> !f.endsWith("host.ash")).sorted().toList();
            assertTrue(!kept.isEmpty(), KEPT.toString());
            return kept.stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                Diagnostics diagnostics = new Diagnostics();
                Optional<Program> program = differential.checked(List.of(Files.readString(file)), diagnostics);
                assertTrue(program.isPresent(), () -> diagnostics.all().toString());
                assertEquals(List.of(), differential.compare(program.get(), 1));
            }));
        }
    }
}

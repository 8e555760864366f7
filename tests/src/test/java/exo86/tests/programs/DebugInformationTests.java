package exo86.tests.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.ash.source.Diagnostics;
import exo86.ash.tree.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A short run of {@code tests/fuzz/debug-information.sh} from a fixed seed, and all that was ever wrong. {@code -Dseed=N} begins elsewhere, {@code -Dprograms=N} makes more. */
final class DebugInformationTests {
    private static final Path ROOT = Path.of(System.getProperty("exo86.root", "..")).toAbsolutePath().normalize();
    private static final Path KEPT = ROOT.resolve("tests/fuzz/debug-information");

    @Test
    void optimisedVariablesHaveTheirValues() throws IOException {
        long seed = Long.getLong("seed", 8600);
        int count = Integer.getInteger("programs", 60);
        DebugInformationFuzz fuzz = new DebugInformationFuzz(ROOT);
        List<String> lies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long program = seed + i;
            fuzz.lies(program).forEach(lie -> lies.add("seed " + program + ": " + lie));
        }
        DebugInformation.Counts counts = fuzz.information().counts();
        System.out.println("debug information of programs from seed " + seed + ": " + counts);
        assertEquals("", String.join("\n", lies));
        assertEquals(0, fuzz.refused(), "programs from seed " + seed + " that the compiler refused");
        assertTrue(counts.stops() > 8 * count && counts.compared() > 30 * count && counts.inlined() > count, counts.toString());
        assertTrue(counts.unknown() < counts.compared(), counts.toString());
    }

    @TestFactory
    Stream<DynamicTest> whatWasOnceWrongIsRight() throws IOException {
        DebugInformation information = new DebugInformation(AshlarFuzz.library(ROOT));
        try (Stream<Path> files = Files.list(KEPT)) {
            List<Path> kept = files.sorted().toList();
            assertTrue(!kept.isEmpty(), KEPT.toString());
            return kept.stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                Diagnostics diagnostics = new Diagnostics();
                Optional<Program> program = information.checked(Files.readString(file), diagnostics);
                assertTrue(program.isPresent(), () -> diagnostics.all().toString());
                assertEquals(List.of(), information.lies(program.get()));
            }));
        }
    }
}

package exo86.ash.opt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.ash.ir.Module;
import exo86.ash.ir.Runs;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The programs of {@code src/test/ashlar/run} do after all passes what they promise, in fewer steps than before. */
final class PassesTests {
    @TestFactory
    Stream<DynamicTest> optimisedProgramsSayWhatTheyPromise() throws IOException {
        return Runs.programs().stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
            Runs.Result before = Runs.run(Runs.lowered(file));
            Module module = Runs.lowered(file);
            Passes.run(module);
            Runs.Result after = Runs.run(module);
            assertEquals(Runs.expected(file).output(), after.output());
            assertEquals(Runs.expected(file).exit(), after.exit());
            assertTrue(after.steps() <= before.steps(), after.steps() + " steps, before " + before.steps());
        }));
    }
}

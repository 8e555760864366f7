package exo86.ash.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What lowering makes of the programs of {@code src/test/ashlar/run} does in the interpreter what the programs promise. */
final class LoweringTests {
    @TestFactory
    Stream<DynamicTest> loweredProgramsSayWhatTheyPromise() throws IOException {
        assertTrue(Runs.programs().size() >= 60);
        return Runs.programs().stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
            Runs.Result result = Runs.run(Runs.lowered(file));
            assertEquals(Runs.expected(file).output(), result.output());
            assertEquals(Runs.expected(file).exit(), result.exit());
        }));
    }
}

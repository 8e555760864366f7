package exo86.conform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.cpu.SharedData;
import exo86.jit.Jit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every suite in the build, one test a group. */
final class SuiteTests {
    /** The second engine compiles each vector for its one execution, which takes as long as hundreds of vectors: it gets every seventh. */
    private static final int SHARE = 7;
    private static final Subject COMPILED = new Subject(Jit::eager, engine -> ((Jit) engine).statistics().compiled, false);
    private static final Subject VERIFIED = new Subject(Jit::eager, engine -> ((Jit) engine).statistics().compiled, true);

    @TestFactory
    Stream<DynamicTest> captures() throws IOException {
        return tests(Suites.find(SharedData.require("conformance/sst-80286-real")), Subject.INTERPRETER, 1);
    }

    @TestFactory
    Stream<DynamicTest> capturesCompiled() throws IOException {
        return tests(Suites.find(SharedData.require("conformance/sst-80286-real")), VERIFIED, 4 * SHARE);
    }

    @TestFactory
    Stream<DynamicTest> nativeVectors() throws IOException {
        return tests(Suites.find(SharedData.require("conformance/native/native-ia32-seed1.jsonl.gz")), Subject.INTERPRETER, 1);
    }

    @TestFactory
    Stream<DynamicTest> nativeVectorsCompiled() throws IOException {
        return tests(Suites.find(SharedData.require("conformance/native/native-ia32-seed1.jsonl.gz")), COMPILED, SHARE);
    }

    @TestFactory
    Stream<DynamicTest> ownSuite() throws IOException {
        return tests(own(), Subject.INTERPRETER, 1);
    }

    @TestFactory
    Stream<DynamicTest> ownSuiteInLockStep() throws IOException {
        return tests(own(), VERIFIED, 1);
    }

    private static List<Group> own() throws IOException {
        return Suites.find(Path.of(System.getProperty("exo86.root", ".."), "tests/conformance/suite"));
    }

    /** Every {@code nth} vector of each group. */
    private static Stream<DynamicTest> tests(List<Group> groups, Subject subject, int nth) {
        return groups.stream().map(group -> DynamicTest.dynamicTest(group.suite() + "/" + group.name(), () -> {
            int[] count = {0};
            Tally tally = new Conformance(name -> count[0]++ % nth == 0, 5, subject).run(group);
            assertEquals("", tally.failures().stream().map(SuiteTests::text).collect(Collectors.joining("\n")));
            assertTrue(tally.run() + tally.skipped() > 0, "no vector ran");
        }));
    }

    private static String text(Tally.Failure failure) {
        Divergence divergence = failure.divergence();
        return failure.vector() + " [" + divergence.bytes() + "] " + divergence.instruction() + ": " + String.join(", ", divergence.differences());
    }
}

package exo86.conform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo86.cpu.SharedData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every suite in the build, one test a group. */
final class SuiteTests {
    @TestFactory
    Stream<DynamicTest> captures() throws IOException {
        return tests(Suites.find(SharedData.require("conformance/sst-80286-real")));
    }

    @TestFactory
    Stream<DynamicTest> nativeVectors() throws IOException {
        return tests(Suites.find(SharedData.require("conformance/native/native-ia32-seed1.jsonl.gz")));
    }

    @TestFactory
    Stream<DynamicTest> ownSuite() throws IOException {
        return tests(Suites.find(Path.of(System.getProperty("exo86.root", ".."), "tests/conformance/suite")));
    }

    private static Stream<DynamicTest> tests(List<Group> groups) {
        return groups.stream().map(group -> DynamicTest.dynamicTest(group.suite() + "/" + group.name(), () -> {
            Tally tally = new Conformance(name -> true, 5).run(group);
            assertEquals("", tally.failures().stream().map(SuiteTests::text).collect(Collectors.joining("\n")));
        }));
    }

    private static String text(Tally.Failure failure) {
        Divergence divergence = failure.divergence();
        return failure.vector() + " [" + divergence.bytes() + "] " + divergence.instruction() + ": " + String.join(", ", divergence.differences());
    }
}

package exo86.ash.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.ash.source.Diagnostics;
import exo86.ash.tree.Program;
import exo86.elf.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs of {@code src/test/ashlar/run}: each states its output in lines {@code //= text} and its exit code, if not 0, in {@code //= exit N}.
 * They run as 32-bit Linux processes, at both levels of optimisation.
 */
final class RunTests {
    private static final Path PROGRAMS = Sources.TESTS.resolve("run");
    private static final String EXPECTED = "//= ";
    private static final String EXIT = "//= exit ";

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> programsSayWhatTheyPromise() throws IOException {
        try (Stream<Path> files = Files.list(PROGRAMS)) {
            List<Path> sorted = files.filter(f -> f.toString().endsWith(".ash") && !f.endsWith("host.ash")).sorted().toList();
            assertTrue(sorted.size() >= 60, "programs to run: " + sorted.size());
            return Stream.of(false, true).flatMap(optimised -> sorted.stream().map(f -> DynamicTest.dynamicTest(
                    f.getFileName() + (optimised ? " -O" : " -O0"), () -> run(f, optimised))));
        }
    }

    private void run(Path file, boolean optimised) throws IOException, InterruptedException {
        Program program = Sources.checked(file.getFileName().toString().replace(".ash", ""), PROGRAMS.resolve("host.ash"), Sources.CPU, file);
        Diagnostics diagnostics = new Diagnostics();
        CodeGenerator.Options options = new CodeGenerator.Options("test.o", PROGRAMS.toString(), true);
        var object = optimised ? CodeGenerator.generate(program, Native.optimised(program), options, diagnostics)
            : CodeGenerator.generate(program, options, diagnostics);
        assertEquals("", Sources.said(diagnostics));
        String start = program.entry().orElseThrow().linkName();
        Tool.Result result = Native.run(Native.link(folder, start, List.of(object)));
        List<String> lines = Files.readAllLines(file);
        String expected = lines.stream().filter(l -> l.startsWith(EXPECTED) && !l.startsWith(EXIT))
                .map(l -> l.substring(EXPECTED.length()) + "\n").collect(Collectors.joining());
        int exit = lines.stream().filter(l -> l.startsWith(EXIT)).map(l -> Integer.valueOf(l.substring(EXIT.length()).strip())).findFirst().orElse(0);
        String output = result.output().isEmpty() || result.output().endsWith("\n") ? result.output() : result.output() + "\n";
        assertEquals(expected, output);
        assertEquals(exit, result.exit());
    }
}

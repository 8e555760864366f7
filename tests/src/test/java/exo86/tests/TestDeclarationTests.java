package exo86.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.ash.driver.Compiler;
import exo86.ash.driver.Level;
import exo86.ash.driver.Options;
import exo86.ash.driver.Result;
import exo86.ash.driver.Root;
import exo86.ash.source.Renderer;
import exo86.hosted.ModuleTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The {@code test} declarations of kernel, library OS and programs, as {@code exo86 ash test} runs them, at both levels. */
final class TestDeclarationTests {
    private static final Pattern DECLARATION = Pattern.compile("(?m)^test \"");
    private final Compiler compiler = new Compiler();

    private static List<Path> modulesWithTests(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".ash") && !root.relativize(file).startsWith("target")).sorted()
                    .filter(TestDeclarationTests::hasTests).toList();
        }
    }

    private static long declared(Path file) {
        try {
            return DECLARATION.matcher(Files.readString(file)).results().count();
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private static boolean hasTests(Path file) {
        return declared(file) > 0;
    }

    @TestFactory
    Stream<DynamicTest> testsOfModules() throws IOException {
        Path root = Built.root();
        Root kernel = Root.of(root.resolve("exokernel"));
        List<Root> library = List.of(Root.of(root.resolve("guest")), kernel);
        List<Root> programs = List.of(Root.of(root.resolve("guest/apps")), library.get(0), kernel);
        List<DynamicTest> tests = Stream.of(of(List.of(kernel)), of(library), of(programs)).flatMap(List::stream).toList();
        assertTrue(tests.size() >= 12, "modules with tests at two levels: " + tests.size());
        return tests.stream();
    }

    /** Those of the first root's modules, without what lies in a further root below it. */
    private List<DynamicTest> of(List<Root> roots) throws IOException {
        Path root = roots.getFirst().folder();
        return modulesWithTests(root).stream().filter(file -> !root.relativize(file).startsWith("apps")).flatMap(file -> {
            String module = root.relativize(file).toString().replaceAll("\\.ash$", "").replace('/', '.');
            return Stream.of(Level.values()).map(level -> DynamicTest.dynamicTest(module + " at -" + level, () -> run(roots, module, level, declared(file))));
        }).toList();
    }

    private void run(List<Root> roots, String module, Level level, long declared) {
        Result result = compiler.compile(new Options(roots, module, true).at(level));
        assertTrue(result.ok(), () -> new Renderer(false).render(result.diagnostics()));
        ModuleTests tests = ModuleTests.of(result).orElseThrow();
        List<ModuleTests.Case> own = tests.cases().stream().filter(test -> test.module().equals(module)).toList();
        assertEquals(declared, own.size(), "tests of " + module);
        for (ModuleTests.Case test : own) {
            ModuleTests.Verdict verdict = tests.run(test);
            assertEquals("", verdict.failure(), test.title() + "\n" + verdict.output());
        }
    }
}

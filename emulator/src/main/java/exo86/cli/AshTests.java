package exo86.cli;

import exo86.ash.driver.Compiler;
import exo86.ash.driver.Level;
import exo86.ash.driver.Options;
import exo86.ash.driver.Result;
import exo86.ash.driver.Root;
import exo86.ash.driver.SourceFile;
import exo86.ash.source.Renderer;
import exo86.hosted.ModuleTests;
import exo86.hosted.ModuleTests.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code exo86 ash test}: compiles modules with their tests and runs these. Exit codes: 0 all passed, 1 errors or a test that failed, 2 usage. */
final class AshTests {
    static final String USAGE = """
            usage: ash test FILE.ash… [options], or --root DIR --module NAME [options]
              runs the `test` declarations of a module and of all that it uses, each on a processor of its own: no devices, Linux's exit and
              write as calls. A test passes if it comes to its end.
              --root DIR           where modules are looked for; may be repeated
              --library-root DIR   the same, for modules that go to the library's sections
              --module NAME        the module; may be repeated
              --only TEXT          those whose module or title contains the text
              -O0, -O              code as the source says it (default), or optimised
            """;

    private final List<Root> roots = new ArrayList<>();
    private final List<String> modules = new ArrayList<>();
    private String only = "";
    private Level level = Level.O0;

    static int run(List<String> words) {
        if (words.contains("--help") || words.contains("-h")) {
            System.out.print(USAGE);
            return ExitCode.OK;
        }
        AshTests tests = new AshTests();
        tests.read(SourceFile.spelledOut(words));
        int code = ExitCode.OK;
        for (String module : tests.modules) {
            code = Math.max(code, tests.module(module));
        }
        return code;
    }

    private void read(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            switch (word) {
                case "-O0" -> level = Level.O0;
                case "-O" -> level = Level.O;
                case "--root", "--library-root", "--module", "--only" -> {
                    if (i + 1 == words.size()) {
                        throw UserError.usage("option " + word + " without its value", "exo86 ash test --help lists the options");
                    }
                    value(word, words.get(++i));
                }
                default -> throw UserError.usage("unknown option " + word, Suggestions
                        .nearest(word, List.of("--root", "--library-root", "--module", "--only", "-O0", "-O")).map(near -> "did you mean " + near + "?")
                        .orElse("exo86 ash test --help lists the options"));
            }
        }
        if (modules.isEmpty()) {
            throw UserError.usage("expected a file, or --module and a module's name", "exo86 ash test --help lists the options");
        }
    }

    private void value(String option, String value) {
        switch (option) {
            case "--module" -> modules.add(value);
            case "--only" -> only = value;
            default -> {
                if (!Files.isDirectory(Path.of(value))) {
                    throw UserError.usage("source root " + value + " is not a folder", "");
                }
                roots.add(option.equals("--root") ? Root.of(Path.of(value)) : Root.library(Path.of(value)));
            }
        }
    }

    private int module(String module) {
        Result result = new Compiler().compile(new Options(roots, module, true).at(level));
        if (!result.ok()) {
            System.err.print(new Renderer(false).render(result.diagnostics()));
            return result.unreadable() ? ExitCode.UNREADABLE : ExitCode.GUEST_FAILED;
        }
        Optional<ModuleTests> tests;
        try {
            tests = ModuleTests.of(result);
        } catch (IllegalArgumentException failure) {
            throw new UserError(ExitCode.GUEST_FAILED, failure.getMessage(), "");
        }
        List<ModuleTests.Case> chosen = tests.map(ModuleTests::cases).orElse(List.of()).stream()
                .filter(c -> c.module().contains(only) || c.title().contains(only)).toList();
        if (chosen.isEmpty()) {
            throw new UserError(ExitCode.GUEST_FAILED, "module " + module + ": no test" + (only.isEmpty() ? "" : " with '" + only + "'"), "");
        }
        int failed = 0;
        for (ModuleTests.Case test : chosen) {
            Verdict verdict = tests.orElseThrow().run(test);
            System.out.println((verdict.passed() ? "ok    " : "FAIL  ") + test.module() + ": " + test.title());
            if (!verdict.passed()) {
                failed++;
                System.out.println("      " + verdict.failure());
            }
            verdict.output().lines().forEach(line -> System.out.println("      | " + line));
        }
        System.out.println(chosen.size() + (chosen.size() == 1 ? " test, " : " tests, ") + (failed == 0 ? "all passed" : failed + " failed"));
        return failed == 0 ? ExitCode.OK : ExitCode.GUEST_FAILED;
    }
}

package exo86.ash.check;

import exo86.ash.source.Diagnostics;
import exo86.ash.source.SourceFile;
import exo86.ash.source.Span;
import exo86.ash.source.Spelling;
import exo86.ash.syntax.Unit;
import exo86.ash.tree.Program;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Checks a whole program: all modules that the root module reaches, all declarations in them, used or not.
 *
 * <p>Runs in a thread of its own with a deep stack, so that the depth that the parser and the evaluator allow is the only limit.
 */
public final class Checker {
    private static final long STACK = 256L << 20;

    /**
     * What to check.
     *
     * @param root the module to begin with
     * @param tests whether {@code test} declarations are part of the program
     * @param libraries the paths of the modules that come from a library root
     * @param absent modules that are used but could not be read: what is said about them has been said, and nothing that uses them is wrong for it
     */
    public record Options(String root, boolean tests, Set<String> libraries, Set<String> absent) {
        public Options {
            libraries = Set.copyOf(libraries);
            absent = Set.copyOf(absent);
        }

        public Options(String root, boolean tests, Set<String> libraries) {
            this(root, tests, libraries, Set.of());
        }

        public Options(String root) {
            this(root, false, Set.of());
        }
    }

    private Checker() {
    }

    /** The checked program; empty if errors were reported or modules are absent. The units must have parsed without errors. */
    public static Optional<Program> check(List<Unit> units, Diagnostics diagnostics, Options options) {
        return check(units, diagnostics, options, Index.unwanted());
    }

    /** The same, and fills an index of what names mean. */
    public static Optional<Program> check(List<Unit> units, Diagnostics diagnostics, Options options, Index index) {
        AtomicReference<Optional<Program>> result = new AtomicReference<>(Optional.empty());
        AtomicReference<Throwable> broken = new AtomicReference<>();
        Thread thread = new Thread(null, () -> result.set(run(units, diagnostics, options, index)), "checker", STACK);
        thread.setUncaughtExceptionHandler((ignored, failure) -> broken.set(failure));
        thread.start();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (broken.get() != null) {
            throw new IllegalStateException("the checker failed", broken.get());
        }
        return result.get();
    }

    private static Optional<Program> run(List<Unit> units, Diagnostics diagnostics, Options options, Index index) {
        Report report = new Report(diagnostics, index);
        Modules modules = new Modules(units, options, report);
        if (!options.absent().isEmpty()) {
            units.forEach(unit -> modules.reach(unit.module()));
        } else if (!modules.reach(options.root())) {
            Span nowhere = new Span(new SourceFile(options.root(), ""), 0, 0);
            report.error(nowhere, "there is no module " + options.root(), Spelling.hint(options.root(), units.stream().map(Unit::module).toList()));
            return Optional.empty();
        }
        modules.attachFunctions();
        Compilation compilation = new Compilation(report, modules);
        index.begin(compilation, modules.all());
        Program program = new WholeProgram(compilation, options).check();
        index.end();
        return report.count() == 0 && options.absent().isEmpty() ? Optional.of(program) : Optional.empty();
    }
}

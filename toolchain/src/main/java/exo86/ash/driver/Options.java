package exo86.ash.driver;

import java.util.List;

/**
 * What to compile.
 *
 * @param roots where modules are looked for, in this order; the modules that the compiler brings along come last
 * @param module the root module: the program is what it reaches
 * @param tests whether {@code test} declarations are part of the program
 * @param checks whether run-time checks are in the code; without them, for measuring only, a program that would stop does anything
 * @param stopAfter at {@link Level#O}, the pass that is the last one for each function, or {@code lower} for none, or empty for all
 */
public record Options(List<Root> roots, String module, boolean tests, Level level, boolean checks, String stopAfter) {
    public Options {
        roots = List.copyOf(roots);
    }

    public Options(List<Root> roots, String module, boolean tests) {
        this(roots, module, tests, Level.O0, true, "");
    }

    public Options(List<Root> roots, String module) {
        this(roots, module, false);
    }

    public Options at(Level other) {
        return new Options(roots, module, tests, other, checks, stopAfter);
    }

    /** The same without run-time checks; they are left out at {@link Level#O} only. */
    public Options unchecked() {
        return new Options(roots, module, tests, level, false, stopAfter);
    }

    /** The same with that pass as the last. */
    public Options stoppingAfter(String pass) {
        return new Options(roots, module, tests, level, checks, pass);
    }
}

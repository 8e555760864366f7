package exo86.ash.driver;

import java.util.List;

/**
 * What to compile.
 *
 * @param roots where modules are looked for, in this order; the modules that the compiler brings along come last
 * @param module the root module: the program is what it reaches
 * @param tests whether {@code test} declarations are part of the program
 */
public record Options(List<Root> roots, String module, boolean tests) {
    public Options {
        roots = List.copyOf(roots);
    }

    public Options(List<Root> roots, String module) {
        this(roots, module, false);
    }
}

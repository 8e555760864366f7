package exo86.ash.driver;

import exo86.ash.source.Diagnostics;
import exo86.ash.syntax.Unit;
import exo86.ash.tree.Program;
import exo86.elf.ObjectFile;
import java.util.List;
import java.util.Optional;

/**
 * What came of a run: as much as could be made before errors stopped it.
 *
 * @param units the modules, the root module first
 * @param program present if there were no errors
 * @param object present if there were no errors and code was asked for
 * @param diagnostics all errors, by file and place
 * @param unreadable whether a file was missing or could not be read
 */
public record Result(List<Unit> units, Optional<Program> program, Optional<ObjectFile> object, List<Diagnostics.Diagnostic> diagnostics,
        boolean unreadable) {
    public Result {
        units = List.copyOf(units);
        diagnostics = List.copyOf(diagnostics);
    }

    public boolean ok() {
        return diagnostics.isEmpty();
    }

    /** The link name of the function marked {@code @entry}. */
    public Optional<String> entry() {
        return program.flatMap(Program::entry).map(f -> f.linkName());
    }
}

package exo86.ash.driver;

import exo86.ash.source.Diagnostics;
import exo86.ash.tree.Program;
import exo86.elf.ObjectFile;
import java.util.List;
import java.util.Optional;

/** The compiler as a library. One object compiles many programs, from one thread or several. */
public final class Compiler {
    private final SourceCache cache = new SourceCache();

    /** Finds and parses only. */
    public Result parse(Options options) {
        Loader.Loaded loaded = new Loader(cache, options).load();
        return new Result(loaded.units(), Optional.empty(), Optional.empty(), loaded.diagnostics().all(), loaded.unreadable());
    }

    /** Everything but code. */
    public Result check(Options options) {
        return run(options, false);
    }

    /** The whole program as one object file. */
    public Result compile(Options options) {
        return run(options, true);
    }

    private Result run(Options options, boolean code) {
        Loader.Loaded loaded = new Loader(cache, options).load();
        Diagnostics diagnostics = loaded.diagnostics();
        Optional<Program> program = Optional.empty();
        Optional<ObjectFile> object = Optional.empty();
        if (!diagnostics.hasErrors()) {
            program = Phases.check(loaded.units(), options.module(), loaded.libraries(), options.tests(), diagnostics);
        }
        if (!diagnostics.hasErrors() && code && program.isPresent()) {
            object = Optional.of(Phases.generate(program.get(), options, diagnostics));
        }
        List<Diagnostics.Diagnostic> all = diagnostics.all();
        return new Result(loaded.units(), all.isEmpty() ? program : Optional.empty(), all.isEmpty() ? object : Optional.empty(), all, loaded.unreadable());
    }
}

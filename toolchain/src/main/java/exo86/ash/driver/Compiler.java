package exo86.ash.driver;

import exo86.ash.check.Index;
import exo86.ash.emit.EncodedBefore;
import exo86.ash.opt.Finished;
import exo86.ash.source.Diagnostics;
import exo86.ash.tree.Program;
import exo86.elf.ObjectFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The compiler as a library. One object compiles many programs, from one thread or several. */
public final class Compiler {
    private final SourceCache cache;
    private final Phases.Earlier earlier = new Phases.Earlier(new Finished(), new EncodedBefore());

    public Compiler() {
        this(Map.of());
    }

    /** Reads those files as these texts, whatever is in them: as an editor holds them. The map may change between runs. */
    public Compiler(Map<Path, String> texts) {
        cache = new SourceCache(texts);
    }

    /** Finds and parses only. */
    public Result parse(Options options) {
        Loader.Loaded loaded = new Loader(cache, options).load();
        return new Result(loaded.units(), Optional.empty(), Optional.empty(), loaded.diagnostics().all(), loaded.unreadable());
    }

    /** Everything but code. */
    public Result check(Options options) {
        return run(options, false, Optional.empty());
    }

    /** Everything but code, and an index of what names mean, as far as errors let it come. */
    public Result check(Options options, Index index) {
        return run(options, false, Optional.of(index));
    }

    /** The whole program as one object file. */
    public Result compile(Options options) {
        return run(options, true, Optional.empty());
    }

    private Result run(Options options, boolean code, Optional<Index> index) {
        Loader.Loaded loaded = new Loader(cache, options).load();
        Diagnostics diagnostics = loaded.diagnostics();
        Optional<Program> program = Optional.empty();
        Optional<ObjectFile> object = Optional.empty();
        if (!loaded.sound().isEmpty()) {
            program = Phases.check(loaded, options, index, diagnostics);
        }
        if (!diagnostics.hasErrors() && code && program.isPresent()) {
            object = Optional.of(Phases.generate(program.get(), options, earlier, diagnostics));
        }
        List<Diagnostics.Diagnostic> all = diagnostics.all();
        return new Result(loaded.units(), all.isEmpty() ? program : Optional.empty(), all.isEmpty() ? object : Optional.empty(), all, loaded.unreadable());
    }
}

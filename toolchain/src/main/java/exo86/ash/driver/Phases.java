package exo86.ash.driver;

import exo86.ash.check.Checker;
import exo86.ash.check.Index;
import exo86.ash.emit.CodeGenerator;
import exo86.ash.emit.EncodedBefore;
import exo86.ash.ir.Module;
import exo86.ash.ir.Printer;
import exo86.ash.ir.lower.Lowering;
import exo86.ash.opt.Finished;
import exo86.ash.opt.Passes;
import exo86.ash.opt.Unchecked;
import exo86.ash.source.Diagnostics;
import exo86.ash.syntax.Unit;
import exo86.ash.tree.Program;
import exo86.elf.ObjectFile;
import java.util.List;
import java.util.Optional;

/** The phases behind the parser, in one place. */
final class Phases {
    /** What {@link Options#stopAfter} is where no pass runs. */
    static final String BEFORE_ALL = "lower";

    /** What programs leave to those that are compiled after them. */
    record Earlier(Finished finished, EncodedBefore encoded) {
    }

    private Phases() {
    }

    /** Checks the modules that parsed without errors; empty if errors were reported, in whatever phase. */
    static Optional<Program> check(Loader.Loaded loaded, Options options, Optional<Index> index, Diagnostics diagnostics) {
        Checker.Options how = new Checker.Options(options.module(), options.tests(), loaded.libraries(), loaded.absent());
        List<Unit> units = loaded.sound();
        return index.isPresent() ? Checker.check(units, diagnostics, how, index.get()) : Checker.check(units, diagnostics, how);
    }

    /**
     * The program's object file, named like its root module; of no use if errors were reported.
     *
     * @param earlier what other programs left to make this one with
     */
    static ObjectFile generate(Program program, Options options, Earlier earlier, Diagnostics diagnostics) {
        CodeGenerator.Options how = new CodeGenerator.Options(options.module(), ".", true);
        return options.level() == Level.O0 ? CodeGenerator.generate(program, how, earlier.encoded(), diagnostics)
            : CodeGenerator.generate(program, optimised(program, options, earlier.finished()), how, earlier.encoded(), diagnostics);
    }

    /** Its assembly as text. */
    static String listing(Program program, Options options) {
        return options.level() == Level.O0 ? CodeGenerator.listing(program) : CodeGenerator.listing(program, optimised(program, options));
    }

    /** How much stack its entries can take, as text. */
    static String stackBounds(Program program, Options options) {
        return CodeGenerator.stackBounds(program, options.level() == Level.O0 ? Optional.empty() : Optional.of(optimised(program, options)));
    }

    /** Its intermediate representation as text. */
    static String representation(Program program, Options options) {
        return Printer.print(optimised(program, options));
    }

    private static Module optimised(Program program, Options options) {
        return optimised(program, options, new Finished());
    }

    private static Module optimised(Program program, Options options, Finished finished) {
        Module module = Lowering.lower(program);
        if (!options.checks()) {
            Unchecked.run(module);
        }
        if (!options.stopAfter().equals(BEFORE_ALL)) {
            if (options.stopAfter().isEmpty()) {
                Passes.run(module, finished);
            } else {
                Passes.run(module, options.stopAfter());
            }
        }
        return module;
    }
}

package exo86.build;

import exo86.ash.driver.Compiler;
import exo86.ash.driver.Layouts;
import exo86.ash.driver.Level;
import exo86.ash.driver.Options;
import exo86.ash.driver.Result;
import exo86.ash.driver.Root;
import exo86.ash.source.Renderer;
import exo86.elf.ElfWriter;
import exo86.link.LinkOptions;
import exo86.link.LinkResult;
import exo86.link.Linker;
import java.util.List;
import java.util.Optional;

/** Compiles and links programs from one set of source roots. */
final class ProgramBuild {
    /** A program that could not be built; the message is all its errors as the user sees them. */
    static final class BuildException extends Exception {
        private static final long serialVersionUID = 1;

        BuildException(String message) {
            super(message);
        }
    }

    private final Compiler compiler = new Compiler();
    private final List<Root> roots;
    private final Level level;

    ProgramBuild(List<Root> roots, Level level) {
        this.roots = List.copyOf(roots);
        this.level = level;
    }

    /** A program, or the message about why there is none. */
    record Outcome(Optional<byte[]> elf, String message) {
        byte[] orThrow() throws BuildException {
            return elf.orElseThrow(() -> new BuildException(message));
        }
    }

    /** As {@link #build}; may be called from several threads at a time. */
    Outcome attempt(String module) {
        try {
            return new Outcome(Optional.of(build(module)), "");
        } catch (BuildException e) {
            return new Outcome(Optional.empty(), e.getMessage());
        }
    }

    /** The ELF file of the program whose root module this is, with symbols and debug information. */
    byte[] build(String module) throws BuildException {
        Result result = compiler.compile(new Options(roots, module).at(level));
        if (!result.ok() || result.object().isEmpty()) {
            throw new BuildException(new Renderer(false).render(result.diagnostics()));
        }
        String entry = result.entry().orElseThrow(() -> new BuildException("module " + module + ": error: no @entry function, expected one"));
        return switch (Linker.link(List.of(result.object().get()), Layouts.program().layout(), LinkOptions.of(module + ".elf", entry))) {
            case LinkResult.Linked linked -> ElfWriter.write(linked.program());
            case LinkResult.Failed failed -> throw new BuildException(failed.message());
        };
    }
}

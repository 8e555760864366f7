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

/** Compiles and links programs from one set of source roots, and a kernel from another. */
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

    /** An ELF file with symbols and debug information, or the message about why there is none. */
    record Outcome(Optional<byte[]> elf, String message) {
        static Outcome of(byte[] elf) {
            return new Outcome(Optional.of(elf), "");
        }

        static Outcome failed(String message) {
            return new Outcome(Optional.empty(), message);
        }

        byte[] orThrow() throws BuildException {
            return elf.orElseThrow(() -> new BuildException(message));
        }
    }

    /** The program whose root module this is; may be called from several threads at a time. */
    Outcome program(String module) {
        return build(roots, module, Layouts.program());
    }

    /** The kernel, from sources of its own. */
    Outcome kernel(Root sources, String module) {
        return build(List.of(sources), module, Layouts.kernel());
    }

    private Outcome build(List<Root> from, String module, Layouts.Chosen layout) {
        Result result = compiler.compile(new Options(from, module).at(level));
        if (!result.ok() || result.object().isEmpty()) {
            return Outcome.failed(new Renderer(false).render(result.diagnostics()));
        }
        if (result.entry().isEmpty()) {
            return Outcome.failed("module " + module + ": error: no @entry function, expected one");
        }
        LinkOptions linking = LinkOptions.of(module + ".elf", result.entry().get());
        return switch (Linker.link(List.of(result.object().get()), layout.layout(), layout.physicalEntry() ? linking.withPhysicalEntry() : linking)) {
            case LinkResult.Linked linked -> Outcome.of(ElfWriter.write(linked.program()));
            case LinkResult.Failed failed -> Outcome.failed(failed.message());
        };
    }
}

package exo86.tests.kernel;

import exo86.ash.driver.Compiler;
import exo86.ash.driver.Layouts;
import exo86.ash.driver.Options;
import exo86.ash.driver.Result;
import exo86.ash.driver.Root;
import exo86.ash.source.Renderer;
import exo86.elf.ElfWriter;
import exo86.link.LinkOptions;
import exo86.link.LinkResult;
import exo86.link.Linker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** The two files of a trial: the kernel as the build made it, and the first environment that tries it, compiled here. */
final class Trial {
    static final Path ROOT = Path.of(System.getProperty("exo86.root", ".."));
    static final int MEGABYTES = 32;
    /** What it says when all is well. */
    static final String SUCCESS = "trial: \\d+ checks, 0 failed";
    /** What it says last, well or not. */
    static final String ENDED = "trial: \\d+ checks, \\d+ failed\\s*$";

    private Trial() {
    }

    static byte[] kernel() throws IOException {
        try (InputStream kernel = Trial.class.getResourceAsStream("/exo86/kernel/kernel.elf")) {
            if (kernel == null) {
                throw new IOException("no kernel on the class path: the build of exokernel makes it");
            }
            return kernel.readAllBytes();
        }
    }

    static byte[] program() throws IOException {
        Path sources = ROOT.resolve("exokernel");
        Result result = new Compiler().compile(new Options(List.of(Root.of(sources), Root.of(sources.resolve("test"))), "trial.main"));
        if (!result.ok()) {
            throw new IOException(new Renderer(false).render(result.diagnostics()));
        }
        LinkOptions options = LinkOptions.of("trial.elf", result.entry().orElseThrow());
        return switch (Linker.link(List.of(result.object().orElseThrow()), Layouts.program().layout(), options)) {
            case LinkResult.Linked linked -> ElfWriter.write(linked.program());
            case LinkResult.Failed failed -> throw new IOException(failed.message());
        };
    }

    /** A disk with nothing on it but room. */
    static byte[] disk() {
        return new byte[2 << 20];
    }
}

package exo86.ash.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo86.ash.TestFiles;
import exo86.ash.source.Renderer;
import exo86.elf.ElfWriter;
import exo86.elf.ObjectFile;
import exo86.link.LinkOptions;
import exo86.link.Linker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Module cpu: all of it compiles; what needs no privilege does what its comment says, in a 32-bit process. */
final class CpuModuleTests {
    @TempDir
    private Path folder;

    private static ObjectFile compile(Options options) {
        Result result = new Compiler().compile(options);
        assertEquals("", new Renderer(false).render(result.diagnostics()));
        return result.object().orElseThrow();
    }

    @Test
    void compilesAlone() {
        ObjectFile object = compile(new Options(List.of(), "cpu"));
        assertEquals(List.of(), object.symbols().stream().filter(s -> !s.defined() && !s.name().isEmpty()).map(s -> s.name()).toList());
    }

    @Test
    void runs() throws IOException, InterruptedException {
        Options options = new Options(List.of(Root.of(TestFiles.ashlar("cpu"))), "library");
        ObjectFile object = compile(options);
        byte[] program = ElfWriter.write(Linker.link(List.of(object), Layouts.program().layout(),
                LinkOptions.of("library", "library.start")).orThrow().program());
        Path file = Files.write(folder.resolve("library"), program);
        Assumptions.assumeTrue(file.toFile().setExecutable(true), "skipped: cannot make an executable file here");
        Process process;
        try {
            process = new ProcessBuilder(file.toString()).start();
        } catch (IOException e) {
            Assumptions.abort("skipped: this host does not run 32-bit Linux programs (" + e.getMessage() + ")");
            return;
        }
        assertEquals(0, process.waitFor(), "the number of the check that failed");
    }
}

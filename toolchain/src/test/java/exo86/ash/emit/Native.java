package exo86.ash.emit;

import exo86.ash.ir.Module;
import exo86.ash.ir.lower.Lowering;
import exo86.ash.opt.Passes;
import exo86.ash.source.Diagnostics;
import exo86.ash.tree.Program;
import exo86.elf.ElfWriter;
import exo86.elf.ObjectFile;
import exo86.elf.Tool;
import exo86.link.Layout;
import exo86.link.LinkOptions;
import exo86.link.Linker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Runs generated programs as 32-bit Linux processes, where the host can. */
final class Native {
    private Native() {
    }

    static ObjectFile object(Program program) {
        Diagnostics diagnostics = new Diagnostics();
        ObjectFile object = CodeGenerator.generate(program, new CodeGenerator.Options("test.o", ".", true), diagnostics);
        Assertions.assertTrue(diagnostics.all().isEmpty(), diagnostics.all().toString());
        return object;
    }

    /** The program after all passes. */
    static Module optimised(Program program) {
        Module module = Lowering.lower(program);
        Passes.run(module);
        return module;
    }

    /** The same at {@code -O}. */
    static ObjectFile optimisedObject(Program program) {
        Diagnostics diagnostics = new Diagnostics();
        ObjectFile object = CodeGenerator.generate(program, optimised(program), new CodeGenerator.Options("test.o", ".", true), diagnostics);
        Assertions.assertTrue(diagnostics.all().isEmpty(), diagnostics.all().toString());
        return object;
    }

    static Path link(Path folder, String start, List<ObjectFile> objects) throws IOException {
        var linked = Linker.link(objects, Layout.at(0x0804_8000), LinkOptions.of("test.elf", start)).orThrow();
        Path file = Files.createTempFile(folder, "test", ".elf");
        Files.write(file, ElfWriter.write(linked.program()));
        Assumptions.assumeTrue(file.toFile().setExecutable(true), "skipped: cannot make an executable file here");
        return file;
    }

    static Tool.Result run(Path program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        try {
            return Tool.run(command.toArray(String[]::new));
        } catch (IOException e) {
            Assumptions.abort("skipped: this host does not run 32-bit Linux programs (" + e.getMessage() + ")");
            throw e;
        }
    }

    static Tool.Result run(Path folder, Program program) throws IOException, InterruptedException {
        return run(link(folder, "start", List.of(object(program))));
    }
}

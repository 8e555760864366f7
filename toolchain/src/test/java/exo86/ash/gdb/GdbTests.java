package exo86.ash.gdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.ash.TestFiles;
import exo86.ash.driver.Compiler;
import exo86.ash.driver.Layouts;
import exo86.ash.driver.Level;
import exo86.ash.driver.Options;
import exo86.ash.driver.Result;
import exo86.ash.driver.Root;
import exo86.elf.ElfWriter;
import exo86.elf.Tool;
import exo86.link.LinkOptions;
import exo86.link.Linker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a real debugger makes of our debug information: scripts of {@code src/test/ashlar/gdb} and what gdb 13 said, addresses left out. Skipped where
 * gdb is absent, is another version, or may not run 32-bit programs.
 */
final class GdbTests {
    private static final Path FOLDER = TestFiles.ashlar("gdb");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"shapes.static, O0", "shapes.run, O0", "shapes.optimised, O", "inlined.optimised, O"})
    void saysWhatItSaid(String script, Level level) throws Exception {
        Tool.need("gdb");
        Assumptions.assumeTrue(Tool.run("gdb", "--version").output().contains(" 13."), "skipped: the recorded texts are gdb 13's");
        Path program = build(script.replaceAll("\\..*", ""), level);
        String said = gdb(FOLDER.resolve(script + ".gdb"), program);
        boolean runs = !script.endsWith("static");
        Assumptions.assumeTrue(!runs || Pattern.compile("Breakpoint 1(\\.1)?, ").matcher(said).find(), () -> "skipped: gdb cannot run a 32-bit program here: " + said);
        TestFiles.golden(FOLDER.resolve(script + ".txt"), normalised(said, script));
    }

    private Path build(String module, Level level) throws IOException {
        Result result = new Compiler().compile(new Options(List.of(Root.of(FOLDER).shownAs("")), module).at(level));
        assertTrue(result.ok(), result.diagnostics().toString());
        var linked = Linker.link(List.of(result.object().orElseThrow()), Layouts.program().layout(), LinkOptions.of(module, result.entry().orElseThrow()));
        Path program = folder.resolve(module);
        Files.write(program, ElfWriter.write(linked.orThrow().program()));
        assertTrue(program.toFile().setExecutable(true));
        return program;
    }

    private static String gdb(Path script, Path program) throws IOException, InterruptedException {
        Process gdb = new ProcessBuilder("gdb", "-q", "-batch", "-nx", "-ex", "set pagination off", "-ex", "set width 0", "-ex", "set startup-with-shell off",
                "-ex", "set debuginfod enabled off", "-x", script.toAbsolutePath().toString(), program.toString())
                .directory(FOLDER.toFile()).redirectErrorStream(true).start();
        String said = new String(gdb.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(gdb.waitFor(240, TimeUnit.SECONDS));
        assertEquals(0, gdb.exitValue(), said);
        return said;
    }

    /** Of optimised code only {@code inlined} shows values: those that calls keep alive. */
    private static String normalised(String said, String script) {
        String text = said.replaceAll("0x[0-9a-f]+", "ADDRESS").replaceAll("process \\d+", "process N").replaceAll("(?m)^warning: .*\n", "");
        return !script.equals("shapes.optimised") ? text : text.replaceAll("(?m) \\([^)]*\\) at ", " (...) at ");
    }
}

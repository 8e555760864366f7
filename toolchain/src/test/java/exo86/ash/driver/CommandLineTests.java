package exo86.ash.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exit codes and messages of the command line. */
final class CommandLineTests {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        return CommandLine.run(arguments, new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @BeforeEach
    void sources() throws IOException {
        Files.writeString(folder.resolve("good.ash"), "module good\n@entry fn start() never { unreachable() }\n");
        Files.writeString(folder.resolve("bad.ash"), "module bad\nfn f() {\n    if 1 = 2 { }\n}\n");
        Files.writeString(folder.resolve("still.ash"), "module still\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '=', textBlock = """
            ''                                  = expected check, build, test, fmt, doc or lsp
            make                                = expected check, build, test, fmt, doc or lsp, found make
            check                               = expected a file, or --module
            check --module                      = option --module without its value
            check --modul x                     = unknown option --modul, did you mean --module?
            check a.ash                         = unexpected a.ash, expected a file whose name ends in .ash
            check --module a/b                  = is not a module's name
            check --module a --root /nonexistent/x = source root /nonexistent/x is not a folder
            build --module a --emit llvm        = --emit llvm: expected one of
            build --module a --emit ir:folds    = --emit ir:folds: expected lower or one of
            build --module a --stop-after folds = did you mean fold?
            """)
    void usage(String line, String message) {
        assertEquals(2, run(line.isEmpty() ? new String[0] : line.split(" ")));
        assertTrue(said().contains(message), said());
        assertTrue(said().contains("hint: "), said());
    }

    @Test
    void help() {
        assertEquals(0, run("--help"));
        assertEquals(CommandLine.USAGE, out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void goodSourceIsSilent() {
        assertEquals(0, run("check", "--root", folder.toString(), "--module", "good"));
        assertEquals("", said());
    }

    @Test
    void aFileStandsForItsModule() throws IOException {
        assertEquals(0, run("check", folder.resolve("good.ash").toString()), said());
        assertEquals(1, run("check", "-O", folder.resolve("bad.ash").toString()));
        assertTrue(said().startsWith(folder + "/bad.ash:3:10: error: "), said());
        Path program = folder.resolve("out.ash");
        assertEquals(0, run("build", folder.resolve("good.ash").toString(), "--layout=flat", "-o", program.toString()), said());
        assertEquals(0, run("build", folder.resolve("good.ash").toString(), "--layout=flat", "-o", program.toString()), "a value that names a file is none of the sources");
        assertEquals(0x464C457F, ByteBuffer.wrap(Files.readAllBytes(program)).order(ByteOrder.LITTLE_ENDIAN).getInt());
        assertTrue(Files.isExecutable(program));
        assertEquals(0, run("doc", folder.resolve("good.ash").toString()), said());
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("good"), "the module's page");
    }

    @Test
    void badSourceIsOne() {
        assertEquals(1, run("check", "--root", folder.toString(), "--module", "bad"));
        assertEquals(folder + """
                /bad.ash:3:10: error: `=` assigns and yields no value, expected a condition
                  3 |     if 1 = 2 { }
                    |          ^
                  hint: to compare, write `==`
                """, said());
    }

    @Test
    void missingModuleIsSeven() {
        assertEquals(7, run("check", "--root", folder.toString(), "--module", "god"));
        assertTrue(said().startsWith("module god:1:1: error: there is no module `god`\n  hint: did you mean `good`?; looked for"), said());
    }

    @Test
    void buildWritesAProgram() throws IOException {
        Path program = folder.resolve("good.elf");
        assertEquals(0, run("build", "--root", folder.toString(), "--module", "good", "-o", program.toString(), "--layout", "flat"), said());
        assertEquals(0x464C457F, ByteBuffer.wrap(Files.readAllBytes(program)).order(ByteOrder.LITTLE_ENDIAN).getInt());
        assertTrue(Files.isExecutable(program));
    }

    @Test
    void aProgramNeedsAnEntry() {
        assertEquals(1, run("build", "--root", folder.toString(), "--module", "still", "-o", folder.resolve("x").toString()));
        assertEquals("module still: error: the program has no @entry function, expected one\n", said());
    }

    @Test
    void stopsAfterAPass() throws IOException {
        Files.writeString(folder.resolve("sum.ash"), "module sum\nvar total: u32 = 0\n@entry fn start() never {\n"
                + "    var x: u32 = 3\n    while total < 9 {\n        x *= 2\n        total += x + 0\n    }\n    unreachable()\n}\n");
        String[] build = {"build", "-O", "--root", folder.toString(), "--module", "sum", "--emit=ir"};
        String before = emitted(build, "--stop-after=lower");
        assertEquals(before, emitted(build, "--emit", "ir:lower"));
        String after = emitted(build, "--stop-after", "dead-code");
        assertEquals(after, emitted(build, "--emit=ir:dead-code"));
        assertNotEquals(before, after);
        assertTrue(emitted(build, "--emit=asm", "--stop-after=lower").length() > emitted(build, "--emit=asm").length());
        assertEquals(2, run("build", "--module", "sum", "--tests=yes"));
        assertTrue(said().contains("option --tests takes no value"), said());
    }

    private String emitted(String[] line, String... further) {
        out.reset();
        assertEquals(0, run(Stream.concat(Stream.of(line), Stream.of(further)).toArray(String[]::new)), this::said);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void emitsTrees() {
        assertEquals(0, run("build", "--root", folder.toString(), "--module", "good", "--emit", "ast"));
        assertEquals(0, run("build", "--root", folder.toString(), "--module", "good", "--emit", "tree"));
        String text = out.toString(StandardCharsets.UTF_8);
        assertTrue(text.startsWith("(Unit good\n  (Function"), text);
        assertTrue(text.contains("(Function ORDINARY good.start [] never"), text);
    }
}

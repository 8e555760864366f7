package exo86.ash.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.ash.source.Diagnostics;
import exo86.elf.ElfWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How modules are found, what is kept between programs, and what is said when files are missing or broken. */
final class CompilerTests {
    private static final String MAIN = """
            module app.main
            use app.util
            use cpu
            @entry
            fn start() never {
                util.work(cpu.bsf(8))
                unreachable()
            }
            """;
    private static final String UTIL = """
            module app.util
            use app.main
            pub var done: u32 = 0
            pub fn work(n: u32) { done += n }
            """;

    @TempDir
    private Path folder;

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Options options(String module) {
        return new Options(List.of(Root.of(folder).shownAs("src")), module);
    }

    private static String said(Result result) {
        return result.diagnostics().stream().map(d -> d.at() + ": " + d.message() + (d.hint().isEmpty() ? "" : " [" + d.hint() + "]"))
                .collect(Collectors.joining("\n"));
    }

    /** Modules that parse are checked although others do not, and nobody complains about what those would have declared. */
    @Test
    void syntaxErrorsHideNoOtherModule() {
        Root root = Root.of(exo86.ash.TestFiles.ashlar("partial")).shownAs("");
        Result result = new Compiler().check(new Options(List.of(root), "main"));
        assertEquals("""
                broken.ash:2:8: expected a name for the function, found `(`
                good.ash:2:37: expected `bool`, found `u32` [compare it: `x != 0`]
                main.ash:3:5: there is no module `missing` [looked for missing.ash]
                main.ash:LINE:15: expected `u32`, found `bool`
                main.ash:LINE:22: there is nothing called `wrong_here` here""", said(result).replaceAll("main.ash:2[0-9]", "main.ash:LINE"));
        assertTrue(result.program().isEmpty());
    }

    @Test
    void everythingUsedIsLoadedOnce() throws IOException {
        write("app/main.ash", MAIN);
        write("app/util.ash", UTIL);
        Result result = new Compiler().check(options("app.main"));
        assertEquals("", said(result));
        assertEquals(List.of("app.main", "app.util", "cpu"), result.units().stream().map(u -> u.module()).toList());
        assertEquals("app.main.start", result.entry().orElseThrow());
    }

    @Test
    void parsedFilesAreKeptUntilTheyChange() throws IOException {
        write("app/main.ash", MAIN);
        write("app/util.ash", UTIL);
        Compiler compiler = new Compiler();
        Result first = compiler.check(options("app.main"));
        Result second = compiler.check(options("app.main"));
        assertSame(first.units().get(1), second.units().get(1));
        write("app/util.ash", UTIL + "fn more() { }\n");
        Files.setLastModifiedTime(folder.resolve("app/util.ash"), FileTime.fromMillis(1_000_000));
        Result third = compiler.check(options("app.main"));
        assertSame(first.units().get(0), third.units().get(0));
        assertNotSame(first.units().get(1), third.units().get(1));
    }

    @Test
    void theSameSourcesGiveTheSameBytes() throws IOException {
        write("app/main.ash", MAIN);
        write("app/util.ash", UTIL);
        Compiler used = new Compiler();
        used.compile(options("app.util"));
        byte[] first = ElfWriter.write(new Compiler().compile(options("app.main")).object().orElseThrow());
        byte[] second = ElfWriter.write(used.compile(options("app.main")).object().orElseThrow());
        assertArrayEquals(first, second);
    }

    @Test
    void libraryRootsMarkSections() throws IOException {
        write("program/main.ash", "module main\nuse text\n@entry\nfn start() never {\n    text.say()\n    unreachable()\n}\n");
        write("library/text.ash", "module text\nuse cpu\npub fn say() { _ = cpu.bsf(1) }\n");
        Result result = new Compiler().compile(new Options(List.of(Root.of(folder.resolve("program")), Root.library(folder.resolve("library"))), "main"));
        assertEquals("", said(result));
        List<String> sections = result.object().orElseThrow().sections().stream().map(s -> s.name()).toList();
        assertTrue(sections.containsAll(List.of(".text.main.start", ".lib.text.text.say", ".lib.text.cpu.bsf")), sections.toString());
    }

    @Test
    void aMissingModuleIsReportedWhereItIsUsed() throws IOException {
        write("app/main.ash", "module app.main\nuse app.utl\nuse gone.far\n");
        write("app/util.ash", UTIL);
        Result result = new Compiler().check(options("app.main"));
        assertEquals("""
                src/app/main.ash:2:5: there is no module `app.utl` [did you mean `app.util`?; looked for src/app/utl.ash]
                src/app/main.ash:3:5: there is no module `gone.far` [looked for src/gone/far.ash]""", said(result));
    }

    @Test
    void whatIsNotUtf8IsReportedWithItsPlace() throws IOException {
        write("app/main.ash", "module app.main\nuse app.util\n");
        Files.write(folder.resolve("app/util.ash"), new byte[] {'m', '\n', 'x', (byte) 0xC3, 'y'});
        Result result = new Compiler().check(options("app.main"));
        assertEquals("src/app/main.ash:2:5: src/app/util.ash:2: is not UTF-8: byte c3 at offset 3", said(result));
        assertTrue(result.unreadable());
    }

    @Test
    void errorsOfAllFilesAreReportedInOneRun() throws IOException {
        write("app/main.ash", MAIN.replace("util.work", "util..work"));
        write("app/util.ash", UTIL.replace("u32 = 0", "u32"));
        List<Diagnostics.Diagnostic> all = new Compiler().check(options("app.main")).diagnostics();
        assertEquals(List.of("src/app/main.ash", "src/app/util.ash"), all.stream().map(d -> d.at().file().name()).toList());
    }
}

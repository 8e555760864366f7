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

    /** Library functions that call each other, are inlined or not as the program calls them, divide 64 bits, fail, and have variables of many kinds. */
    private static final String SHARED = """
            module shared
            pub struct Pair { a: u32, b: u32, c: u32 }
            pub enum Trouble: u8 { odd, big }
            pub fn quotient(a: u64, b: u64) u64 { return a / b }
            pub fn sum(pairs: []Pair) u32 {
                var total: u32 = 0
                for p in pairs { total += p.a * 3 + p.b }
                return total
            }
            pub fn half(n: u32) u32!Trouble {
                if n % 2 != 0 { fail Trouble.odd }
                if n > 1000 { fail Trouble.big }
                return n / 2
            }
            pub fn weighed(n: u32, by: u32) u32 {
                var total = n
                if n & 1 != 0 { total += by * n } else { total ^= by << 3 }
                if n & 2 != 0 { total += by * total } else { total ^= by << 4 }
                if n & 4 != 0 { total += by * total } else { total ^= by << 5 }
                if n & 8 != 0 { total += by * total } else { total ^= by << 6 }
                return total
            }
            pub fn twice(f: fn(u32) u32, n: u32) u32 { return f(f(n)) }
            pub fn work(n: u32) u32 {
                var pairs: [4]Pair = [Pair{ a: n, b: 2, c: 3 }; 4]
                pairs[n & 3].b = half(n) catch |e| { return e as u32 }
                let q = quotient(n as u64 * 1000, 7) as u32
                return sum(pairs[..]) + q + weighed(q, 2)
            }
            """;

    @Test
    void whatProgramsLeaveToTheNextOneChangesNothing() throws IOException {
        write("shared.ash", SHARED);
        Files.createDirectories(folder.resolve("programs"));
        String begin = "use shared\n@entry\nfn start() never {\n    var n: u32 = 5\n";
        Files.writeString(folder.resolve("programs/one.ash"), "module one\n" + begin + "    n += shared.work(n)\n    while true { n += 1 }\n}\n");
        Files.writeString(folder.resolve("programs/two.ash"), "module two\n" + begin
                + "    n += shared.work(n) + shared.work(n * 2)\n    n += shared.half(n) catch |e| 3\n    n += shared.weighed(n, 3)\n    while true { n += shared.quotient(n as u64, 3) as u32 }\n}\n");
        Files.writeString(folder.resolve("programs/three.ash"), "module three\n" + begin
                + "    n = shared.twice(add, shared.work(n))\n    while true { n += shared.work(n) }\n}\nfn add(n: u32) u32 { return n + 1 }\n");
        List<Root> roots = List.of(Root.of(folder.resolve("programs")).shownAs("programs"), Root.library(folder).shownAs("library"));
        for (Level level : Level.values()) {
            Compiler used = new Compiler();
            for (String program : List.of("one", "two", "three", "two", "one")) {
                Options options = new Options(roots, program).at(level);
                Result alone = new Compiler().compile(options);
                assertEquals("", said(alone));
                assertArrayEquals(ElfWriter.write(alone.object().orElseThrow()), ElfWriter.write(used.compile(options).object().orElseThrow()), program + " at " + level);
            }
        }
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

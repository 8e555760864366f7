package exo86.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.elf.Tool.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Other people's tools read our files without a warning, and we read theirs. Skipped where the tools are absent.
final class BinutilsTests {
    @TempDir Path directory;

    @Test
    void readelfAndObjdumpReadOurs() throws Exception {
        Tool.need("readelf");
        Tool.need("objdump");
        for (ElfFile file : List.of(Samples.object(), Samples.executable())) {
            Path path = Files.write(directory.resolve(file.name()), ElfWriter.write(file));
            Result headers = Tool.run("readelf", "-a", "-W", path.toString());
            assertEquals("", headers.errors());
            assertTrue(!headers.output().toLowerCase(java.util.Locale.ROOT).contains("warning"), headers.output());
            Result code = Tool.run("objdump", "-d", "-r", path.toString());
            assertEquals("", code.errors());
            assertTrue(code.output().contains(file instanceof ObjectFile ? "<start>:" : "<_start>:"), code.output());
        }
    }

    @Test
    void gccsObjectIsRead() throws Exception {
        Tool.need("gcc");
        Path source = Files.writeString(directory.resolve("a.c"), """
            extern int outside(int); static int table[4] = {1, 2, 3, 4}; int zero[100]; const char *text = "hello";
            int f(int x) { return outside(table[x]) + zero[x]; }
            """);
        Path object = directory.resolve("a.o");
        Result compiled = Tool.run("gcc", "-m32", "-O1", "-ffreestanding", "-fno-pic", "-g", "-ffunction-sections",
            "-c", source.toString(), "-o", object.toString());
        org.junit.jupiter.api.Assumptions.assumeTrue(compiled.exit() == 0, "skipped: gcc -m32 does not work here");
        ObjectFile file = ElfReader.readObject("a.o", Files.readAllBytes(object));
        assertEquals(Symbol.Kind.FUNCTION, file.symbol("f").orElseThrow().kind());
        assertTrue(!file.symbol("outside").orElseThrow().defined());
        assertTrue(file.section(".text.f").orElseThrow().relocations().stream()
            .anyMatch(r -> r.kind() == Relocation.Kind.R_386_PC32 && r.addend() == -4));
        ObjectFile again = ElfReader.readObject("a.o", ElfWriter.write(file));
        assertEquals(Samples.describe(file), Samples.describe(again));
    }
}

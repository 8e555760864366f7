package exo86.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.elf.ElfReader;
import exo86.elf.ElfWriter;
import exo86.elf.ObjectFile;
import exo86.elf.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// gcc's objects, linked by us, run on the host and keep their debug information. Skipped where gcc -m32 is absent.
final class NativeLinkTests {
    @TempDir Path directory;

    @Test
    void twoCFilesBecomeAProgram() throws Exception {
        Tool.need("gcc");
        Tool.need("readelf");
        List<ObjectFile> objects = new ArrayList<>();
        objects.add(compile("main", """
            int sum(const int *, int); int counter; extern int table[];
            __attribute__((noreturn)) static void leave(int code) { asm volatile("int $0x80" :: "a"(1), "b"(code)); for (;;); }
            void _start(void) { counter = sum(table, 4); leave(counter); }
            """));
        objects.add(compile("sum", """
            int table[] = {1, 2, 3, 36};
            int unused(void) { return 0; }
            int sum(const int *p, int n) { int s = 0; while (n-- > 0) s += p[n]; return s; }
            """));
        LinkResult.Linked linked = Linker.link(objects, Layout.at(0x0804_8000), LinkOptions.of("c.elf", "_start")).orThrow();
        Path program = Files.write(directory.resolve("c.elf"), ElfWriter.write(linked.program()));
        assertTrue(program.toFile().setExecutable(true));
        assertEquals(42, Tool.run(program.toString()).exit());
        assertTrue(linked.program().symbol("unused").isEmpty());
        Tool.Result dump = Tool.run("readelf", "-a", "-W", "--debug-dump", program.toString());
        assertEquals("", dump.errors());
        assertFalse(dump.output().contains("arning"), dump.output());
        Tool.need("gdb");
        Tool.Result gdb = Tool.run("gdb", "-batch", "-nx", "-ex", "info line sum", "-ex", "print sizeof table", program.toString());
        assertTrue(gdb.output().contains("Line 3 of \"sum.c\" starts at address") && gdb.output().contains("= 16"),
            gdb.output() + gdb.errors());
    }

    private ObjectFile compile(String name, String text) throws Exception {
        Files.writeString(directory.resolve(name + ".c"), text);
        Path object = directory.resolve(name + ".o");
        Tool.Result result = Tool.run("gcc", "-m32", "-O1", "-g", "-gdwarf-4", "-ffreestanding", "-fno-pic", "-ffunction-sections",
            "-fno-stack-protector", "-fdebug-prefix-map=" + directory + "/=", "-c", directory.resolve(name + ".c").toString(), "-o", object.toString());
        Assumptions.assumeTrue(result.exit() == 0, "skipped: gcc -m32 does not work here");
        return ElfReader.readObject(name + ".o", Files.readAllBytes(object));
    }
}

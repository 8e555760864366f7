package exo86.ash.doc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.ash.TestFiles;
import exo86.ash.driver.CommandLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModulePageTests {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        return CommandLine.run(arguments, new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void aPageShowsWhatIsExported() throws IOException {
        assertEquals(0, run("doc", "--root", TestFiles.ashlar("tools").toString(), "--module", "queue"));
        TestFiles.golden(TestFiles.ashlar("tools/queue.md"), out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aFolderOfPagesHasAList() throws IOException {
        assertEquals(0, run("doc", "--root", TestFiles.ashlar("tools").toString(), "-o", folder.toString()), err.toString());
        assertEquals(Files.readString(TestFiles.ashlar("tools/queue.md")), Files.readString(folder.resolve("queue.md")));
        assertTrue(Files.readString(folder.resolve("README.md")).contains("| [queue](queue.md) | Characters that wait, first in, first out. |"));
    }

    /** The whole system has pages: every module of kernel, library and programs. */
    @Test
    void everyModuleHasAPage() {
        for (String root : new String[] {"exokernel", "guest"}) {
            assertEquals(0, run("doc", "--root", TestFiles.project().resolve(root).toString()), err.toString());
        }
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("# System module kernel.frame\n"));
    }

    @Test
    void mistakesAreSaid() throws IOException {
        assertEquals(2, run("doc"));
        assertEquals(2, run("doc", "--root", "/nonexistent/folder"));
        assertEquals(2, run("doc", "--rood", "x"));
        assertEquals(7, run("doc", "--root", folder.toString(), "--module", "absent"));
        Files.writeString(folder.resolve("bad.ash"), "module bad\nfn {\n");
        assertEquals(1, run("doc", "--root", folder.toString()));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("there is no module `absent`"), err.toString());
    }
}

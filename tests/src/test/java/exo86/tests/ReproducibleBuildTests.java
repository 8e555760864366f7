package exo86.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import exo86.build.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same sources give the same disk, byte by byte: built again in another folder, it is the one on the class path. */
final class ReproducibleBuildTests {
    @TempDir
    Path folder;

    @Test
    void sameSourcesSameDisk() throws IOException {
        Path root = Built.root();
        Path kernel = Files.write(folder.resolve("kernel.elf"), Built.kernel());
        String[] arguments = {"--recipe", root.resolve("guest/image.txt").toString(), "--kernel", kernel.toString(),
            "--boot", root.resolve("exokernel/boot").toString(), "--root", root.resolve("guest/apps").toString(),
            "--library-root", root.resolve("guest").toString(), "--library-root", root.resolve("exokernel").toString(),
            "--out", folder.resolve("again").toString(), System.getProperty("ash.level", "-O")};
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        assertEquals(0, Main.run(arguments, new PrintStream(said, true, StandardCharsets.UTF_8)), said.toString(StandardCharsets.UTF_8));
        for (String program : List.of("server", "sh", "ls")) {
            assertArrayEquals(Built.programFile(program), Files.readAllBytes(folder.resolve("again/programs/" + program + ".elf")), program);
        }
        assertArrayEquals(Built.image(), Files.readAllBytes(folder.resolve("again/image/unix.img")));
    }
}

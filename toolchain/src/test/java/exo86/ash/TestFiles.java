package exo86.ash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the tests' files lie, and golden files: {@code -Dupdate.golden=true} writes them anew. */
public final class TestFiles {
    private TestFiles() {
    }

    public static Path project() {
        String root = System.getProperty("exo86.root", "");
        if (!root.isEmpty()) {
            return Path.of(root);
        }
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("toolchain")) ? here : here.getParent();
    }

    /** A file or folder below {@code toolchain/src/test/ashlar}. */
    public static Path ashlar(String name) {
        return project().resolve("toolchain/src/test/ashlar").resolve(name);
    }

    public static void golden(Path file, String actual) throws IOException {
        if (Boolean.getBoolean("update.golden")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, actual);
        }
        assertEquals(Files.exists(file) ? Files.readString(file) : "", actual, file + " (-Dupdate.golden=true writes it)");
    }
}

package exo86.cpu;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Data that lies beside the project and is not part of it: a test that needs it is skipped, visibly, where it is absent. */
public final class SharedData {
    private SharedData() {
    }

    public static Path require(String name) {
        Path path = Path.of(System.getProperty("exo86.root", ".."), "..", "shared", name).normalize();
        Assumptions.assumeTrue(Files.exists(path), "no " + path + ": conformance data is not part of the project");
        return path;
    }
}

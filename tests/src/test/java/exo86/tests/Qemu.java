package exo86.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** QEMU, where it is installed: another machine that must do what ours does. */
public final class Qemu {
    private static final String PROGRAM = "qemu-system-i386";

    private Qemu() { }

    /** Skips the test, in sight, where QEMU is not installed. */
    public static void require() {
        Assumptions.assumeTrue(installed(PROGRAM), PROGRAM + " is not installed: cross-check skipped");
    }

    static boolean installed(String program) {
        String path = System.getenv("PATH");
        return path != null && Stream.of(path.split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    static Child start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(PROGRAM, "-nographic"));
        command.addAll(Arrays.asList(arguments));
        return Child.start(command);
    }

    static String drive(Path image) {
        return "format=raw,file=" + image + ",if=ide";
    }
}

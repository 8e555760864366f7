package exo86.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The debugger on the built-in system: names of several programs at the same addresses, and the kernel's environments through its debug information. */
final class DebuggedSystemTests {
    private static String debug(Path folder, String... commands) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-cp",
                System.getProperty("java.class.path"), Main.class.getName(), "debug", "--batch"));
        for (String command : commands) {
            line.addAll(List.of("-e", command));
        }
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(out.toFile()).redirectInput(ProcessBuilder.Redirect.PIPE).start();
        process.getOutputStream().close();
        int code = process.waitFor();
        String text = Files.readString(out);
        assertEquals(0, code, text);
        return text;
    }

    @Test
    void shellAndKernelByName(@TempDir Path folder) throws IOException, InterruptedException {
        String text = debug(folder, "b sh.main", "c", "bt", "info envs", "delete", "c", "info envs", "send ls", "c");
        assertTrue(text.contains("STOP  breakpoint 1, hit 1"), text);
        assertTrue(text.contains("#1  ") && text.contains("libos.unix.process.begin"), text);
        assertTrue(text.lines().anyMatch(l -> l.startsWith("*") && l.contains("runnable") && l.endsWith("sh")), text);
        assertTrue(text.lines().anyMatch(l -> l.contains("sleeping") && l.endsWith("sh")), text);
        assertTrue(text.lines().anyMatch(l -> l.equals("etc")), text);
    }
}

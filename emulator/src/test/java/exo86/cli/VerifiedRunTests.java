package exo86.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.cli.RunSession.Serial;
import exo86.cli.RunSession.Settings;
import exo86.cpu.Engine;
import exo86.cpu.Interpreted;
import exo86.machine.MachinePlan;
import exo86.machine.MultibootKernel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the user gets of a mismatch. */
final class VerifiedRunTests {
    private static final Engine.Factory LIAR = cpu -> new Engine() {
        @Override
        public boolean run(long budget) {
            boolean result = cpu.interpret(budget) != Interpreted.FAULT;
            if (cpu.time > 30_000) {
                cpu.ebp++;
            }
            return result;
        }
    };

    @TempDir
    Path folder;

    @Test
    void aMismatchLeavesABundle() throws Exception {
        Path source = folder.resolve("guest.asm");
        try (InputStream text = VerifiedRunTests.class.getResourceAsStream("/exo86/bench/guest.asm")) {
            Files.write(source, text.readAllBytes());
        }
        Path guest = folder.resolve("my guest.bin");
        assertEquals(0, Main.run("asm", "-f", "bin", "-o", guest.toString(), source.toString()));
        MachinePlan plan = MachinePlan.bare().kernel(MultibootKernel.read("guest", Files.readAllBytes(guest), 32, "", List.of()));
        Settings settings = new Settings(new Serial.Nowhere(), false, 0, Long.MAX_VALUE, false, false);
        VerifiedRun run = new VerifiedRun(LIAR, 1, folder, List.of("run", "-kernel", guest.toString(), "-m", "32", "-serial", "null", "--engine=verify"));
        assertEquals(ExitCode.DIVERGED, run.reads(guest).run(maker -> new RunSession(plan, settings, OutputStream.nullOutputStream(), maker)));
        Path bundle = bundle();
        assertArrayEquals(Files.readAllBytes(guest), Files.readAllBytes(bundle.resolve("1-my guest.bin")));
        assertEquals(List.of("run", "-kernel", "\"1-my guest.bin\"", "-m", "32", "-serial", "null", "--engine=verify"), Files.readAllLines(bundle.resolve("arguments")));
        String text = Files.readString(bundle.resolve("mismatch.txt"));
        assertTrue(text.contains("ebp") && text.contains("the interpreter:") && text.contains("the code:"), text);
        assertEquals(0, Files.size(bundle.resolve("input")));
        assertEquals(0, Main.run("@" + again(bundle)), "the same command with a true engine");
    }

    private Path bundle() throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("exo86-mismatch-")).findFirst().orElseThrow();
        }
    }

    /** The bundle's arguments with a path that holds outside of its folder too. */
    private Path again(Path bundle) throws IOException {
        Path arguments = folder.resolve("again");
        Files.writeString(arguments, Files.readString(bundle.resolve("arguments")).replace("1-my", bundle + "/1-my"));
        return arguments;
    }
}

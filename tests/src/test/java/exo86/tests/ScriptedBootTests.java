package exo86.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.machine.Machine;
import exo86.machine.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The system from power-on to power-off under a script, byte by byte. Write the golden text anew with {@code -Dupdate.golden=true}. */
final class ScriptedBootTests {
    static final String SCRIPT = "ls\necho hello | wc\nwild\nforge\nmem\nshutdown\n";
    private static final long PROMPT_LIMIT = 20_000_000;

    @Test
    void transcript() throws IOException {
        StringBuilder output = new StringBuilder();
        Machine machine = Session.scripted(Built.image(), SCRIPT, output);
        Outcome outcome = machine.run(Session.PATIENCE);
        assertInstanceOf(Outcome.PoweredOff.class, outcome, output.toString());
        String text = normal(output.toString());
        Path golden = Built.root().resolve("tests/src/test/resources/exo86/tests/scripted-boot.txt");
        if (Boolean.getBoolean("update.golden")) {
            Files.writeString(golden, text);
        }
        assertEquals(Files.readString(golden), text);
    }

    /** What may differ from build to build: addresses of code, and how much memory things take. */
    private static String normal(String output) {
        return output.replaceAll("\r\n", "\n")
                .replaceAll("0x[0-9a-f]{8}", "ADDRESS")
                .replaceAll("mapping its frame [0-9a-f]+", "mapping its frame FRAME")
                .replaceAll("(?m)^(frames|free|kernel|in use|shared) +\\d+ +\\d+ KiB$", "$1 NUMBER KiB")
                .replaceAll("(?m)^file cache \\d+ frames, \\d+ hits, \\d+ misses$", "file cache NUMBER frames, NUMBER hits, NUMBER misses");
    }

    @Test
    void promptIsThereSoon() {
        Session session = Session.booted(Built.image());
        System.out.println("power-on to prompt: " + session.machine.instructions() + " instructions");
        assertTrue(session.machine.instructions() <= PROMPT_LIMIT, session.machine.instructions() + " instructions");
    }

    /** Nothing reaches a terminal or a pipe that is not text; erasing goes back one place at a time. */
    @Test
    void outputIsPlainText() {
        Session session = Session.booted(Built.image());
        session.type("ecxx\b\u007fho\ttab\n");
        session.await("$ ");
        session.command("cat /bin/nothing");
        session.type("lsls\u0015\n");
        session.await("$ ");
        session.end("shutdown");
        String output = session.transcript();
        for (int i = 0; i < output.length(); i++) {
            char c = output.charAt(i);
            boolean line = c == '\n' || c == '\r' && i + 1 < output.length() && output.charAt(i + 1) == '\n';
            boolean erasing = c == '\b' && (output.startsWith("\b \b", i) || i >= 2 && output.startsWith("\b \b", i - 2));
            assertTrue(c >= ' ' && c < 0x7f || line || erasing, "byte %02x at %d of:\n%s".formatted((int) c, i, output));
        }
        assertTrue(output.contains("\b \b"), "something was erased");
    }

    @Test
    void endOfInputTurnsTheMachineOff() {
        StringBuilder output = new StringBuilder();
        Outcome outcome = Session.scripted(Built.image(), "echo last\n", output).run(Session.PATIENCE);
        assertInstanceOf(Outcome.PoweredOff.class, outcome, output.toString());
        assertTrue(output.toString().contains("\nlast\n"), output.toString());
    }
}

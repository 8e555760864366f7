package exo86.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JitCommandTests {
    @TempDir
    Path folder;

    private record Result(int code, String out, String error) { }

    private static Result exo86(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream talk = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(talk, true, StandardCharsets.UTF_8));
        try {
            int code = Main.run(arguments);
            return new Result(code, printed.toString(StandardCharsets.UTF_8), talk.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @Test
    void showsARegionOfARunningGuest() throws IOException {
        Path source = folder.resolve("guest.asm");
        try (InputStream text = JitCommandTests.class.getResourceAsStream("/exo86/bench/guest.asm")) {
            Files.write(source, text.readAllBytes());
        }
        String guest = folder.resolve("guest.bin").toString();
        assertEquals(0, exo86("asm", "-f", "bin", "-o", guest, source.toString()).code);
        Result shown = exo86("jit", "show", "0x10005d", "-kernel", guest, "--after", "20000");
        assertEquals(0, shown.code, shown.error);
        assertTrue(shown.out.contains("0010005d  imul eax,eax,0x10dcd") && shown.out.contains("ways out:") && shown.out.contains("istore eax\n"), shown.out);
        assertEquals(2, exo86("jit", "show", "0x5000000", "-kernel", guest).code);
        assertEquals(2, exo86("jit", "show", "main", "-kernel", guest).code);
        assertEquals(2, exo86("jit").code);
    }
}

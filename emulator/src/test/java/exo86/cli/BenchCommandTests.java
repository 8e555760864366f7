package exo86.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchCommandTests {
    /** What a sum from 1 to 3000h and the generator's 1000h steps are. */
    private static final String SUM = "04801800";

    @TempDir
    Path folder;

    private Path guest;

    private record Result(int code, String out, String error) { }

    private static Result exo86(Object... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream talk = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(talk, true, StandardCharsets.UTF_8));
        try {
            int code = Main.run(java.util.Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
            return new Result(code, printed.toString(StandardCharsets.UTF_8), talk.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @BeforeEach
    void assemble() throws IOException {
        Path source = folder.resolve("guest.asm");
        try (InputStream text = BenchCommandTests.class.getResourceAsStream("/exo86/bench/guest.asm")) {
            Files.write(source, text.readAllBytes());
        }
        guest = folder.resolve("guest.bin");
        Result assembled = exo86("asm", "-f", "bin", "-o", guest, source);
        assertEquals(0, assembled.code, assembled.error);
    }

    @Test
    void oursAlone() {
        Result result = exo86("bench", "--rounds", 1, "--qemu", "none", "--engine", "jit,interp", "--jit-stats", guest);
        assertEquals(0, result.code, result.error);
        assertTrue(result.out.contains("guest.bin: microseconds per iteration") && result.out.contains("sum") && result.out.contains("12288"), result.out);
        assertTrue(result.out.contains("jit/interp") && result.out.contains("jit: regions ") && result.out.contains("deoptimisations: "), result.out);
        assertTrue(result.error.contains("QEMU skipped: --qemu none"), result.error);
    }

    @Test
    void besideQemuWithAPicture() throws IOException {
        assumeTrue(Launcher.find("qemu-system-i386").isPresent(), "qemu-system-i386 is not installed: comparison skipped");
        Path picture = folder.resolve("ratios.png");
        Result result = exo86("bench", "--rounds", 1, "--json", "--png", picture, guest);
        assumeTrue(!result.error.contains("no fonts"), "this host has no fonts: picture skipped");
        assertEquals(0, result.code, result.error);
        assertTrue(result.out.lines().anyMatch(line -> line.contains("\"contestant\":\"qemu\"") && line.contains("\"kernel\":\"mul\"")), result.out);
        assertEquals(900, ImageIO.read(picture.toFile()).getWidth());
    }

    @Test
    void aWrongResultIsAnErrorExit() throws IOException {
        Path liar = folder.resolve("liar");
        Files.writeString(liar, "#!/bin/sh\nprintf 'B sum 3000\\nE sum 1\\nB mul 1000\\nE mul 1\\nDONE\\n'\n");
        assertTrue(liar.toFile().setExecutable(true));
        Result result = exo86("bench", "--rounds", 1, "--qemu", liar, guest);
        assertEquals(5, result.code, result.error);
        assertTrue(result.error.contains("checksums differ: guest.bin, sum: jit computed " + SUM + "/12288 " + SUM + "/12288; qemu computed 1/12288"), result.error);
    }

    @Test
    void mistakesAreOneLine() {
        assertEquals(2, exo86("bench", "--rounds", 0, guest).code);
        assertEquals(2, exo86("bench", "--engine", "warp", guest).code);
        assertEquals(7, exo86("bench", folder.resolve("absent.elf")).code);
        Result silent = exo86("bench", "--rounds", 1, "--qemu", "none", folder.resolve("guest.asm"));
        assertEquals(1, silent.code);
        assertTrue(silent.error.contains("ended without DONE"), silent.error);
    }
}

package exo86.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.machine.Guests;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code boot} in a process of its own, with a system that only counts how often its disk was booted. */
final class BootTests {
    private static final byte[] COUNTER = Guests.bootSector("""
                    xor ax, ax
                    mov ds, ax
                    mov es, ax
                    mov ax, 0x0201
                    mov bx, 0x8000
                    mov cx, 2
                    mov dx, 0x80
                    int 0x13
                    mov al, [0x8000]
                    add al, '0'
                    mov dx, 0x3F8
                    out dx, al
                    inc byte [0x8000]
                    mov ax, 0x0301
                    mov dx, 0x80
                    int 0x13
                    mov dx, 0x604
                    mov ax, 0x2000
                    out dx, ax
                    hlt
            """);

    @TempDir
    Path folder;

    private record Result(int code, String output, String error) { }

    private Result boot(String... options) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-cp", folder.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path"),
                "exo86.cli.Main", "boot");
        builder.command().addAll(List.of(options));
        builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(120, TimeUnit.SECONDS));
        return new Result(process.exitValue(), output, error);
    }

    private void image(byte[] content) throws IOException {
        Path file = folder.resolve("classes/exo86/image/unix.img");
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    @Test
    void liveBootsKeepTheirDiskAndPipedOnesDoNot() throws IOException, InterruptedException {
        image(COUNTER);
        assertEquals(new Result(0, "0", ""), boot());
        assertEquals(new Result(0, "0", ""), boot("--live"));
        assertEquals(new Result(0, "1", ""), boot("--live"));
        assertEquals(new Result(0, "0", ""), boot());
        assertEquals(new Result(0, "2", ""), boot("--live"));
        assertEquals(new Result(0, "0", ""), boot("--live", "--fresh"));

        byte[] newer = COUNTER.clone();
        newer[512] = 5;
        image(newer);
        Result kept = boot("--live");
        assertEquals("1", kept.output);
        assertTrue(kept.error.contains("built anew") && kept.error.contains("--fresh"), kept.error);
        assertEquals(new Result(0, "5", ""), boot("--live", "--fresh"));

        Path disk = folder.resolve("state/exo86/unix.img");
        try (FileChannel taken = FileChannel.open(disk, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            taken.lock();
            Result refused = boot("--live");
            assertEquals(7, refused.code);
            assertTrue(refused.error.contains("another exo86"), refused.error);
        }
        Files.write(disk, new byte[100]);
        assertEquals(7, boot("--live").code, "a damaged disk is refused");
        assertEquals(new Result(0, "5", ""), boot("--live", "--fresh"));
    }
}

package exo86.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.machine.Guests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line in this process. The guest's output goes to a file, so that standard input is never touched. */
final class CommandLineTests {
    @TempDir
    Path folder;

    private record Result(int code, String error) { }

    private static Result exo86(String... arguments) {
        PrintStream before = System.err;
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
        try {
            return new Result(Main.run(arguments), error.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(before);
        }
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private Path disk(String code) throws IOException {
        return file("disk.img", Guests.bootSector(code));
    }

    private static String exit(int status) {
        return "mov al, " + status + "\nmov dx, 0x501\nout dx, al\nhlt";
    }

    private void assertRefused(Result result, int code, String... parts) {
        assertEquals(code, result.code, result.error);
        assertTrue(result.error.startsWith("exo86: error: "), result.error);
        assertTrue(result.error.lines().count() <= 2, result.error);
        assertFalse(result.error.contains("\tat ") || result.error.contains("\u001b"), result.error);
        for (String part : parts) {
            assertTrue(result.error.contains(part), () -> "'" + part + "' is missing in: " + result.error);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "5,1", "51,3"})
    void exitPortDecidesTheExitCode(int status, int code) throws IOException {
        Path out = folder.resolve("out");
        Result result = exo86("run", disk(exit(status)).toString(), "-serial", "file:" + out);
        assertEquals(code, result.code, result.error);
        assertEquals("", Files.readString(out));
        assertEquals(code == 0, result.error.isEmpty(), result.error);
    }

    @Test
    void serialOutputIsTheGuestsAndNothingElse() throws IOException {
        Path out = folder.resolve("out");
        Path debug = folder.resolve("debug");
        Result result = exo86("run", "-hda", disk("mov al, 'A'\nmov dx, 0x3F8\nout dx, al\nmov al, 'D'\nout 0xE9, al\n" + exit(0)).toString(),
                "-serial", "file:" + out, "-debugcon", "file:" + debug, "-m", "16M", "-nographic", "-display", "none",
                "-no-reboot", "-no-shutdown", "-snapshot", "-boot", "c");
        assertEquals(0, result.code, result.error);
        assertEquals("A", Files.readString(out));
        assertEquals("D", Files.readString(debug));
    }

    @Test
    void debugExitDevice() throws IOException {
        String disk = disk("mov al, 7\nmov dx, 0xF4\nout dx, al\nhlt").toString();
        Result result = exo86("run", "-drive", "file=" + disk + ",format=raw,if=ide", "-device", "isa-debug-exit,iobase=0xf4,iosize=4",
                "-serial", "null");
        assertEquals(1, result.code);
        assertTrue(result.error.contains("07h"), result.error);
    }

    @Test
    void hashAndCountAreRepeatable() throws IOException {
        String disk = disk(exit(0)).toString();
        Result first = exo86("run", disk, "-serial", "null", "--hash");
        Result second = exo86("run", disk, "-serial", "null", "--hash");
        assertTrue(first.error.matches("exo86: instructions \\d+ hash [0-9a-f]{32}\n"), first.error);
        assertEquals(first.error, second.error);
    }

    @Test
    void budgets() throws IOException {
        String disk = disk("jmp $").toString();
        Result instructions = exo86("run", disk, "-serial", "null", "--max-insns", "100k", "--hash");
        assertEquals(4, instructions.code);
        assertTrue(instructions.error.contains("instructions 100000 hash"), instructions.error);
        Result time = exo86("run", disk, "-serial", "null", "--timeout", "1");
        assertEquals(4, time.code);
        assertTrue(time.error.contains("--timeout"), time.error);
    }

    @Test
    void crashIsExplained() throws IOException {
        Result result = exo86("run", disk("cli\nlidt [cs:none]\nmov eax, cr0\nor al, 1\nmov cr0, eax\nint3\nnone: dw 0, 0, 0").toString(),
                "-serial", "null");
        assertEquals(3, result.code);
        assertTrue(result.error.contains("triple fault") && result.error.contains("third:"), result.error);
    }

    @Test
    void resetEndsTheRun() throws IOException {
        String disk = disk("mov al, 0xfe\nout 0x64, al\nhlt").toString();
        Result explained = exo86("run", disk, "-serial", "null");
        assertEquals(1, explained.code);
        assertTrue(explained.error.contains("keyboard controller"), explained.error);
        assertEquals(0, exo86("run", disk, "-serial", "null", "-no-reboot").code);
    }

    @Test
    void writesStayInMemoryUnlessAllowed() throws IOException {
        Path disk = disk("""
                        xor ax, ax
                        mov es, ax
                        mov ax, 0x0301
                        mov bx, 0x7C00
                        mov cx, 0x0005
                        mov dx, 0x0080
                        int 0x13
                        """ + exit(0));
        byte[] before = Files.readAllBytes(disk);
        assertEquals(0, exo86("run", disk.toString(), "-serial", "null").code);
        assertTrue(Arrays.equals(before, Files.readAllBytes(disk)));
        assertEquals(0, exo86("run", disk.toString(), "-serial", "null", "--writable").code);
        byte[] after = Files.readAllBytes(disk);
        assertTrue(Arrays.equals(after, 4 * 512, 5 * 512, before, 0, 512), "sector 4 is the boot sector now");
    }

    @Test
    void unusableImages() throws IOException {
        assertRefused(exo86("run", "-hda", "nowhere.img"), 7, "nowhere.img", "no such file");
        assertRefused(exo86("run", file("empty.img", new byte[0]).toString()), 7, "empty");
        assertRefused(exo86("run", file("small.img", new byte[100]).toString()), 7, "100 bytes");
        assertRefused(exo86("run", file("cut.img", new byte[1000]).toString()), 7, "1000 bytes", "cut off");
        assertRefused(exo86("run", file("blank.img", new byte[4096]).toString()), 7, "not bootable");
        assertRefused(exo86("run", folder.toString()), 7, "folder");
        assertRefused(exo86("run", "-kernel", file("text", "no kernel".getBytes(StandardCharsets.UTF_8)).toString()), 7, "multiboot");
        assertRefused(exo86("run", "-kernel", file("elf", new byte[] {0x7f, 'E', 'L', 'F', 1}).toString()), 7);
        byte[] partition = Guests.bootSector("hlt");
        System.arraycopy(new byte[] {(byte) 0x80, 0, 0, 0, 0x7f, 0, 0, 0, 0, 8, 0, 0, 0, 0, 1, 0}, 0, partition, 446, 16);
        assertRefused(exo86("run", file("short.img", partition).toString()), 7, "cut off", "sector 67584");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "-smp 2|one processor", "-accel kvm|engine", "-vnc :1|screen", "-enable-kvm|engine", "-cpu host|processor model",
        "-netdev user|network", "-nic none|network", "-usb|USB", "-vga std|screen", "-cdrom x|CD-ROM", "-fda x|floppy",
        "-display gtk|screen", "-device e1000|isa-debug-exit", "-boot d|disk only",
        "-m 5x|unit", "-m 1|2 to 2047", "-m 1.5G|not a size", "-rtc base=soon|not a date", "-serial tcp::1|file:PATH",
        "--max-insns many|instructions", "--timeout x|timeout", "--hsh|did you mean '--hash'?", "-seral stdio|did you mean '-serial'?"})
    void refusedFlags(String flags, String reason) throws IOException {
        String[] words = ("run " + disk("hlt") + " " + flags).split(" ");
        assertRefused(exo86(words), 2, reason);
    }

    @Test
    void unknownCommands() {
        assertRefused(exo86("rnu"), 2, "did you mean 'exo86 run'?");
        assertRefused(exo86("xyzzy"), 2, "--help");
        assertRefused(exo86(), 2, "no command");
        assertRefused(exo86("run"), 2, "nothing to start");
        assertRefused(exo86("run", "-drive", "file=x,format=qcow2"), 2, "qcow2", "raw");
    }

    @Test
    void pipedInputIsAScript() throws IOException, InterruptedException {
        Path disk = disk("""
                again:  mov ah, 0
                        int 0x16
                        mov dx, 0x3F8
                        out dx, al
                        cmp al, 4
                        jne again
                """ + exit(0));
        List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "-cp", System.getProperty("java.class.path"), "exo86.cli.Main", "run", disk.toString(), "--hash");
        String[] errors = new String[2];
        for (int i = 0; i < 2; i++) {
            Process process = new ProcessBuilder(command).start();
            try (var in = process.getOutputStream()) {
                in.write("typed".getBytes(StandardCharsets.UTF_8));
                in.flush();
                Thread.sleep(i * 300);
                in.write(" words".getBytes(StandardCharsets.UTF_8));
            }
            assertEquals("typed words\004", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            errors[i] = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(120, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue(), errors[i]);
        }
        assertEquals(errors[0], errors[1], "when the host's bytes come has no influence");
    }
}

package exo86.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.machine.MultibootKernel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people get wrong: one line that says so, the documented exit code, no stack trace. */
final class BadInputTests {
    private static final int USAGE = 2;
    private static final int UNREADABLE = 7;

    @TempDir
    Path folder;

    private String file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content).toString();
    }

    private static CommandLine.Result run(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 4);
        all[arguments.length] = "-serial";
        all[arguments.length + 1] = "null";
        all[arguments.length + 2] = "--max-insns";
        all[arguments.length + 3] = "30000000";
        String[] whole = new String[all.length + 1];
        whole[0] = "run";
        System.arraycopy(all, 0, whole, 1, all.length);
        return CommandLine.exo86(whole);
    }

    @Test
    void images() throws IOException {
        byte[] image = Built.image();
        run(folder.resolve("nowhere.img").toString()).assertRefused(UNREADABLE, "nowhere.img", "no such file");
        run(folder.toString()).assertRefused(UNREADABLE, "folder");
        run(file("empty.img", new byte[0])).assertRefused(UNREADABLE, "empty");
        run(file("odd.img", Arrays.copyOf(image, 1000))).assertRefused(UNREADABLE, "1000 bytes");
        run(file("blank.img", new byte[1 << 20])).assertRefused(UNREADABLE, "not bootable");
        run(file("cut.img", Arrays.copyOf(image, image.length / 2))).assertRefused(UNREADABLE, "cut off");
    }

    /** A disk that begins well and has no kernel, or no file system: the loader or the server says so. */
    @Test
    void disksThatBeginWell() throws IOException {
        byte[] image = Built.image();
        assertSays(without(image, 512, 1024), "no boot header");
        byte[] kernel = image.clone();
        kernel[headerKernel(image) * 512] ^= 0x55;
        assertSays(kernel, "kernel");
        byte[] files = image.clone();
        Arrays.fill(files, 2048 * 512, 2048 * 512 + 4096, (byte) 0);
        assertSays(files, "unix: cannot start: the first partition has no file system of ours\n");
    }

    private static int headerKernel(byte[] image) {
        return image[512 + 20] & 0xff | (image[512 + 21] & 0xff) << 8;
    }

    private static byte[] without(byte[] image, int from, int to) {
        byte[] copy = image.clone();
        Arrays.fill(copy, from, to, (byte) 0);
        return copy;
    }

    private static void assertSays(byte[] image, String text) {
        Session session = Session.of(image, 32);
        session.machine.run(200_000_000);
        assertTrue(session.transcript().contains(text) && !session.transcript().contains("$ "), session.transcript());
    }

    /** Every field of a kernel's headers, with a lie in it: refused, or harmless, never an exception of Java. */
    @Test
    void kernelsThatLie() throws IOException {
        byte[] good = Files.readAllBytes(Built.root().resolve("tests/bench/cpu1.elf"));
        run("-kernel", file("short.elf", Arrays.copyOf(good, 60))).assertRefused(UNREADABLE, "short.elf");
        run("-kernel", file("text.elf", "no kernel".getBytes(StandardCharsets.UTF_8))).assertRefused(UNREADABLE, "text.elf");
        byte[] far = good.clone();
        far[28] = (byte) 0xf0;
        far[31] = (byte) 0x7f;
        run("-kernel", file("far.elf", far)).assertRefused(UNREADABLE, "far.elf");
        Random random = new Random(86);
        for (int i = 0; i < 400; i++) {
            byte[] bad = good.clone();
            for (int k = random.nextInt(3); k >= 0; k--) {
                int at = random.nextInt(52 + 3 * 32);
                bad[at] = (byte) (random.nextBoolean() ? 0xff : random.nextInt(256));
            }
            try {
                MultibootKernel.read("bad.elf", bad, 64, "", List.of());
            } catch (exo86.machine.ImageException refused) {
                assertTrue(refused.getMessage().startsWith("bad.elf"), refused.getMessage());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"-smp 2|one processor", "-enable-kvm|engine", "-vnc :1|screen", "-netdev user|network", "-cdrom x|CD-ROM",
        "-usb|USB", "-cpu host|processor model", "-bios x|firmware", "-hdb x|one disk", "--nonsense|unknown option", "-m 1|2 to 2047"})
    void flags(String flags, String reason) throws IOException {
        String[] words = ("run " + file("disk.img", Built.image()) + " " + flags).split(" ");
        CommandLine.exo86(words).assertRefused(USAGE, reason);
    }

    @Test
    void sources() throws IOException {
        file("latin.ash", new byte[] {'/', '/', '/', ' ', (byte) 0xe4, '\n', 'm', 'o', 'd', 'u', 'l', 'e', ' ', 'l', 'a', 't', 'i', 'n', '\n'});
        CommandLine.Result latin = CommandLine.ash("check", "--root", folder.toString(), "--module", "latin");
        latin.assertRefused(UNREADABLE, "latin.ash:1:", "UTF-8");
        CommandLine.ash("check", "--root", folder.toString(), "--module", "missing").assertRefused(UNREADABLE, "missing");
        assertEquals(USAGE, CommandLine.ash("check", "--wrong").code());
    }

    /** Paging goes on with no page tables: the fetch faults, so does each handler. */
    @Test
    void tripleFaultIsExplained() throws IOException {
        Path source = Files.createDirectory(folder.resolve("crash"));
        Files.writeString(source.resolve("crash.ash"), """
                /// Falls over.
                system module crash

                struct Multiboot @size(12) { magic: u32, flags: u32, checksum: u32 }

                @section(".multiboot") @keep
                const HEADER: Multiboot = Multiboot{ magic: 0x1BADB002, flags: 0, checksum: 0x100000000 - 0x1BADB002 }

                @entry
                asm fn start() never {
                    mov eax, 0x80000001
                    mov cr0, eax
                    hlt
                }
                """);
        Path kernel = folder.resolve("crash.elf");
        CommandLine.Result built = CommandLine.ash("build", "--root", source.toString(), "--module", "crash", "--layout", "flat", "-o", kernel.toString());
        assertEquals(0, built.code(), built.error());
        CommandLine.Result result = run("-kernel", kernel.toString());
        assertEquals(3, result.code(), result.error());
        for (String part : List.of("triple fault", "first:", "second:", "third:", "no page is there")) {
            assertTrue(result.error().contains(part), result.error());
        }
    }
}

package exo86.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.image.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same image, byte by byte, on our machine and in QEMU: the same lines from the kernel's first one on. */
final class QemuCrossBootTests {
    private static final String KERNEL = "exo86 kernel\n";

    @TempDir
    Path folder;

    @BeforeAll
    static void installed() {
        Qemu.require();
    }

    private interface Terminal {
        String command(String line) throws InterruptedException;
    }

    /** What both machines print for the same lines. Which frame the victim's page is in depends on the size of memory that firmware leaves. */
    private static String lines(Terminal terminal) throws InterruptedException {
        StringBuilder printed = new StringBuilder();
        for (String line : List.of("ls", "ls -l /bin", "echo hello | wc", "cat /etc/motd | grep a | wc", "wild", "forge", "echo written > /tmp/f", "cat /tmp/f")) {
            printed.append(line).append(":\n").append(terminal.command(line).replace("\r", "").replaceAll("\\$ $", ""));
        }
        return printed.toString().replaceAll("mapping its frame [0-9a-f]+", "mapping its frame FRAME");
    }

    @Test
    void sameDiskSameSystem() throws IOException, InterruptedException, ImageException {
        Path disk = Files.write(folder.resolve("unix.img"), Built.image());
        Session ours = Session.booted(Built.image());
        String here = ours.transcript().substring(ours.transcript().indexOf(KERNEL)) + lines(ours::command);
        ours.end("shutdown");

        String there;
        try (Child qemu = Qemu.start("-drive", Qemu.drive(disk))) {
            String start = qemu.await(Session.PROMPT).replace("\r", "");
            there = start.substring(start.indexOf(KERNEL)) + lines(qemu::command);
            qemu.type("shutdown\n");
            assertEquals(0, qemu.end(), qemu.output() + qemu.error());
        }
        assertEquals(here, there);
        assertEquals(List.of(), Built.problems(Files.readAllBytes(disk)));

        try (Child again = Qemu.start("-drive", Qemu.drive(disk))) {
            again.await(Session.PROMPT);
            assertEquals("written\n$ ", again.command("cat /tmp/f").replace("\r", ""));
            again.type("shutdown\n");
            assertEquals(0, again.end(), again.output() + again.error());
        }
        assertEquals("written\n", Session.booted(Files.readAllBytes(disk)).command("cat /tmp/f"), "and back on our machine");
    }

    /** The kernel entered by multiboot, without boot sector and loader; here too through the command line. */
    @Test
    void kernelByMultiboot() throws IOException, InterruptedException {
        Path disk = Files.write(folder.resolve("unix.img"), Built.image());
        Path kernel = Files.write(folder.resolve("kernel.elf"), Built.kernel());
        Path server = Files.write(folder.resolve("server.elf"), Built.programFile("server"));
        String there;
        try (Child qemu = Qemu.start("-kernel", kernel.toString(), "-initrd", server.toString(), "-drive", Qemu.drive(disk), "-snapshot")) {
            String start = qemu.await(Session.PROMPT).replace("\r", "");
            there = start.substring(start.indexOf(KERNEL)) + qemu.command("echo hello | wc").replace("\r", "");
            qemu.type("shutdown\n");
            assertEquals(0, qemu.end(), qemu.output() + qemu.error());
        }
        try (Child ours = Child.exo86(folder, "run", "-kernel", kernel.toString(), "-initrd", server.toString(), "-hda", disk.toString(), "-nographic")) {
            ours.close("echo hello | wc\nshutdown\n");
            assertEquals(0, ours.end(), ours.error());
            String here = ours.output().replace("$ echo hello | wc\n", "$ ").replaceAll("shutdown\n$", "");
            assertTrue(here.startsWith(KERNEL), here);
            assertEquals(there, here);
        }
    }
}

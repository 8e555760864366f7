package exo86.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** gdb steps our kernel by source line, in QEMU, from our disk image: the kernel's debug information in other people's hands. */
final class GdbKernelTests {
    private static final int PATIENCE = 240;

    @TempDir
    Path folder;

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private String debugged(String commands) throws IOException, InterruptedException {
        Qemu.require();
        Assumptions.assumeTrue(Qemu.installed("gdb"), "gdb is not installed: the kernel is not stepped by it");
        Path image = folder.resolve("unix.img");
        Path kernel = folder.resolve("kernel.elf");
        Files.write(image, Built.image());
        Files.write(kernel, Built.kernel());
        int port = freePort();
        Path script = folder.resolve("script.gdb");
        Files.writeString(script, "set pagination off\nset width 0\nset confirm off\nset debuginfod enabled off\nset architecture i386\nset tcp connect-timeout 60\n"
                + "target remote localhost:" + port + "\n" + commands + "kill\n");
        try (Child _ = Qemu.start("-drive", Qemu.drive(image), "-S", "-gdb", "tcp::" + port)) {
            Process gdb = new ProcessBuilder(List.of("gdb", "-q", "-batch", "-nx", "-x", script.toString(), kernel.toString()))
                    .directory(Built.root().toFile()).redirectErrorStream(true).redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile())).start();
            Thread watch = Thread.ofPlatform().daemon().start(() -> {
                try {
                    if (!gdb.waitFor(PATIENCE, TimeUnit.SECONDS)) {
                        gdb.destroyForcibly();
                    }
                } catch (InterruptedException ended) {
                    gdb.destroyForcibly();
                }
            });
            String said = new String(gdb.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            watch.join();
            return said;
        }
    }

    private static void assertSays(String said, String pattern) {
        assertTrue(said.lines().anyMatch(line -> line.matches(pattern)), () -> "no line " + pattern + " in:\n" + said);
    }

    @Test
    void gdbStepsTheKernelByLineAndShowsATrapFrame() throws IOException, InterruptedException {
        String said = debugged("""
            hbreak kernel.boot.main
            continue
            next
            info args
            next
            delete
            hbreak kernel.trap.exception
            continue
            backtrace
            info args
            print *f
            print f->vector
            delete
            hbreak kernel.upcall.deliver
            continue
            next
            next
            next
            next
            info locals
            print high - low
            delete
            hbreak Environment.enter_at
            continue
            backtrace
            print self->number
            up
            info args
            """);
        assertSays(said, "Breakpoint 1, main \\(.*\\) at exokernel/kernel/boot\\.ash:\\d+");
        assertSays(said, "magic = " + 0x2BADB002);
        assertSays(said, "\\d+\\s+(cpu\\.outb\\(.+\\)|segments\\.start\\(\\))");
        assertSays(said, "Breakpoint 2, exception \\(f=0x[0-9a-f]+ <kernel\\.environment.*, cr2=\\d+\\) at exokernel/kernel/trap\\.ash:\\d+");
        assertSays(said, "#1  .* in page_fault \\(.*\\) at exokernel/kernel/trap\\.ash:\\d+");
        assertSays(said, "\\$1 = \\{edi = .*, vector = 14, error = \\d+, eip = \\d+, cs = 27, .*\\}");
        assertSays(said, "\\$2 = 14");
        assertSays(said, "#2  <signal handler called>");
        assertSays(said, "Breakpoint 3, deliver \\(e=0x[0-9a-f]+ <kernel\\.environment.*, vector=14, error=\\d+, cr2=\\d+, entry=\\d+\\) at .*");
        assertSays(said, "3[0-9]\\s+let nested = .*|3[0-9]\\s+let high = .*");
        assertSays(said, "low = [1-9]\\d+");
        assertSays(said, "f = 0x[0-9a-f]+ <kernel\\.environment.*");
        assertSays(said, "\\$3 = 8192");
        assertSays(said, "Breakpoint 4(\\.\\d)?, Environment\\.enter_at \\(self=0x[0-9a-f]+ <kernel\\.environment.*, eip=\\d+, esp=\\d+\\) at exokernel/kernel/environment\\.ash:\\d+");
        assertSays(said, "\\$4 = [1-9]\\d*");
        assertSays(said, "#1  .*\\w+ \\(.*e=0x[0-9a-f]+ <kernel\\.environment.*\\) at exokernel/kernel/\\w+\\.ash:\\d+");
        Matcher interrupted = Pattern.compile("(?m)^#3  0x([0-9a-f]+) in \\?\\? \\(\\)$").matcher(said);
        Matcher eip = Pattern.compile(", eip = (\\d+), ").matcher(said);
        assertTrue(interrupted.find() && eip.find(), said);
        assertEquals(Long.parseLong(eip.group(1)), Long.parseLong(interrupted.group(1), 16), "the frame behind the trap is what was interrupted");
    }
}

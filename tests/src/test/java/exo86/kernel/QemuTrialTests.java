package exo86.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same trial in QEMU: the kernel relies on nothing that only our machine has. */
class QemuTrialTests {
    private static final long SECONDS = 90;

    @Test
    void theTrialPassesInQemu(@TempDir Path folder) throws Exception {
        Assumptions.assumeTrue(installed(), "qemu-system-i386 is not installed");
        Path kernel = Files.write(folder.resolve("kernel.elf"), Trial.kernel());
        Path program = Files.write(folder.resolve("trial.elf"), Trial.program());
        Path disk = Files.write(folder.resolve("disk.img"), Trial.disk());
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder("qemu-system-i386", "-display", "none", "-no-reboot", "-m", Trial.MEGABYTES + "M",
                "-serial", "file:" + out, "-kernel", kernel.toString(), "-initrd", program.toString(),
                "-drive", "file=" + disk + ",format=raw,if=ide").redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try {
            boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
            String said = Files.readString(out);
            assertTrue(ended, () -> "still running after " + SECONDS + " s:\n" + said);
            assertEquals(0, process.exitValue(), said);
            assertTrue(Pattern.compile(Trial.SUCCESS).matcher(said).find(), said);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static boolean installed() {
        try {
            return new ProcessBuilder("qemu-system-i386", "--version").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

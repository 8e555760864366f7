package exo86.tests.kernel;

import static org.junit.jupiter.api.Assertions.fail;

import exo86.tests.Qemu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same trial in QEMU: the kernel relies on nothing that only our machine has. */
class QemuTrialTests {
    private static final long SECONDS = 90;
    /** QEMU's devices run on the host's clock: on a busy host a request can be done before the trial has looked at it. */
    private static final int ATTEMPTS = 3;

    @Test
    void theTrialPassesInQemu(@TempDir Path folder) throws Exception {
        Qemu.require();
        String said = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            said = run(Files.createDirectory(folder.resolve("attempt" + attempt)));
            if (Pattern.compile(Trial.SUCCESS).matcher(said).find()) {
                return;
            }
            System.out.println("QEMU, attempt " + attempt + ":\n" + said);
        }
        fail("no attempt of " + ATTEMPTS + " passed; the last said:\n" + said);
    }

    /** What one run says, with how it ended behind it. */
    private static String run(Path folder) throws IOException, InterruptedException {
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
            String said = Files.exists(out) ? Files.readString(out) : "";
            if (!ended) {
                return said.replaceAll(Trial.SUCCESS, "") + "still running after " + SECONDS + " s";
            }
            return process.exitValue() == 0 ? said : said.replaceAll(Trial.SUCCESS, "") + "exit code " + process.exitValue();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}

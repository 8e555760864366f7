package exo86.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.tests.Qemu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same trial in QEMU: the kernel relies on nothing that only our machine has. */
class QemuTrialTests {
    private static final long SECONDS = 90;
    /**
     * QEMU's disk runs on the host's clock: on a busy host a request can be done before the trial has looked at it. Then these checks say so, and only these, and
     * another attempt may see more. Our machine's disk takes its time in each run.
     */
    private static final Set<String> WHILE_THE_DISK_IS_AT_WORK = Set.of("devices: pinned", "devices: one at a time", "devices: not free",
            "devices: nor to be had", "devices: now it is", "exhaustion: all are back");
    private static final int ATTEMPTS = 20;
    private static final Pattern FAILED = Pattern.compile("(?m)^FAILED (\\w+: [^:]*)");

    @Test
    void theTrialPassesInQemu(@TempDir Path folder) throws Exception {
        Qemu.require();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            String said = run(Files.createDirectory(folder.resolve("attempt" + attempt)));
            if (Pattern.compile(Trial.SUCCESS).matcher(said).find()) {
                return;
            }
            List<String> failed = FAILED.matcher(said).results().map(found -> found.group(1)).toList();
            boolean timing = !failed.isEmpty() && WHILE_THE_DISK_IS_AT_WORK.containsAll(failed) && Pattern.compile(Trial.ENDED).matcher(said).find();
            assertTrue(timing, said);
        }
        Assumptions.abort("skipped: in " + ATTEMPTS + " attempts the host's disk was done before the trial could look at a request under way; all else passed");
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

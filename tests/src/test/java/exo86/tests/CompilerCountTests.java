package exo86.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.ash.driver.Level;
import exo86.bench.kernels.KernelFailure;
import exo86.bench.kernels.KernelSuite;
import exo86.elf.ElfWriter;
import exo86.elf.Executable;
import exo86.hosted.Counts;
import exo86.hosted.End;
import exo86.hosted.HostedProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The compiler bench's counts are those of valgrind, which runs the same file as a Linux process: all instructions, less one for each REP that
 * was executed, which valgrind adds, and all data references. Its optimiser is off, because it drops loads that nobody uses, and so are its longer
 * blocks, because in them it executes the second half of a condition with {@code &&} ahead of the first half's answer, and counts that.
 */
final class CompilerCountTests {
    private static final KernelSuite SUITE = new KernelSuite(Built.root().resolve("tests/bench/compiler"));

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> countsAreValgrinds() throws IOException {
        return SUITE.names().stream().flatMap(kernel -> Stream.of(Level.values())
                .map(level -> DynamicTest.dynamicTest(kernel + " at -" + level, () -> compare(kernel, level))));
    }

    private void compare(String kernel, Level level) throws IOException, InterruptedException, KernelFailure {
        Assumptions.assumeTrue(Qemu.installed("valgrind"), "valgrind is not installed: cross-check skipped");
        Executable program = SUITE.build(kernel, options -> options.at(level));
        Path file = folder.resolve(kernel + level);
        Files.write(file, ElfWriter.write(program));
        Assumptions.assumeTrue(file.toFile().setExecutable(true), "cannot make an executable file here: cross-check skipped");
        HostedProgram hosted = new HostedProgram(program);
        hosted.count(-1);
        assertEquals(new End.Exited(0), hosted.run(1L << 40));
        Process valgrind = new ProcessBuilder("valgrind", "--tool=cachegrind", "--cache-sim=yes", "--vex-iropt-level=0", "--vex-guest-chase=no",
                "--cachegrind-out-file=" + folder.resolve("out"), file.toString()).redirectErrorStream(true).start();
        String said = new String(valgrind.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int end = valgrind.waitFor();
        Assumptions.assumeTrue(end == 0 || !said.contains("failed to start tool"), "valgrind does not run 32-bit programs here: " + said);
        assertEquals(0, end, said);
        assertTrue(said.contains(hosted.output().strip()), said);
        Counts counts = hosted.counts();
        assertEquals(number(said, "I\\s+refs"), counts.instructions() + counts.repeats(), "instructions");
        assertEquals(number(said, "D\\s+refs"), counts.references(), "data references");
    }

    private static long number(String said, String what) {
        Matcher matcher = Pattern.compile("== " + what + ":\\s+([0-9,]+)").matcher(said);
        assertTrue(matcher.find(), said);
        return Long.parseLong(matcher.group(1).replace(",", ""));
    }
}

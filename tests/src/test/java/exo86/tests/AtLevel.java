package exo86.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.ash.driver.Level;
import exo86.build.Main;
import exo86.device.Disk;
import exo86.elf.ElfException;
import exo86.elf.ElfReader;
import exo86.elf.Executable;
import exo86.elf.SectionFlag;
import exo86.machine.ImageException;
import exo86.machine.Machine;
import exo86.machine.MachinePlan;
import exo86.machine.MultibootKernel;
import exo86.machine.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The whole system built at one level of optimisation, in a folder of its own, and what it costs. */
final class AtLevel {
    private static final int MEGABYTES = 32;
    private static final int KERNEL_BASE = 0xC0000000;

    final Level level;
    final byte[] kernel;
    final byte[] image;
    private final Path folder;
    private final Path programs;

    private AtLevel(Level level, Path folder) throws IOException {
        this.level = level;
        kernel = Files.readAllBytes(folder.resolve("kernel/kernel.elf"));
        image = Files.readAllBytes(folder.resolve("image/unix.img"));
        this.folder = folder;
        programs = folder.resolve("programs");
    }

    static AtLevel build(Level level, Path folder) throws IOException {
        Path root = Built.root();
        String[] arguments = {"--recipe", root.resolve("guest/image.txt").toString(), "--kernel-root", root.resolve("exokernel").toString(),
            "--boot", root.resolve("exokernel/boot").toString(), "--root", root.resolve("guest/apps").toString(),
            "--library-root", root.resolve("guest").toString(), "--library-root", root.resolve("exokernel").toString(),
            "--out", folder.toString(), "-" + level};
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        assertEquals(0, Main.run(arguments, new PrintStream(said, true, StandardCharsets.UTF_8)), said.toString(StandardCharsets.UTF_8));
        return new AtLevel(level, folder);
    }

    /** A script fed to the shell, to the machine's own end: what it printed, and how many instructions it took. */
    record Run(String transcript, long instructions) { }

    Run run(String script) {
        StringBuilder output = new StringBuilder();
        Machine machine = Session.scripted(image, script, output);
        Outcome outcome = machine.run(Session.PATIENCE);
        assertEquals(new Outcome.PoweredOff(), outcome, () -> "at -" + level + ":\n" + output);
        return new Run(output.toString(), machine.instructions());
    }

    private static long text(byte[] elf) throws ElfException {
        return ElfReader.readExecutable("file", elf).sections().stream().filter(placed -> placed.section().flags().contains(SectionFlag.EXEC))
                .mapToLong(placed -> placed.section().size()).sum();
    }

    long kernelText() throws ElfException {
        return text(kernel);
    }

    /** Of all programs together, each with its share of the library. */
    long programText() throws ElfException, IOException {
        long sum = 0;
        try (Stream<Path> files = Files.list(programs)) {
            for (Path file : files.toList()) {
                sum += text(Files.readAllBytes(file));
            }
        }
        return sum;
    }

    /** What the system prints when the first instruction of a kernel function is an undefined one, to the machine's end. */
    String broken(String function) throws ElfException {
        Executable symbols = ElfReader.readExecutable("kernel", kernel);
        int main = symbols.symbol("kernel.boot.main").orElseThrow().value();
        StringBuilder output = new StringBuilder();
        Machine machine = Session.scripted(image, "", output);
        machine.cpu.addBreakpoint(main);
        assertTrue(machine.run(Session.PATIENCE) instanceof Outcome.Breakpoint, output.toString());
        machine.cpu.removeBreakpoint(main);
        int at = symbols.symbol(function).orElseThrow().value() - KERNEL_BASE;
        machine.memory.bytes[at] = 0x0f;
        machine.memory.bytes[at + 1] = 0x0b;
        assertTrue(machine.run(Session.PATIENCE).ended(), output.toString());
        return output.toString();
    }

    /**
     * What the kernel takes for the calls of {@code tests/programs/toll.ash} (its `time` and one that there is not), from INT to the instruction behind it:
     * the least of many, so that no interrupt is in it.
     */
    Map<Integer, Long> tolls() throws IOException, ElfException, ImageException {
        Path program = folder.resolve("toll.elf");
        CommandLine.Result built = CommandLine.ash("build", "--root", Built.root().resolve("tests/programs").toString(), "--library-root",
                Built.root().resolve("exokernel").toString(), "--module", "toll", "-o", program.toString());
        assertEquals(0, built.code(), built.error());
        StringBuilder output = new StringBuilder();
        Machine machine = new Machine(MachinePlan.bare().memory(MEGABYTES).kernel(MultibootKernel.read("kernel.elf", kernel, MEGABYTES, "",
                List.of(new MultibootKernel.Module(Files.readAllBytes(program), "")))).disk(Disk.of(new byte[1 << 20])).serial(b -> output.append((char) b)));
        int stub = ElfReader.readExecutable("kernel", kernel).symbol("kernel.trap.system_call").orElseThrow().value();
        machine.cpu.addBreakpoint(stub);
        Map<Integer, Long> least = new TreeMap<>();
        int behind = 0;
        int call = 0;
        long since = 0;
        while (machine.run(Session.PATIENCE) instanceof Outcome.Breakpoint) {
            if (machine.cpu.linearEip() == stub) {
                call = machine.cpu.eax;
                since = machine.instructions() - 1;
                machine.cpu.removeBreakpoint(behind);
                behind = machine.memory.read32((int) machine.cpu.mmu.probe(machine.cpu.esp));
                machine.cpu.addBreakpoint(behind);
            } else {
                least.merge(call, machine.instructions() - since, Math::min);
            }
        }
        assertTrue(output.toString().contains("exo86 kernel"), output.toString());
        return least;
    }
}

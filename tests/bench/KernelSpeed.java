import exo86.cpu.Cpu;
import exo86.cpu.Engine;
import exo86.cpu.InterruptController;
import exo86.cpu.PortBus;
import exo86.cpu.Stop;
import exo86.mmu.Memory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Speed of the bench guests' kernels, by CPU time and not by the clock, so that a loaded host matters less. A kernel's figure is the better of
 * the guest's two rounds (the first warms HotSpot up), then the median over the runs.
 *
 * {@code KernelSpeed interpreter ELF} runs the guest on the interpreter alone and prints, a kernel a line, its name, guest instructions,
 * nanoseconds and checksum. {@code KernelSpeed compare ELF RUNS BOCHSRC FIFO} runs that in a fresh process and Bochs by turns, and prints the
 * ratios; BOCHSRC sends COM1 to FIFO. Checksums that differ end it.
 */
public final class KernelSpeed {
    /** Nanoseconds of each round, how many instructions one takes, and what it computed. */
    private static final class Kernel {
        final List<Long> rounds = new ArrayList<>();
        long instructions;
        String checksum = "";

        long best() {
            return Collections.min(rounds);
        }
    }

    interface Clock {
        long now() throws IOException;
    }

    /** Reads what a guest prints: "B name …" starts a kernel, "E name …" ends it. */
    private static final class Log {
        final Map<String, Kernel> kernels = new TreeMap<>();
        private long since, sinceInstructions;
        boolean done;

        void line(String line, long now, long instructions) {
            String[] words = line.trim().split(" ");
            if (words[0].equals("B")) {
                since = now;
                sinceInstructions = instructions;
            } else if (words[0].equals("E")) {
                Kernel kernel = kernels.computeIfAbsent(words[1], name -> new Kernel());
                kernel.rounds.add(now - since);
                kernel.instructions = instructions - sinceInstructions;
                kernel.checksum = words[2];
            } else if (words[0].startsWith("DON")) {       // Bochs may lose the last letter when the guest turns it off
                done = true;
            }
        }
    }

    /** Our interpreter with the least board that a guest needs. */
    private static final class Board implements PortBus, InterruptController {
        final Memory memory = new Memory(64 << 20);
        final Cpu cpu = new Cpu(memory, this, this);
        final Log log = new Log();
        private final StringBuilder line = new StringBuilder();

        @Override
        public int in(int port, int bytes) {
            return port == 0x3FD ? 0x60 : -1 >>> 32 - 8 * bytes;
        }

        @Override
        public void out(int port, int bytes, int value) {
            if (port == 0x501) {
                cpu.stopRequested = true;
            } else if (port == 0x3F8 && value == '\n') {
                log.line(line.toString(), ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime(), cpu.time);
                line.setLength(0);
            } else if (port == 0x3F8) {
                line.append((char) value);
            }
        }

        @Override
        public boolean raised() {
            return false;
        }

        @Override
        public int acknowledge() {
            return 0;
        }
    }

    private static Log interpreter(Path elf) throws IOException {
        Board board = new Board();
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(elf)).order(ByteOrder.LITTLE_ENDIAN);
        for (int k = 0; k < file.getShort(44); k++) {
            int at = file.getInt(28) + k * file.getShort(42);
            if (file.getInt(at) == 1) {
                board.memory.write(file.getInt(at + 12), file.array(), file.getInt(at + 4), file.getInt(at + 16));
            }
        }
        board.cpu.plug(Engine.INTERPRETER);
        board.cpu.enterFlatProtectedMode(file.getInt(24));
        board.cpu.eax = 0x2BADB002;
        Stop stop = board.cpu.run();
        if (!board.log.done) {
            throw new IOException("the guest stopped: " + stop);
        }
        return board.log;
    }

    private static Log inFreshProcess(String elf) throws IOException {
        Log log = new Log();
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(argument -> argument.startsWith("-XX")).toList());
        Collections.addAll(command, "-cp", System.getProperty("speed.classes"), System.getProperty("speed.source"), "interpreter", elf);
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                Kernel kernel = log.kernels.computeIfAbsent(words[0], name -> new Kernel());
                kernel.instructions = Long.parseLong(words[1]);
                kernel.rounds.add(Long.parseLong(words[2]));
                kernel.checksum = words[3];
            }
        }
        return log;
    }

    private static Log bochs(String configuration, String fifo) throws IOException {
        Process process = new ProcessBuilder("bochs", "-q", "-f", configuration).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        process.getOutputStream().write("c\nq\n".getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
        Log log = new Log();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(Files.newInputStream(Path.of(fifo)), StandardCharsets.ISO_8859_1))) {
            for (String line = lines.readLine(); line != null && !log.done; line = lines.readLine()) {
                log.line(line, cpuTime(process.pid()), 0);
            }
        } finally {
            process.destroyForcibly();
        }
        if (!log.done) {
            throw new IOException("Bochs did not finish the guest");
        }
        return log;
    }

    private static long cpuTime(long process) throws IOException {
        long sum = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + process + "/task"))) {
            for (Path thread : threads) {
                sum += Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
            }
        }
        return sum;
    }

    private static double median(List<Double> values) {
        Collections.sort(values);
        int middle = values.size() / 2;
        return values.size() % 2 == 1 ? values.get(middle) : (values.get(middle - 1) + values.get(middle)) / 2;
    }

    private static void compare(String[] arguments) throws IOException {
        Map<String, List<Double>> ours = new TreeMap<>();
        Map<String, List<Double>> theirs = new TreeMap<>();
        for (int run = 0; run < Integer.parseInt(arguments[2]); run++) {
            Log interpreter = inFreshProcess(arguments[1]);
            Log bochs = bochs(arguments[3], arguments[4]);
            for (String name : interpreter.kernels.keySet()) {
                String expected = interpreter.kernels.get(name).checksum;
                if (!bochs.kernels.containsKey(name) || !bochs.kernels.get(name).checksum.equals(expected)) {
                    throw new IOException(name + ": the interpreter computes " + expected + ", Bochs something else");
                }
            }
            interpreter.kernels.forEach((name, kernel) -> {
                ours.computeIfAbsent(name, key -> new ArrayList<>()).add(kernel.instructions * 1e3 / kernel.best());
                theirs.computeIfAbsent(name, key -> new ArrayList<>()).add(kernel.instructions * 1e3 / bochs.kernels.get(name).best());
            });
        }
        double logOurs = 0;
        double logRatio = 0;
        int counted = 0;
        System.out.printf("%-9s %12s %12s %8s%n", "kernel", "interpreter", "bochs", "ratio");
        for (String name : ours.keySet()) {
            double mine = median(ours.get(name));
            double other = median(theirs.get(name));
            System.out.printf("%-9s %7.1f MIPS %7.1f MIPS %7.2fx%n", name, mine, other, mine / other);
            if (!name.equals("repmem")) {
                counted++;
                logOurs += Math.log(mine);
                logRatio += Math.log(mine / other);
            }
        }
        System.out.printf("geometric mean of the %d other than repmem: %.1f MIPS, %.2fx%n", counted, Math.exp(logOurs / counted), Math.exp(logRatio / counted));
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("compare")) {
            compare(arguments);
        } else {
            interpreter(Path.of(arguments[1])).kernels.forEach((name, kernel) ->
                System.out.println(name + " " + kernel.instructions + " " + kernel.best() + " " + kernel.checksum));
        }
    }
}

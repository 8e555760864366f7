package exo86.cli;

import exo86.bench.BenchFailure;
import exo86.bench.Comparison;
import exo86.bench.Contestant;
import exo86.bench.JitStatistics;
import exo86.bench.JsonLines;
import exo86.bench.Lap;
import exo86.bench.Plot;
import exo86.bench.Race;
import exo86.bench.Results;
import exo86.bench.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exo86 bench}: how fast the engines run guests, beside QEMU. Other things to measure are subcommands. */
@Command(name = "bench", subcommands = BenchCompilerCommand.class, description = "Measure the engines with bench guests, and QEMU beside them where it is installed.",
        footer = {"", "Without a FILE: cpu.elf, cpu10.elf, cpu1.elf and sys.elf of ../shared/bench/bin if that is there, else tests/bench/*.elf.",
            "Every run is a process of its own; contestants take turns. Figures are medians, ratios are ratios of medians, less is better.",
            "The column of a kernel is its last lap in the guest (warm); 'first lap' the first one. docs/engine.md says how to read it."})
final class BenchCommand implements Callable<Integer> {
    private static final List<String> SHARED = List.of("cpu.elf", "cpu10.elf", "cpu1.elf", "sys.elf");

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Bench guests: multiboot kernels that print B, E and DONE.")
    private List<Path> files = List.of();

    @Option(names = "--engine", paramLabel = "NAME", split = ",", description = "Our engines: jit (default), interp, or both.")
    private List<String> engines = List.of("jit");

    @Option(names = "--rounds", paramLabel = "N", description = "Runs of each guest by each contestant (default: 5).")
    private int rounds = 5;

    @Option(names = "--qemu", paramLabel = "PROGRAM", description = "QEMU's program, or none (default: qemu-system-i386, if installed).")
    private String qemu = "qemu-system-i386";

    @Option(names = "--icount", description = "QEMU with -icount shift=0 too: counting instructions, as exo86 always does.")
    private boolean counting;

    @Option(names = {"-m", "--memory"}, paramLabel = "SIZE", description = "The guest's memory, in MiB or with K, M or G (default: 64).")
    private String memory = "64";

    @Option(names = "--apart", paramLabel = "KERNEL", split = ",", description = "Kernels that stay out of the geometric mean (default: repmem).")
    private List<String> apart = List.of("repmem");

    @Option(names = "--cpu", description = "Compare CPU time of all of a process's threads instead of the clock (for a loaded host).")
    private boolean cpu;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "Give up on a single run after this long (default: 600).")
    private int timeout = 600;

    @Option(names = "--json", description = "One JSON object a line, with every sample.")
    private boolean json;

    @Option(names = "--png", paramLabel = "FILE", description = "Draw the ratios.")
    private Path png;

    @Option(names = "--jit-stats", description = "After each guest, one more run of the JIT: its regions, HotSpot's deoptimisations and code cache.")
    private boolean statistics;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this text.")
    private boolean help;

    @Override
    public Integer call() throws IOException {
        if (rounds < 1 || timeout < 1) {
            throw UserError.usage("--rounds and --timeout want a number from 1 on", "");
        }
        List<Path> guests = guests();
        List<Contestant> contestants = contestants();
        Race race = new Race(contestants, rounds, timeout, BenchCommand::say);
        List<Comparison> comparisons = new ArrayList<>();
        List<String> disagreements = new ArrayList<>();
        try {
            for (Path guest : guests) {
                Results results = race.run(guest);
                Comparison comparison = new Comparison(results, baseline(contestants), apart, cpu ? Lap::cpu : Lap::wall);
                comparisons.add(comparison);
                disagreements.addAll(results.disagreements());
                print(comparison);
                if (statistics) {
                    Contestant counted = Contestant.exo86("jit", Launcher.command(), Sizes.megabytes(memory), List.of("--engine=jit", "--jit-stats"));
                    JitStatistics.of(counted, guest, timeout).forEach(json ? System.err::println : System.out::println);
                    System.out.println();
                }
            }
        } catch (BenchFailure failure) {
            throw new UserError(ExitCode.GUEST_FAILED, failure.getMessage(), "");
        }
        draw(comparisons);
        disagreements.forEach(line -> System.err.println("exo86: error: checksums differ: " + line));
        return disagreements.isEmpty() ? ExitCode.OK : ExitCode.DIVERGED;
    }

    /** QEMU if it runs, the plain one before the counting one; else the last of our engines. */
    private static String baseline(List<Contestant> contestants) {
        return contestants.stream().map(Contestant::name).filter(name -> name.startsWith("qemu")).findFirst().orElse(contestants.getLast().name());
    }

    private List<Contestant> contestants() {
        int megabytes = Sizes.megabytes(memory);
        List<Contestant> all = new ArrayList<>();
        for (String engine : engines) {
            if (!engine.equals("interp") && !engine.equals("jit")) {
                throw UserError.usage("'--engine " + engine + "': no such engine", "possible: interp, jit");
            }
            all.add(Contestant.exo86(engine, Launcher.command(), megabytes, List.of("--engine=" + engine)));
        }
        if (qemu.equals("none")) {
            say("QEMU skipped: --qemu none");
        } else if (Launcher.find(qemu).isEmpty()) {
            say("QEMU skipped: " + qemu + " is not installed");
        } else {
            all.add(Contestant.qemu(qemu, megabytes, false));
            if (counting) {
                all.add(Contestant.qemu(qemu, megabytes, true));
            }
        }
        return all;
    }

    private List<Path> guests() throws IOException {
        if (!files.isEmpty()) {
            for (Path file : files) {
                if (!Files.isReadable(file) || Files.isDirectory(file)) {
                    throw UserError.unreadable("'" + file + "': no such file", "");
                }
            }
            return files;
        }
        Path home = Launcher.home();
        Path shared = home.resolve("../shared/bench/bin").normalize();
        if (Files.isDirectory(shared)) {
            return SHARED.stream().map(shared::resolve).filter(Files::isReadable).toList();
        }
        say(shared + " is not there: the small guests of tests/bench instead");
        try (Stream<Path> own = Files.list(home.resolve("tests/bench"))) {
            return own.filter(file -> file.toString().endsWith(".elf")).sorted().toList();
        } catch (java.nio.file.NoSuchFileException absent) {
            throw UserError.usage("no bench guest given, and there is no " + absent.getMessage(), "exo86 bench guest.elf");
        }
    }

    private void print(Comparison comparison) {
        if (json) {
            JsonLines.of(comparison).forEach(System.out::println);
        } else {
            System.out.println("%s: microseconds per iteration, %s, median of %d round%s; ratios: less is faster".formatted(comparison.results().guest(),
                    cpu ? "CPU time" : "by the clock", rounds, rounds == 1 ? "" : "s"));
            System.out.println(Table.of(comparison));
        }
        System.out.flush();
    }

    private void draw(List<Comparison> comparisons) {
        if (png == null) {
            return;
        }
        if (comparisons.getFirst().compared().isEmpty()) {
            throw UserError.usage("--png needs two contestants: it draws ratios", "");
        }
        try {
            ImageIO.write(Plot.of(comparisons), "png", png.toFile());
            say("drawn: " + png);
        } catch (IOException failure) {
            throw UserError.usage("'--png " + png + "': the file cannot be written", "");
        } catch (InternalError | NoClassDefFoundError | UnsatisfiedLinkError noFont) {
            throw UserError.usage("--png: this host has no fonts for Java to draw with", "install fontconfig and a font (Debian: fontconfig, fonts-dejavu-core)");
        }
    }

    private static void say(String text) {
        System.err.println("exo86: " + text);
    }
}

package exo86.tests.programs;

import exo86.ash.format.Formatter;
import exo86.ash.source.Diagnostics;
import exo86.ash.source.SourceFile;
import exo86.ash.tree.Program;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Random programs, several at a time in one compilation and one process: {@code AshlarFuzz ROOT FOLDER SEED COUNT}. Differences are made
 * smaller, printed, and kept in {@code tests/fuzz/ashlar/}.
 */
final class AshlarFuzz {
    private static final int BATCH = 200;
    private static final int TRIES = 3000;
    private static final int MOST = 5;
    private final Differential differential;
    private final Map<String, Integer> constructs = new TreeMap<>();
    private final PrintStream out;
    private int refused;

    AshlarFuzz(Path root, Path folder, PrintStream out) throws IOException {
        this.out = out;
        differential = new Differential(folder, library(root));
    }

    static List<SourceFile> library(Path root) throws IOException {
        return List.of(new SourceFile("host.ash", Files.readString(root.resolve("tests/fuzz/ashlar/host.ash"))),
                new SourceFile("cpu.ash", Files.readString(root.resolve("toolchain/src/main/resources/exo86/ash/library/cpu.ash"))));
    }

    Differential differential() {
        return differential;
    }

    /** How many programs the compiler refused: the generator's mistakes. */
    int refused() {
        return refused;
    }

    Map<String, Integer> constructs() {
        return constructs;
    }

    /** Compares the programs of {@code count} seeds; the sources of those that differ, made smaller. */
    List<String> batch(long seed, int count) {
        List<RandomProgram> programs = new ArrayList<>();
        List<String> sources = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RandomProgram program = RandomProgram.of(seed + i);
            String source = program.source("p" + programs.size());
            programs.add(program);
            sources.add(source);
            program.constructs().forEach(c -> constructs.merge(c, 1, Integer::sum));
        }
        Diagnostics diagnostics = new Diagnostics();
        Optional<Program> checked = differential.checked(sources, diagnostics);
        if (checked.isEmpty()) {
            return singly(seed, programs);
        }
        List<Differential.Difference> differences = differential.compare(checked.get(), sources.size());
        if (differences.isEmpty()) {
            return List.of();
        }
        List<String> found = singly(seed, programs);
        if (found.isEmpty()) {
            Differential.Difference first = differences.getFirst();
            out.println("seed " + (seed + first.module()) + " differs among " + count + " programs from seed " + seed + ", not alone:\n" + first.said());
            found.add("// seed " + seed + ", " + count + " programs together\n" + sources.get(first.module()));
        }
        return found;
    }

    private List<String> singly(long seed, List<RandomProgram> programs) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < programs.size(); i++) {
            RandomProgram program = programs.get(i);
            Diagnostics diagnostics = new Diagnostics();
            Optional<Program> checked = differential.checked(List.of(program.source("p0")), diagnostics);
            if (checked.isEmpty()) {
                refused++;
                var first = diagnostics.all().getFirst();
                out.println("seed " + (seed + i) + ": refused: " + first.at() + ": " + first.message() + ": " + first.at().file().lineText(first.at().line()));
                continue;
            }
            List<Differential.Difference> differences = differential.compare(checked.get(), 1);
            if (!differences.isEmpty()) {
                found.add(shrunk(seed + i, program, differences.getFirst()));
            }
        }
        return found;
    }

    private String shrunk(long seed, RandomProgram program, Differential.Difference first) {
        out.println("seed " + seed + " differs:\n" + first.said());
        String kind = first.kind();
        new Shrinker(program.node(), () -> {
            Optional<Program> checked = differential.checked(List.of(program.source("p0")), new Diagnostics());
            return checked.isPresent() && differential.compare(checked.get(), 1).stream().anyMatch(d -> d.kind().equals(kind));
        }, TRIES).run();
        String source = program.source("p0");
        Optional<Program> checked = differential.checked(List.of(source), new Diagnostics());
        String said = differential.compare(checked.orElseThrow(), 1).getFirst().said();
        out.println("seed " + seed + ", made smaller:\n" + said + source);
        return "// seed " + seed + "\n" + said.indent(1).replaceAll("(?m)^", "//").replaceAll("(?m)^//$", "") + source;
    }

    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        long seed = Long.parseLong(arguments[2].replace("_", ""));
        int count = Integer.parseInt(arguments[3].replace("_", ""));
        AshlarFuzz fuzz = new AshlarFuzz(root, Path.of(arguments[1]), System.out);
        if (!fuzz.differential.natively()) {
            System.err.println("ashlar.sh: this host does not run 32-bit Linux programs: compared without it");
        }
        long start = System.nanoTime();
        List<String> found = new ArrayList<>();
        int done = 0;
        long shown = start;
        while (done < count && found.size() < MOST) {
            int size = Math.min(BATCH, count - done);
            List<String> differences = fuzz.batch(seed + done, size);
            found.addAll(differences);
            done += size;
            if (System.nanoTime() - shown > 30_000_000_000L || !differences.isEmpty()) {
                shown = System.nanoTime();
                System.out.printf(Locale.ROOT, "%d programs, %.0f a second, %d differences, %d refused%n", done, done * 1e9 / (shown - start), found.size(), fuzz.refused());
            }
        }
        for (String source : found) {
            Path file = root.resolve("tests/fuzz/ashlar").resolve(source.lines().findFirst().orElse("").replaceAll("[^0-9]", "") + ".ash");
            Files.writeString(file, Formatter.format(new SourceFile(file.toString(), source), new Diagnostics()).orElse(source));
            System.out.println("kept in " + file);
        }
        int all = done;
        System.out.printf(Locale.ROOT, "%d programs from seed %d, %.0f a second; %d refused, %d differ%n", done, seed, done * 1e9 / (System.nanoTime() - start),
                fuzz.refused(), found.size());
        System.out.printf(Locale.ROOT, "%5.1f %%  of the programs end in a failed check; they contain:%n", 100.0 * fuzz.differential.stopped() / all);
        fuzz.constructs().forEach((construct, n) -> System.out.printf(Locale.ROOT, "%5.1f %%  %s%n", 100.0 * n / all, construct));
        System.exit(found.isEmpty() && fuzz.refused() == 0 ? 0 : 5);
    }
}

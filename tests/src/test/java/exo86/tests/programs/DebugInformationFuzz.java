package exo86.tests.programs;

import exo86.ash.format.Formatter;
import exo86.ash.source.Diagnostics;
import exo86.ash.source.SourceFile;
import exo86.ash.tree.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Random programs of which the debugger says the same at both levels: {@code DebugInformationFuzz ROOT SEED COUNT}. Programs of which it does not are made smaller,
 * printed, and kept in {@code tests/fuzz/debug-information/}.
 */
final class DebugInformationFuzz {
    private static final int TRIES = 1500;
    private static final int MOST = 5;
    private static final int SHOWN = 3;
    private final DebugInformation information;
    private int refused;

    DebugInformationFuzz(Path root) throws IOException {
        information = new DebugInformation(AshlarFuzz.library(root));
    }

    DebugInformation information() {
        return information;
    }

    /** How many programs the compiler refused: the generator's mistakes. */
    int refused() {
        return refused;
    }

    /** What is wrong with the program of a seed, a line each. */
    List<String> lies(long seed) {
        Optional<List<String>> lies = lies(RandomProgram.of(seed));
        refused += lies.isEmpty() ? 1 : 0;
        return lies.orElse(List.of());
    }

    private Optional<List<String>> lies(RandomProgram program) {
        Optional<Program> checked = information.checked(program.source("p0"), new Diagnostics());
        return checked.map(information::lies);
    }

    /** The program of a seed of which something is wrong, made smaller while something of the same kind is. */
    private String shrunk(long seed) {
        RandomProgram program = RandomProgram.of(seed);
        String kind = kind(lies(program).orElseThrow().getFirst());
        DebugInformation own = information;
        new Shrinker(program.node(), () -> own.checked(program.source("p0"), new Diagnostics())
                .filter(checked -> own.lies(checked).stream().anyMatch(lie -> kind(lie).equals(kind))).isPresent(), TRIES).run();
        String said = lies(program).orElseThrow().stream().limit(SHOWN).map(lie -> "// " + lie + "\n").reduce("", String::concat);
        return "// seed " + seed + "\n" + said + program.source("p0");
    }

    private static String kind(String lie) {
        return lie.contains(": frame ") ? "value" : lie.contains("the frames are") ? "frames" : lie.contains("breaks: ") ? "broken" : "stops";
    }

    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        long seed = Long.parseLong(arguments[1].replace("_", ""));
        int count = Integer.parseInt(arguments[2].replace("_", ""));
        DebugInformationFuzz fuzz = new DebugInformationFuzz(root);
        List<Long> found = new ArrayList<>();
        long start = System.nanoTime();
        long shown = start;
        int done = 0;
        while (done < count && found.size() < MOST) {
            List<String> lies = fuzz.lies(seed + done);
            done++;
            if (!lies.isEmpty()) {
                found.add(seed + done - 1);
                System.out.println("seed " + found.getLast() + ":");
                lies.stream().limit(SHOWN).forEach(System.out::println);
            }
            if (System.nanoTime() - shown > 30_000_000_000L) {
                shown = System.nanoTime();
                System.out.printf(Locale.ROOT, "%d programs, %.0f a second, %d wrong%n", done, done * 1e9 / (shown - start), found.size());
            }
        }
        DebugInformation.Counts all = fuzz.information.counts();
        System.out.printf(Locale.ROOT, "%d programs from seed %d, %.0f a second; %d refused, %d wrong%n", done, seed, done * 1e9 / (System.nanoTime() - start),
                fuzz.refused(), found.size());
        System.out.printf(Locale.ROOT, "%d stops, %d frames, %d values compared, %d of them of inlined functions, %d values not known at -O%n", all.stops(), all.frames(),
                all.compared(), all.inlined(), all.unknown());
        for (long wrong : found) {
            String source = fuzz.shrunk(wrong);
            System.out.println(source);
            Path file = Files.createDirectories(root.resolve("tests/fuzz/debug-information")).resolve(wrong + ".ash");
            Files.writeString(file, Formatter.format(new SourceFile(file.toString(), source), new Diagnostics()).orElse(source));
            System.out.println("kept in " + file);
        }
        System.exit(found.isEmpty() && fuzz.refused() == 0 ? 0 : 5);
    }
}

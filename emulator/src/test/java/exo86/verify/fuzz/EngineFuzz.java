package exo86.verify.fuzz;

import exo86.cpu.Cpu;
import exo86.cpu.Engine;
import exo86.jit.Jit;
import exo86.verify.Mismatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * {@code EngineFuzz SEED INSTRUCTIONS FOLDER [KIND]}: runs random programs, with KIND only those of {@link Shape#kind()}, in lock-step until so many
 * instructions have run; shrinks what does not hold, keeps it in FOLDER, prints it, and exits 5 if there is any.
 */
public final class EngineFuzz {
    private static final int MOST = 10;
    private static final long PROGRESS = 50_000_000;
    private static final long SHORT = 200_000, LONG = 16_000_000;

    private EngineFuzz() { }

    /** Entry point. */
    public static void main(String[] arguments) throws IOException {
        long seed = Long.parseLong(arguments[0]);
        long wanted = Long.parseLong(arguments[1].replace("_", ""));
        Path folder = Path.of(arguments[2]);
        long run = 0;
        long ended = 0;
        long compiled = 0;
        long runOfShort = 0;
        long compiledOfShort = 0;
        Map<String, long[]> kinds = new TreeMap<>();
        int programs = 0;
        int found = 0;
        long started = System.nanoTime();
        for (long next = seed * 1_000_000; run < wanted && found < MOST; next++) {
            if (arguments.length > 3 && !program(next).shape().kind().equals(arguments[3])) {
                continue;
            }
            Trial trial = trial(next);
            programs++;
            run += trial.time();
            long fast = ((Jit) trial.engine()).statistics().compiled;
            compiled += fast;
            long[] ofKind = kinds.computeIfAbsent(program(next).shape().kind(), kind -> new long[2]);
            ofKind[0] += trial.time();
            ofKind[1] += fast;
            if (!lasts(next)) {
                runOfShort += trial.time();
                compiledOfShort += fast;
            }
            ended += trial.ended() ? 1 : 0;
            if (run / PROGRESS != (run - trial.time()) / PROGRESS) {
                System.err.printf("%d programs, %d million instructions, %.1f %% as compiled code, %d mismatches%n", programs, run / 1_000_000, compiled * 100.0 / run, found);
            }
            if (trial.mismatch().isPresent()) {
                found++;
                System.out.println(keep(next, trial.mismatch().get(), folder));
            }
        }
        System.out.printf("%d programs from seed %d, %d ended, %d instructions, %.1f %% as compiled code (%d of them in short programs, %.1f %%), %d mismatches, %.1f s%n", programs,
                seed, ended, run, compiled * 100.0 / run, runOfShort, compiledOfShort * 100.0 / runOfShort, found, (System.nanoTime() - started) / 1e9);
        kinds.forEach((kind, counts) -> System.out.printf("  %s: %d instructions, %.1f %% as compiled code%n", kind, counts[0], counts[1] * 100.0 / counts[0]));
        System.exit(found == 0 ? 0 : 5);
    }

    /** One program in eight runs for long, so that HotSpot compiles what the engine has made of it. */
    static Program program(long seed) {
        return Generator.program(seed, lasts(seed) ? Shape.CALM : Shape.CALM - 1);
    }

    private static boolean lasts(long seed) {
        return seed % 8 == 7;
    }

    static Trial trial(long seed) {
        Program program = program(seed);
        return trial(program, seed, program.shape().calm() ? LONG : SHORT);
    }

    static Trial trial(Program program, long seed, long limit) {
        return Trial.run(program, EngineFuzz::jit, limit, longest(seed));
    }

    /** Everything is compiled before it runs for the first time. */
    private static Engine jit(Cpu cpu) {
        return Jit.eager(cpu);
    }

    private static int longest(long seed) {
        return lasts(seed) ? 20_000 : seed % 6 == 0 ? 60 : 3_000;
    }

    static String keep(long seed, Mismatch first, Path folder) throws IOException {
        Predicate<Program> shows = program -> shows(program, seed).isPresent();
        Program program = program(seed);
        Program smallest = shows.test(program) ? new Shrinker(shows).shrink(program) : program;
        String text = "# seed %d: %s%n%s".formatted(seed, shows(smallest, seed).orElse(first).getMessage(), smallest.text());
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("seed-" + seed + ".program"), text);
        Mismatch mismatch = shows(smallest, seed).orElse(first);
        return text + smallest.listing() + "tested:\n" + mismatch.tested() + "reference:\n" + mismatch.reference() + "where:\n" + mismatch.code();
    }

    private static Optional<Mismatch> shows(Program program, long seed) {
        return trial(program, seed, program.shape().calm() ? LONG : SHORT).mismatch();
    }
}

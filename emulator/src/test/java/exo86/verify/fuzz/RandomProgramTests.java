package exo86.verify.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.cpu.Engine;
import exo86.cpu.Interpreted;
import exo86.jit.Jit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A short run of the engine fuzzer, what it once found, and proof that it finds something. */
final class RandomProgramTests {
    private static final long SEED = 20_261_127;
    private static final int PROGRAMS = 60;
    private static final Path FOLDER = Path.of(System.getProperty("exo86.root", ".."), "tests/fuzz/engines");

    @Test
    void enginesAgree() throws IOException {
        long run = 0;
        long compiled = 0;
        int ended = 0;
        Map<String, long[]> kinds = new TreeMap<>();
        for (int k = 0; k < PROGRAMS; k++) {
            Program program = Generator.program(SEED + k, k % 8 == 7 ? Shape.CALM : Shape.CALM - 1);
            Trial trial = EngineFuzz.trial(program, SEED + k, 100_000);
            assertEquals("", trial.mismatch().map(found -> found.getMessage() + "\n" + program.text() + found.code()).orElse(""), "seed " + (SEED + k));
            run += trial.time();
            ended += trial.ended() ? 1 : 0;
            compiled += ((Jit) trial.engine()).statistics().compiled;
            long[] ofKind = kinds.computeIfAbsent(program.shape().kind(), kind -> new long[2]);
            ofKind[0] += trial.time();
            ofKind[1] += ((Jit) trial.engine()).statistics().compiled;
        }
        System.out.printf("random programs: seeds from %d, %d of %d ended, %d instructions, %.1f %% as compiled code%n", SEED, ended, PROGRAMS, run, compiled * 100.0 / run);
        assertTrue(compiled > run / 2, "only " + compiled + " of " + run + " instructions ran as compiled code");
        assertEquals(Set.of("aligned", "protected", "real", "virtual"), kinds.keySet());
        kinds.forEach((kind, counts) -> assertTrue(counts[1] > counts[0] / 2, "only %,d of %,d instructions of kind %s".formatted(counts[1], counts[0], kind)));
        assertTrue(ended > PROGRAMS / 4, "only " + ended + " programs came to their end");
    }

    @Test
    void keptProgramsHold() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(FOLDER)) {
            files = all.filter(file -> file.toString().endsWith(".program")).sorted().toList();
        }
        for (Path file : files) {
            Program program = Program.parse(Files.readString(file));
            for (int longest : new int[] {5, 60, 3_000, 20_000}) {
                assertEquals("", Trial.run(program, cpu -> new Jit(cpu, 0), 2_000_000, longest).mismatch().map(Throwable::getMessage).orElse(""), file.toString());
            }
        }
    }

    @Test
    void textIsTheProgram() {
        for (int k = 0; k < 50; k++) {
            Program program = Generator.program(k, 3);
            assertEquals(program.text(), Program.parse(program.text()).text());
            assertTrue(java.util.Arrays.equals(program.code(), Program.parse(program.text()).code()), "seed " + k);
        }
    }

    /** An engine that forgets the carry of an addition of 8 bits, now and then, is found and the program made small. */
    @Test
    void aWrongEngineIsFoundAndShrunk() {
        Engine.Factory forgetful = cpu -> budget -> {
            boolean result = cpu.interpret(1) != Interpreted.FAULT;
            if (budget > 0 && cpu.flagOp != 0 && (cpu.eax & 0xFF) == 0x5A) {
                cpu.setEflags(cpu.eflags() ^ 1);
            }
            return result;
        };
        long seed = SEED;
        while (Trial.run(Generator.program(seed, 2), forgetful, 20_000, 100).mismatch().isEmpty()) {
            seed++;
            assertTrue(seed < SEED + 100, "not found");
        }
        Program found = Generator.program(seed, 2);
        Program small = new Shrinker(program -> Trial.run(program, forgetful, 20_000, 100).mismatch().isPresent()).shrink(found);
        assertTrue(small.units().size() <= 6 && small.units().size() < found.units().size(), small.text());
    }
}

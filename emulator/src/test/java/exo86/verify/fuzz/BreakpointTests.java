package exo86.verify.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.cpu.Engine;
import exo86.isa.Decoder;
import exo86.isa.Instruction;
import exo86.jit.Jit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Breakpoints in random programs: hit at the same counts on every engine, and a run with them is the run without. */
final class BreakpointTests {
    private static final long SEED = 5_000_000, LIMIT = 60_000;
    private static final int PROGRAMS = 30;

    private record Run(Board board, Engine engine) { }

    private static Run run(Program program, Engine.Factory factory, Set<Integer> breakpoints) {
        Board board = new Board(program);
        board.cpu.plug(factory);
        breakpoints.forEach(board.cpu::addBreakpoint);
        board.runTo(LIMIT);
        return new Run(board, board.cpu.engine());
    }

    /** Linear addresses of instructions of the program. */
    private static List<Integer> instructions(Program program) {
        byte[] code = program.code();
        Instruction instruction = new Instruction();
        List<Integer> addresses = new ArrayList<>();
        for (int at = 0; at < code.length; at += Math.max(1, Decoder.decode(code, at, code.length, program.shape().bits(), instruction))) {
            addresses.add(Shape.CODE + at);
        }
        return addresses;
    }

    @Test
    void hitAtTheSameCountsOnEveryEngineAndWithoutInfluence() {
        int hits = 0;
        for (long seed = SEED; seed < SEED + PROGRAMS; seed++) {
            Program program = Generator.program(seed, seed % 6 == 5 ? Shape.CALM : 30);
            Random random = new Random(seed);
            List<Integer> addresses = instructions(program);
            Set<Integer> breakpoints = new TreeSet<>();
            for (int k = 0; k < 4; k++) {
                breakpoints.add(addresses.get(random.nextInt(addresses.size())));
            }
            Run free = run(program, Engine.INTERPRETER, Set.of());
            Run reference = run(program, Engine.INTERPRETER, breakpoints);
            assertEquals(free.board.hash(), reference.board.hash(), "seed " + seed);
            for (Engine.Factory factory : List.<Engine.Factory>of(Jit::eager, Jit::new)) {
                Run tested = run(program, factory, breakpoints);
                assertEquals(reference.board.hits, tested.board.hits, "seed " + seed);
                assertEquals(free.board.hash(), tested.board.hash(), "seed " + seed);
            }
            hits += reference.board.hits.size();
        }
        assertTrue(hits > 1000, hits + " hits");
    }

    /** Stops after each 1,000 instructions. A breakpoint comes or goes at those of {@code places} that are there. */
    private static Run runWithChanges(Program program, Engine.Factory factory, List<OptionalInt> places) {
        Board board = new Board(program);
        board.cpu.plug(factory);
        Set<Integer> set = new TreeSet<>();
        for (int k = 0; k < places.size(); k++) {
            board.runTo((k + 1) * 1000L);
            places.get(k).ifPresent(address -> {
                if (set.remove(address)) {
                    board.cpu.removeBreakpoint(address);
                } else {
                    set.add(address);
                    board.cpu.addBreakpoint(address);
                }
            });
        }
        return new Run(board, board.cpu.engine());
    }

    @Test
    void comeAndGoWhileCodeIsTranslated() {
        int hits = 0;
        for (long seed = SEED; seed < SEED + PROGRAMS; seed++) {
            Program program = Generator.program(seed, seed % 6 == 5 ? Shape.CALM : 30);
            Random random = new Random(seed);
            List<Integer> addresses = instructions(program);
            List<Integer> few = random.ints(6, 0, addresses.size()).mapToObj(addresses::get).toList();
            List<OptionalInt> chosen = random.ints(40, 0, few.size()).mapToObj(k -> OptionalInt.of(few.get(k))).toList();
            Run reference = runWithChanges(program, Engine.INTERPRETER, chosen);
            for (Engine.Factory factory : List.<Engine.Factory>of(Jit::eager, cpu -> new Jit(cpu, 5))) {
                Run tested = runWithChanges(program, factory, chosen);
                assertEquals(reference.board.hits, tested.board.hits, "seed " + seed);
                assertEquals(reference.board.hash(), tested.board.hash(), "seed " + seed);
            }
            hits += reference.board.hits.size();
        }
        assertTrue(hits > 1000, hits + " hits");
    }

    /** One that comes and goes far from all code costs no translation. */
    @Test
    void aFarBreakpointDropsNothing() {
        for (long seed = SEED; seed < SEED + PROGRAMS; seed += 3) {
            Program program = Generator.program(seed, seed % 6 == 5 ? Shape.CALM : 30);
            int without = ((Jit) runWithChanges(program, Jit::eager, Collections.nCopies(20, OptionalInt.empty())).engine).statistics().regions;
            Run with = runWithChanges(program, Jit::eager, Collections.nCopies(20, OptionalInt.of(Shape.MEMORY - 16)));
            assertEquals(without, ((Jit) with.engine).statistics().regions, "seed " + seed);
        }
    }

    /** A breakpoint where control does not come: as many instructions run compiled as without it. */
    @Test
    void aFarBreakpointLeavesCodeCompiled() {
        for (long seed = SEED; seed < SEED + PROGRAMS; seed += 3) {
            Program program = Generator.program(seed, seed % 6 == 5 ? Shape.CALM : 30);
            long without = ((Jit) run(program, Jit::eager, Set.of()).engine).statistics().compiled;
            assertEquals(without, ((Jit) run(program, Jit::eager, Set.of(Shape.ALIAS - 16)).engine).statistics().compiled, "seed " + seed);
        }
    }
}

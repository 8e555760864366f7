package exo86.jit;

import exo86.bench.PerOperation;
import exo86.cpu.Stop;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** From the dispatcher into compiled code and back, and from one region to the next. */
public class TransferBenchmark extends PerOperation {
    private static final int IN_REGION = 8, TURNS = 4096;

    private static final String ONE_REGION = """
            again:  add eax, 1
                    add ebx, eax
                    rol edx, 1
                    xor edx, ebx
                    lea esi, [esi+edx]
                    add edi, esi
                    xor ebp, edi
                    jmp again
            """;

    /** The same work; half of it lies in the next page, so each turn is two transfers. */
    private static final String TWO_REGIONS = """
            again:  add eax, 1
                    add ebx, eax
                    rol edx, 1
                    jmp far_away
                    times 0x11000-($-$$)-0x10000 nop
            far_away: xor edx, ebx
                    add esi, edx
                    add edi, esi
                    jmp again
            """;

    private Board one, two;
    private Jit engineOfOne, engineOfTwo;
    private long visits;

    @Setup
    public void start() {
        one = new Board(Jit::eager, ONE_REGION);
        two = new Board(Jit::eager, TWO_REGIONS);
        engineOfOne = (Jit) one.cpu.engine();
        engineOfTwo = (Jit) two.cpu.engine();
        go(one, IN_REGION * TURNS);
        go(two, IN_REGION * TURNS);
        expect(engineOfOne.statistics().regions == 1 && engineOfTwo.statistics().regions == 2, "one region and two");
        visits = engineOfOne.statistics().dispatches;
    }

    /** Nearly all has run as compiled code, in as many visits as there were calls, or across links. */
    @TearDown
    public void check() {
        for (Board board : new Board[] {one, two}) {
            Statistics statistics = ((Jit) board.cpu.engine()).statistics();
            expect(statistics.compiled > board.cpu.time / 100 * 99, "compiled code, not " + statistics);
        }
        expect(engineOfOne.statistics().dispatches == visits, visits + " visits, not " + engineOfOne.statistics());
        expect(engineOfTwo.statistics().dispatches < two.cpu.time / IN_REGION / 50, "transfers by links, not " + engineOfTwo.statistics());
    }

    private static void expect(boolean so, String what) {
        if (!so) {
            throw new AssertionError("expected " + what);
        }
    }

    private static int go(Board board, int instructions) {
        int turns = board.cpu.eax;
        board.cpu.deadline = board.cpu.time + instructions;
        expect(board.cpu.run() == Stop.DEADLINE && board.cpu.eax - turns == instructions / IN_REGION, "the end of a slice after so many turns");
        return board.cpu.eax;
    }

    /**
     * What does a visit cost: from {@code Cpu.run} through the dispatcher into a region, one turn of {@link #turn}, and back with all registers in
     * their fields? Good: below 40 ns, which is what {@code Region.BREAK_EVEN} takes for granted.
     */
    @Benchmark
    public int enterAndLeave() {
        visits++;
        return go(one, IN_REGION);
    }

    /** What does the work alone cost that {@link #enterAndLeave} and {@link #linked} do, eight instructions? It is what they are compared with. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int turn() {
        visits++;
        return go(one, IN_REGION * TURNS);
    }

    /** What do two linked transfers to other pages cost, with the work of a {@link #turn} between them? Good: less than 15 ns more than that. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int linked() {
        return go(two, IN_REGION * TURNS);
    }
}

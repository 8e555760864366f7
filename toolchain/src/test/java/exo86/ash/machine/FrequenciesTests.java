package exo86.ash.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo86.ash.ir.Position;
import exo86.ash.source.SourceFile;
import exo86.ash.source.Span;
import exo86.isa.Condition;
import exo86.isa.Op;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Frequencies of small control flow graphs: for each block, the numbers of its successors. */
final class FrequenciesTests {
    private static final Position AT = Position.of(new Span(new SourceFile("hand.ash", "made by hand\n"), 0, 4));

    @Test
    void bothWaysOfABranchShare() {
        check(new int[][] {{1, 2}, {3}, {3}, {}}, -1, -1, 1, 0.5, 0.5, 1);
    }

    @Test
    void coldCodeIsNearlyNeverExecuted() {
        check(new int[][] {{1, 2}, {}, {}}, 1, -1, 1, 1.0 / 64, 64.0 / 65);
    }

    @Test
    void callsAreLessOftenThanNoCalls() {
        check(new int[][] {{1, 2}, {3}, {3}, {}}, -1, 1, 1, 1.0 / 3, 2.0 / 3, 1);
    }

    @Test
    void aLoopTurnsEightTimesAndIsLeftAsOftenAsItIsEntered() {
        check(new int[][] {{1}, {1, 2}, {}}, -1, -1, 1, 8, 1);
    }

    @Test
    void waysOutOfALoopShareWhatEntersIt() {
        check(new int[][] {{1}, {2, 3}, {1, 4}, {5}, {5}, {}}, -1, -1, 1, 8, 8, 0.5, 0.5, 1);
    }

    @Test
    void anInnerLoopIsEnteredFromABranch() {
        check(new int[][] {{1}, {2, 3}, {2, 3}, {1, 4}, {}}, -1, -1, 1, 8, 32, 8, 1);
    }

    private static void check(int[][] graph, int cold, int calling, double... expected) {
        Procedure procedure = new Procedure("graph");
        List<Block> blocks = IntStream.range(0, graph.length).mapToObj(i -> procedure.block()).toList();
        procedure.blocks().addAll(blocks);
        for (int i = 0; i < graph.length; i++) {
            Block block = blocks.get(i);
            block.cold(i == cold);
            if (i == calling) {
                block.add(new Instruction(AT, Op.CALL, new Operand.Routine("other")));
            }
            for (int n = 0; n < graph[i].length; n++) {
                Operand target = new Operand.Target(blocks.get(graph[i][n]));
                boolean last = n == graph[i].length - 1;
                block.add(last ? new Instruction(AT, Op.JMP, target) : new Instruction(AT, Op.J, Condition.E, 0, 0, target));
            }
            if (graph[i].length == 0) {
                block.add(new Instruction(AT, Op.RET));
            }
        }
        Loops loops = Loops.of(procedure);
        loops.mark();
        Frequencies.mark(procedure, loops);
        double[] found = blocks.stream().mapToDouble(Block::frequency).toArray();
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], found[i], 1e-9, "block " + i + " of " + Arrays.toString(found));
        }
    }
}

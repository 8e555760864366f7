package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Value;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/** In which blocks values are read, words for the debugger not counted. Each value has a chain of cells. */
final class UsingBlocks {
    /** By value: the first cell; 0 is none. */
    private final int[] first;
    private int[] user = new int[64];
    private int[] next = new int[64];
    private int count = 1;

    /** @param order the blocks; what is told of a block is its place among these */
    UsingBlocks(List<Block> order, int values) {
        first = new int[values];
        for (int place = 0; place < order.size(); place++) {
            Block block = order.get(place);
            for (Instruction instruction : block.instructions()) {
                add(instruction.operands(), place);
            }
            add(block.terminator().operands(), place);
            for (Edge edge : block.terminator().edges()) {
                add(edge.arguments(), place);
            }
        }
    }

    private void add(List<Operand> operands, int place) {
        for (Operand operand : operands) {
            if (operand instanceof Value value && (first[value.id()] == 0 || user[first[value.id()]] != place)) {
                if (count == user.length) {
                    user = Arrays.copyOf(user, 2 * count);
                    next = Arrays.copyOf(next, 2 * count);
                }
                user[count] = place;
                next[count] = first[value.id()];
                first[value.id()] = count++;
            }
        }
    }

    void forEach(Value value, IntConsumer consumer) {
        for (int at = first[value.id()]; at != 0; at = next[at]) {
            consumer.accept(user[at]);
        }
    }
}

package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Value;

/** How often each value is read, words for the debugger not counted. */
final class UseCounts {
    private final int[] counts;

    UseCounts(Function function) {
        counts = new int[function.valueCount()];
        for (Block block : function.blocks()) {
            for (Instruction instruction : block.instructions()) {
                count(instruction.operands());
            }
            count(block.terminator().operands());
            for (Edge edge : block.terminator().edges()) {
                count(edge.arguments());
            }
        }
    }

    private void count(java.util.List<Operand> operands) {
        for (Operand operand : operands) {
            if (operand instanceof Value value) {
                counts[value.id()]++;
            }
        }
    }

    int of(Value value) {
        return counts[value.id()];
    }
}

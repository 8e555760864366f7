package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Value;
import java.util.List;

/** Which parameters and results of instructions are read, for the debugger too, outside of their block; looked up when the first is asked for, which is seldom. */
final class Outside {
    private final Function function;
    private Block[] home;
    private boolean[] outside;

    Outside(Function function) {
        this.function = function;
    }

    boolean contains(Value value) {
        if (outside == null) {
            find();
        }
        return outside[value.id()];
    }

    private void find() {
        home = new Block[function.valueCount()];
        outside = new boolean[function.valueCount()];
        for (Block block : function.blocks()) {
            block.parameters().forEach(value -> home[value.id()] = block);
            block.instructions().forEach(instruction -> instruction.results().forEach(value -> home[value.id()] = block));
        }
        for (Block block : function.blocks()) {
            for (Instruction instruction : block.instructions()) {
                note(instruction.operands(), block);
                if (instruction instanceof Instruction.Debug debug && debug.value().isPresent()) {
                    note(debug.value().get(), block);
                }
            }
            note(block.terminator().operands(), block);
            for (Edge edge : block.terminator().edges()) {
                note(edge.arguments(), block);
            }
        }
    }

    private void note(List<Operand> operands, Block block) {
        for (Operand operand : operands) {
            note(operand, block);
        }
    }

    private void note(Operand operand, Block block) {
        if (operand instanceof Value value && home[value.id()] != null && home[value.id()] != block) {
            outside[value.id()] = true;
        }
    }
}

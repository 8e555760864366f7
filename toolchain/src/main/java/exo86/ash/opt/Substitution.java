package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Mapping;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Value;
import java.util.List;

/** Values that others stand for. Collected by a pass, then applied to the whole function at once. */
final class Substitution implements Mapping {
    private Operand[] by;
    private boolean empty = true;

    Substitution(Function function) {
        by = new Operand[function.valueCount()];
    }

    /** From now on {@code other} stands in the place of {@code value}. */
    void put(Value value, Operand other) {
        if (value.id() >= by.length) {
            by = java.util.Arrays.copyOf(by, Math.max(value.id() + 1, 2 * by.length));
        }
        by[value.id()] = other;
        empty = false;
    }

    boolean isEmpty() {
        return empty;
    }

    @Override
    public Operand of(Operand operand) {
        Operand at = operand;
        while (at instanceof Value value && value.id() < by.length && by[value.id()] != null) {
            at = by[value.id()];
        }
        return at;
    }

    void apply(Function function) {
        if (empty) {
            return;
        }
        for (Block block : function.blocks()) {
            List<Instruction> instructions = block.instructions();
            for (int i = 0; i < instructions.size(); i++) {
                Instruction instruction = instructions.get(i);
                if (touches(instruction)) {
                    instructions.set(i, instruction.map(this));
                }
            }
            block.end(block.terminator().map(this));
        }
    }

    private boolean touches(Instruction instruction) {
        if (instruction instanceof Instruction.Debug) {
            return true;
        }
        for (Operand operand : instruction.operands()) {
            if (of(operand) != operand) {
                return true;
            }
        }
        return false;
    }
}

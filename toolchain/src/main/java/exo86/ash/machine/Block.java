package exo86.ash.machine;

import exo86.isa.Op;
import java.util.ArrayList;
import java.util.List;

/** A basic block; equal to itself only. It ends in a jump, a return or a trap; the conditional jumps at its end go to different blocks. */
public final class Block {
    private final int number;
    private final List<Instruction> code = new ArrayList<>();
    private int depth;
    private boolean cold;
    private double frequency = 1;

    Block(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** To be changed by passes. */
    public List<Instruction> code() {
        return code;
    }

    public void add(Instruction instruction) {
        code.add(instruction);
    }

    /** In how many loops it lies. */
    public int depth() {
        return depth;
    }

    public void depth(int loops) {
        depth = loops;
    }

    /** Nearly never executed: it ends in a trap or an error. */
    public boolean cold() {
        return cold;
    }

    public void cold(boolean seldom) {
        cold = seldom;
    }

    /** How often it is executed, roughly, for an entry of the procedure; {@link Frequencies} guesses it. */
    public double frequency() {
        return frequency;
    }

    public void frequency(double executions) {
        frequency = executions;
    }

    public List<Block> successors() {
        List<Block> successors = new ArrayList<>(2);
        for (int i = code.size() - 1; i >= 0; i--) {
            Instruction last = code.get(i);
            if (last.op() != Op.J && last.op() != Op.JMP && !last.isRemark()) {
                break;
            }
            for (int operand = 0; operand < last.count(); operand++) {
                if (last.operand(operand) instanceof Operand.Target(Block block)) {
                    successors.add(block);
                } else if (last.operand(operand) instanceof Operand.Table(String symbol, List<Block> targets)) {
                    targets.stream().distinct().forEach(successors::add);
                }
            }
        }
        return successors;
    }

    @Override
    public String toString() {
        return "b" + number;
    }
}

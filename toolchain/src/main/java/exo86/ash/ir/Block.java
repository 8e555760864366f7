package exo86.ash.ir;

import java.util.ArrayList;
import java.util.List;

/** A basic block: parameters, instructions, a terminator. Equal to itself only; passes change the lists in place. */
public final class Block {
    private final int id;
    private final List<Value> parameters = new ArrayList<>();
    private List<Instruction> instructions = new ArrayList<>();
    private Terminator terminator;

    Block(int id, Position at) {
        this.id = id;
        this.terminator = new Terminator.Unreachable(at);
    }

    /** Unique in its function. */
    public int id() {
        return id;
    }

    /** The words that its edges bring; changeable. */
    public List<Value> parameters() {
        return parameters;
    }

    /** In order; changeable. */
    public List<Instruction> instructions() {
        return instructions;
    }

    public void replaceInstructions(List<Instruction> other) {
        instructions = other;
    }

    public Terminator terminator() {
        return terminator;
    }

    public void end(Terminator with) {
        terminator = with;
    }

    @Override
    public String toString() {
        return "^" + id;
    }
}

package exo86.ash.machine;

import java.util.ArrayList;
import java.util.List;

/** A function as machine code: blocks in the order in which they will lie, the first being the entry. */
public final class Procedure {
    /** The number of the first virtual register. */
    public static final int VIRTUAL = 8;

    private final String symbol;
    private final List<Block> blocks = new ArrayList<>();
    private final Slot incoming = new Slot(Slot.Kind.INCOMING, 0);
    private final Slot outgoing = new Slot(Slot.Kind.OUTGOING, 0);
    private int registers = VIRTUAL;
    private int numbered;

    public Procedure(String symbol) {
        this.symbol = symbol;
    }

    public String symbol() {
        return symbol;
    }

    /** To be changed by passes. */
    public List<Block> blocks() {
        return blocks;
    }

    public Block block() {
        return new Block(numbered++);
    }

    /** One more than the largest number of a block. */
    public int blockNumbers() {
        return numbered;
    }

    /** A new virtual register. */
    public int register() {
        return registers++;
    }

    /** One more than the largest number of a register. */
    public int registers() {
        return registers;
    }

    /** The stack arguments of the procedure. */
    public Slot incoming() {
        return incoming;
    }

    /** The stack arguments of its calls. */
    public Slot outgoing() {
        return outgoing;
    }

    @Override
    public String toString() {
        return Text.of(this);
    }
}

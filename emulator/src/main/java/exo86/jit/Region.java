package exo86.jit;

import java.util.List;

/**
 * Translated code: the control flow that starts at one place in physical memory, for one EIP and one mode.
 *
 * <p>{@link #run} is the translation. It takes the instructions that may run, how many Java calls deep it may go and the number of the entry, and
 * returns {@code budgetLeft << 32 | eip}, with all registers and flags in the processor's fields.
 */
public abstract class Region {
    /** The first one is the start. */
    List<Entry> entries = List.of();
    int instructions;
    /** Bytes of bytecode. */
    int bytecode;
    /** RAM offset of its page, and the lines of it from which the region was made, a bit each. */
    int page, lines;
    /** Where control leaves to known places. */
    Link[] outgoing = {};

    protected Region() {
    }

    /**
     * Runs from an entry on. With a budget below the entry's need, or a negative depth, it does nothing.
     *
     * @param depth how many calls below this one are allowed
     */
    public abstract long run(int budget, int depth, int entry);
}

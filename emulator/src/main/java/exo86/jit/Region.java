package exo86.jit;

import java.util.ArrayList;
import java.util.List;

/**
 * Translated code: the control flow that starts at one place in physical memory, for one EIP and one mode.
 *
 * <p>{@link #run} is the translation. It takes the instructions that may run and how many Java calls deep it may go, and returns
 * {@code budgetLeft << 32 | eip}, with all registers and flags in the processor's fields.
 */
public abstract class Region {
    /** Linear address of the entry; EIP too, because code is flat. */
    int linear;
    /** RAM offset of the entry. */
    int physical;
    /** RAM offset of the page, as a read map holds it. */
    int page;
    /** {@link exo86.cpu.Cpu#mode()}, or {@link #DROPPED}. */
    int mode;
    /** A budget below this cannot enter. */
    int need;
    int instructions;
    int bytecode;
    /** Lines of the page from which it was made, a bit each. */
    int lines;
    /** Where control leaves to known places. */
    Link[] outgoing = {};
    /** Links that lead here: reset when the region is dropped. */
    final List<Link> incoming = new ArrayList<>();

    static final int DROPPED = -1;

    protected Region() {
    }

    /**
     * Runs from the entry on. With a budget below {@link #need}, or a negative depth, it does nothing.
     *
     * @param depth how many calls below this one are allowed
     */
    public abstract long run(int budget, int depth);

    /** What {@link #run} returns. */
    public static long result(int budget, int eip) {
        return (long) budget << 32 | eip & 0xFFFFFFFFL;
    }
}

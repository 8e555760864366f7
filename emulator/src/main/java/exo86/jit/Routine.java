package exo86.jit;

/** What control can enter: the translation of a region, or a {@link Link} that leads nowhere yet. */
public abstract class Routine {
    protected Routine() {
    }

    /**
     * Runs from the start on. With a budget below the region's need, or a negative depth, it does nothing.
     *
     * @param budget instructions that may run
     * @param depth how many calls below this one are allowed
     * @return {@code budgetLeft << 32 | eip}; all registers and flags are in the processor's fields
     */
    public abstract long run(int budget, int depth);
}

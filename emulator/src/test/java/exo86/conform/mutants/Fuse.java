package exo86.conform.mutants;

/** Ends a mutant that loops for ever: each backward jump in its classes burns a little. One fuse a class loader. */
public final class Fuse {
    /** Too many backward jumps. */
    public static final class Blown extends Error {
        private static final long serialVersionUID = 1;
    }

    private static long left = Long.MAX_VALUE;

    private Fuse() { }

    /** How many jumps are allowed from now on. */
    public static void set(long jumps) {
        left = jumps;
    }

    public static void burn() {
        if (--left < 0) {
            throw new Blown();
        }
    }
}

package exo86.conform.mutants;

import java.util.BitSet;

/** Which mutations' places have been reached since the last look. One set a class loader. */
public final class Probes {
    private static BitSet reached = new BitSet();

    private Probes() { }

    public static void hit(int mutation) {
        reached.set(mutation);
    }

    /** What has been reached, and starts anew. */
    public static BitSet take() {
        BitSet taken = reached;
        reached = new BitSet();
        return taken;
    }
}

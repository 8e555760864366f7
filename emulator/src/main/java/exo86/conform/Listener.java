package exo86.conform;

/** Who hears the verdicts of one group, in the order of its vectors. */
public interface Listener {
    /** Whether the vector is to be run at all. */
    default boolean wants(String vector) {
        return true;
    }

    void verdict(String vector, Verdict verdict);

    /** True once the group should stop early. */
    default boolean enough() {
        return false;
    }
}

package exo86.conform;

/** Who hears the verdicts of one group, in the order of its vectors. */
public interface Listener {
    /** Whether the vector is to be run at all. */
    default boolean wants(String vector) {
        return true;
    }

    void verdict(String vector, Verdict verdict);

    /** Of the vector that the next verdict is about: whether any of it was compiled code when it ran. Not called if nothing compiles. */
    default void executed(boolean compiled) { }

    /** True once the group should stop early. */
    default boolean enough() {
        return false;
    }
}

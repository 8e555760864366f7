package exo86.device;

/** A wire that one part drives and another watches: an interrupt request, a gate. */
@FunctionalInterface
public interface Line {
    void set(boolean high);

    /** A wire that leads nowhere. */
    Line UNCONNECTED = high -> { };
}

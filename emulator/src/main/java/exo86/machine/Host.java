package exo86.machine;

/** What the machine asks of the program around it, at moments that leave no trace in the machine's state. */
public interface Host {
    /**
     * The guest idles and nothing is due before {@code until}. A host with a person in front may let real time pass here.
     *
     * @return the virtual time to go on at, after {@code now} and at most {@code until}
     */
    default long idle(long now, long until) {
        return until;
    }

    /** The processor pauses, many times a second: what the guest printed should become visible. */
    default void pause() { }

    /** A host that never waits. */
    Host PATIENT = new Host() { };
}

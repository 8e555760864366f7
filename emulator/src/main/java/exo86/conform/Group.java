package exo86.conform;

import exo86.machine.Machine;
import exo86.machine.MachinePlan;
import java.io.IOException;

/** Vectors that belong together. A group may be run once at a time, any number of times; different groups at the same time. */
public interface Group {
    /** The suite that the group is part of, for reports. */
    String suite();

    String name();

    /**
     * Runs every vector that the listener wants, on {@code subject}.
     *
     * @throws SuiteException if the data is damaged
     */
    void run(Listener listener, Subject subject) throws IOException;

    /** The same on the interpreter. */
    default void run(Listener listener) throws IOException {
        run(listener, Subject.INTERPRETER);
    }

    /**
     * A machine that stands before the first instruction of a vector, for a debugger. It is a whole PC, of which the vector sees the processor and its
     * memory only.
     *
     * @param vector its name as in the verdicts
     * @param plan decides the engine, and where the console leads
     * @throws SuiteException if the data is damaged, or if there is no such vector
     */
    Machine before(String vector, MachinePlan plan) throws IOException;
}

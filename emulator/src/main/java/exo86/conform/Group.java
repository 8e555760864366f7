package exo86.conform;

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
}

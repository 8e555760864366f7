package exo86.ash.check.evaluate;

import exo86.ash.source.Diagnostics.Note;
import exo86.ash.source.Span;
import java.util.List;

/**
 * A constant that cannot be computed. {@code silent} ones follow from an error that was already reported.
 */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Span at;
    private final transient List<Note> calls;
    private final boolean silent;

    Failure(Span at, String message, List<Note> calls, boolean silent) {
        super(message, null, false, false);
        this.at = at;
        this.calls = calls;
        this.silent = silent;
    }

    public Span at() {
        return at;
    }

    /** The calls from the constant to the failing place, innermost first. */
    public List<Note> calls() {
        return calls;
    }

    public boolean silent() {
        return silent;
    }
}

package exo86.ash.ir.interpret;

import exo86.ash.source.Span;

/** A check failed. */
public final class Trapped extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String reason;
    private final transient Span at;

    Trapped(String reason, Span at) {
        super(reason + " at " + at, null, false, false);
        this.reason = reason;
        this.at = at;
    }

    public String reason() {
        return reason;
    }

    public Span at() {
        return at;
    }
}

package exo86.ash.ir.interpret;

import exo86.ash.ir.Position;


/** A check failed. */
public final class Trapped extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String reason;
    private final transient Position at;

    Trapped(String reason, Position at) {
        super(reason + " at " + at, null, false, false);
        this.reason = reason;
        this.at = at;
    }

    public String reason() {
        return reason;
    }

    public Position at() {
        return at;
    }
}

package exo86.ash.ir;

import java.util.Optional;

/**
 * A call in whose place a copy of the callee's body was put; equal to itself only. Together the calls of a function are a forest: the call that was put in place of
 * another's body stands at a position within that one. Copies of a copy, as loop inversion makes them, are still of one call.
 */
public final class InlinedCall {
    private final Subroutine callee;
    private final Position at;

    /** @param at where the call stood */
    public InlinedCall(Subroutine callee, Position at) {
        this.callee = callee;
        this.at = at;
    }

    public Subroutine callee() {
        return callee;
    }

    public Position at() {
        return at;
    }

    /** The call around this one; empty if it stood in the function's own text. */
    public Optional<InlinedCall> outer() {
        return at.inlined();
    }

    @Override
    public String toString() {
        return callee + " inlined at " + at;
    }
}

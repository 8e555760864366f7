package exo86.ash.ir;

import exo86.ash.source.SourceFile;
import exo86.ash.source.Span;
import java.util.Optional;

/**
 * Where an instruction comes from.
 *
 * @param span the place in the source
 * @param inlined the call in whose place the instruction's function was put; empty for the function's own instructions
 */
public record Position(Span span, Optional<InlinedCall> inlined) {
    /** A place in the source of the function itself. */
    public static Position of(Span span) {
        return new Position(span, Optional.empty());
    }

    public int line() {
        return span.line();
    }

    public SourceFile file() {
        return span.file();
    }

    /** The same line of the same file, reached through the same calls. */
    public boolean sameLine(Position other) {
        return this == other || line() == other.line() && file() == other.file() && inlined.equals(other.inlined);
    }

    @Override
    public String toString() {
        return span.toString();
    }
}

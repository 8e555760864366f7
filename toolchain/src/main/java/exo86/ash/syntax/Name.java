package exo86.ash.syntax;

import exo86.ash.source.Span;

/** An identifier where it stands. {@code _} is a name only where something may be ignored. */
public record Name(String text, Span at) {
    public boolean ignored() {
        return text.equals("_");
    }

    @Override
    public String toString() {
        return text;
    }
}

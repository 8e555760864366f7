package exo86.isa;

import java.util.Optional;

/** A number that an operand needs: known now, or known but for the address of one {@link Base}. */
public record Value(long constant, Optional<Base> base) {
    /** Something that gets its address later: a symbol, the start of a section. */
    public interface Base {
        String name();
    }

    /** A symbol by name. */
    public record Symbol(String name) implements Base {
    }

    public static Value of(long constant) {
        return new Value(constant, Optional.empty());
    }

    public static Value symbol(String name, long addend) {
        return new Value(addend, Optional.of(new Symbol(name)));
    }

    public boolean known() {
        return base.isEmpty();
    }
}

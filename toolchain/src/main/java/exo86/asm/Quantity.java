package exo86.asm;

import exo86.isa.Operand;
import exo86.isa.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an expression comes to: a number, plus at most one address, plus registers with factors (inside brackets).
 *
 * <p>A label that has no place yet, in an early pass, is {@link #UNKNOWN}; so is everything computed from it.
 */
record Quantity(long constant, Optional<Value.Base> base, List<Term> terms, boolean unknown) {
    /** A register times a factor; {@code multiplied} if it was written so. */
    record Term(Operand.Register register, long factor, boolean multiplied) {
    }

    static final Quantity UNKNOWN = new Quantity(0, Optional.of(new Value.Symbol("?")), List.of(), true);

    static Quantity of(long constant) {
        return new Quantity(constant, Optional.empty(), List.of(), false);
    }

    static Quantity at(Value.Base base, long offset) {
        return new Quantity(offset, Optional.of(base), List.of(), false);
    }

    boolean pure() {
        return base.isEmpty() && terms.isEmpty() && !unknown;
    }

    Value value() {
        return new Value(constant, base);
    }

    Quantity plus(Quantity other, int column) throws SyntaxException {
        if (base.isPresent() && other.base.isPresent() && !unknown && !other.unknown) {
            throw new SyntaxException(column, "two addresses cannot be added");
        }
        List<Term> sum = new ArrayList<>(terms);
        sum.addAll(other.terms);
        return new Quantity(constant + other.constant, base.isPresent() ? base : other.base, sum, unknown || other.unknown);
    }

    Quantity minus(Quantity other, int column) throws SyntaxException {
        if (!other.terms.isEmpty()) {
            throw new SyntaxException(column, "a register cannot be subtracted");
        }
        if (unknown || other.unknown) {
            return new Quantity(0, UNKNOWN.base, terms, true);
        }
        if (other.base.isEmpty()) {
            return new Quantity(constant - other.constant, base, terms, false);
        }
        if (!other.base.equals(base)) {
            throw new SyntaxException(column, "only addresses in the same section can be subtracted");
        }
        return new Quantity(constant - other.constant, Optional.empty(), terms, false);
    }

    Quantity times(long factor, int column) throws SyntaxException {
        if (unknown) {
            return this;
        }
        if (base.isPresent() && factor != 1) {
            throw new SyntaxException(column, "an address cannot be multiplied");
        }
        List<Term> scaled = new ArrayList<>();
        for (Term term : terms) {
            scaled.add(new Term(term.register(), term.factor() * factor, true));
        }
        return new Quantity(constant * factor, base, scaled, false);
    }
}

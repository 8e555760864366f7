package exo86.ash.ir;

import exo86.ash.types.Type;
import java.util.Optional;

/**
 * A parameter or variable of the source, for the debugger; equal to itself only.
 *
 * @see Instruction.Debug
 */
public final class Variable {
    private final String name;
    private final Optional<Type> type;
    private final int line;
    private final boolean parameter;
    private final boolean reference;
    private final Scope scope;

    /** A block of the source; the outermost one of a function has no outer one. Equal to itself only. */
    public static final class Scope {
        private final Optional<Scope> outer;

        public Scope(Optional<Scope> outer) {
            this.outer = outer;
        }

        public Optional<Scope> outer() {
            return outer;
        }
    }

    /**
     * @param type what the source says; empty in a function read from text
     * @param reference its value is the address of the variable: an aggregate parameter
     */
    public Variable(String name, Optional<Type> type, int line, boolean parameter, boolean reference, Scope scope) {
        this.name = name;
        this.type = type;
        this.line = line;
        this.parameter = parameter;
        this.reference = reference;
        this.scope = scope;
    }

    public String name() {
        return name;
    }

    public Optional<Type> type() {
        return type;
    }

    /** Where it is declared. */
    public int line() {
        return line;
    }

    public boolean parameter() {
        return parameter;
    }

    /** What {@link Instruction.Debug} says is the variable's address, not its value. */
    public boolean reference() {
        return reference;
    }

    public Scope scope() {
        return scope;
    }

    @Override
    public String toString() {
        return name;
    }
}

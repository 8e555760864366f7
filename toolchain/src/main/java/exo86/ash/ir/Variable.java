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
    private final Variable origin;
    private final Optional<InlinedCall> inlined;

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
        this.origin = this;
        this.inlined = Optional.empty();
    }

    /** What a variable of the source is in a copy of its function's body. */
    public Variable(Variable original, InlinedCall call) {
        this.name = original.name;
        this.type = original.type;
        this.line = original.line;
        this.parameter = original.parameter;
        this.reference = original.reference;
        this.scope = original.scope;
        this.origin = original.origin;
        this.inlined = Optional.of(call);
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

    /** The variable of the source, one of the {@link Subroutine}'s, of which this is the one in a copy of the body; else itself. */
    public Variable origin() {
        return origin;
    }

    /** The call whose copy of the callee it belongs to; empty if it is the function's own. */
    public Optional<InlinedCall> inlined() {
        return inlined;
    }

    @Override
    public String toString() {
        return name;
    }
}

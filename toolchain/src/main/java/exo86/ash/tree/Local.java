package exo86.ash.tree;

import exo86.ash.types.Type;

/** A parameter, a variable or a temporary of one function; equal to itself only. Temporaries have names that begin with {@code $}. */
public final class Local {
    private final String name;
    private final Type type;
    private final boolean fixed;

    public Local(String name, Type type) {
        this(name, type, false);
    }

    /** @param fixed it keeps the value that it is declared with */
    public Local(String name, Type type, boolean fixed) {
        this.name = name;
        this.type = type;
        this.fixed = fixed;
    }

    public String name() {
        return name;
    }

    public Type type() {
        return type;
    }

    /** Nobody writes to it once it has its value: it was declared with {@code let}. */
    public boolean fixed() {
        return fixed;
    }

    public boolean temporary() {
        return name.startsWith("$");
    }

    @Override
    public String toString() {
        return name;
    }
}

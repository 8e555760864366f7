package exo86.ash.tree;

import exo86.ash.types.Type;

/** A parameter, a variable or a temporary of one function; equal to itself only. Temporaries have names that begin with {@code $}. */
public final class Local {
    private final String name;
    private final Type type;

    public Local(String name, Type type) {
        this.name = name;
        this.type = type;
    }

    public String name() {
        return name;
    }

    public Type type() {
        return type;
    }

    public boolean temporary() {
        return name.startsWith("$");
    }

    @Override
    public String toString() {
        return name;
    }
}

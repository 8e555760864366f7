package exo86.ash.ir;

import exo86.ash.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the source says of a function, for the debugger, wherever copies of its body end up; equal to itself only. */
public final class Subroutine {
    private final String name;
    private final Optional<exo86.ash.tree.Function> source;
    private final Span at;
    private final List<Variable> variables = new ArrayList<>();

    /** @param source the function of the tree; empty if it was read from text */
    public Subroutine(String name, Optional<exo86.ash.tree.Function> source, Span at) {
        this.name = name;
        this.source = source;
        this.at = at;
    }

    /** The link name of its function. */
    public String name() {
        return name;
    }

    public Optional<exo86.ash.tree.Function> source() {
        return source;
    }

    public Span at() {
        return at;
    }

    /** Its parameters in order and its variables, as they are declared; lowering adds to them. */
    public List<Variable> variables() {
        return variables;
    }

    @Override
    public String toString() {
        return name;
    }
}

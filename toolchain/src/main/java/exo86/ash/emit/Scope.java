package exo86.ash.emit;

import exo86.ash.tree.Local;
import java.util.ArrayList;
import java.util.List;

/** A block of the source with the named variables declared in it, for the debugger; equal to itself only. */
final class Scope {
    /** A variable at {@code [ebp + offset]}; {@code reference}: a pointer to it is there. */
    record Variable(Local local, int offset, boolean reference, int line) {
    }

    final List<Variable> variables = new ArrayList<>();
    final List<Scope> inner = new ArrayList<>();

    boolean isEmpty() {
        return variables.isEmpty() && inner.stream().allMatch(Scope::isEmpty);
    }
}

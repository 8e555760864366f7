package exo86.ash.emit;

import exo86.ash.tree.Local;
import java.util.ArrayList;
import java.util.List;

/** A block of the source with the named variables declared in it, for the debugger. */
final class Scope {
    /** A variable at {@code [ebp + offset]}; {@code reference}: there is a pointer to it. */
    record Variable(Local local, int offset, boolean reference) {
    }

    final List<Variable> variables = new ArrayList<>();
}

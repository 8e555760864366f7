package exo86.ash.check.evaluate;

import exo86.ash.tree.Function;
import exo86.ash.tree.Global;
import exo86.ash.tree.Stmt;
import exo86.ash.tree.Value;
import exo86.ash.types.Type;
import java.util.Optional;

/** What the evaluator asks about the program that it is part of. */
public interface Program {
    /** The checked body of a function that may run while compiling; empty if its checking failed, which has been reported. */
    Optional<Stmt.Block> body(Function function);

    /** Whether the function is marked {@code const}. */
    boolean constant(Function function);

    /** Whether the function is the program's {@code @panic} function. */
    boolean panics(Function function);

    /** The value of an immutable global; empty if it could not be computed, which has been reported. */
    Optional<Value> value(Global global);

    /** Makes a read-only global for memory that a constant points at. */
    Global promote(Type type, Value value);
}

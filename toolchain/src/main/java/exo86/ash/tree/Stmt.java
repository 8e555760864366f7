package exo86.ash.tree;

import exo86.ash.source.Span;
import java.util.List;
import java.util.Optional;

/** A statement. */
public sealed interface Stmt {
    Span at();

    record Block(List<Stmt> statements, Span at) implements Stmt {
        public Block {
            statements = List.copyOf(statements);
        }
    }

    /** Introduces a variable and gives it its first value; an empty value is {@code uninit}. */
    record Let(Local local, Optional<Expr> value, Span at) implements Stmt {
    }

    /** Evaluates the place's parts, then the value, then stores. */
    record Assign(Place place, Expr value, Span at) implements Stmt {
    }

    /** Evaluates and drops the value. */
    record Evaluate(Expr value, Span at) implements Stmt {
    }

    record If(Expr condition, Block then, Block otherwise, Span at) implements Stmt {
    }

    /**
     * Runs {@code body} while the condition holds; {@code step} follows the body and every {@code continue} (it counts a {@code for}'s variable).
     */
    record While(Expr condition, Block body, Block step, Span at) implements Stmt {
    }

    /** Runs the cleanup, then leaves the innermost {@link While}. */
    record Break(List<Stmt> cleanup, Span at) implements Stmt {
        public Break {
            cleanup = List.copyOf(cleanup);
        }
    }

    /** Runs the cleanup, then goes to the innermost {@link While}'s step. */
    record Continue(List<Stmt> cleanup, Span at) implements Stmt {
        public Continue {
            cleanup = List.copyOf(cleanup);
        }
    }

    /** Evaluates the value, runs the cleanup, returns the value (CF clear where the function's result is {@code T!E}). */
    record Return(Optional<Expr> value, List<Stmt> cleanup, Span at) implements Stmt {
        public Return {
            cleanup = List.copyOf(cleanup);
        }
    }

    /** Evaluates the error code, runs the cleanup, returns it with CF set. */
    record Fail(Expr code, List<Stmt> cleanup, Span at) implements Stmt {
        public Fail {
            cleanup = List.copyOf(cleanup);
        }
    }

    /** Traps unless the condition holds. A constant false condition makes what follows unreachable. */
    record Check(Expr condition, String reason, Span at) implements Stmt {
    }
}

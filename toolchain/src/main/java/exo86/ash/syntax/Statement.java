package exo86.ash.syntax;

import exo86.ash.source.Span;
import java.util.List;
import java.util.Optional;

/** A statement. {@code if} and {@code match} are expressions that stand in {@link Evaluate}. */
public sealed interface Statement {
    Span at();

    /** {@code { … }}; {@code at} includes the braces. */
    record Block(List<Statement> statements, Span at) implements Statement {
        public Block {
            statements = List.copyOf(statements);
        }
    }

    /** {@code let} or, if mutable, {@code var}; the value may be {@link Expression.Uninit}. */
    record Let(boolean mutable, Name name, Optional<TypeExpression> type, Expression value, Span at) implements Statement {
    }

    /** {@code place = value}, or {@code place op= value}. */
    record Assign(Expression place, Optional<Expression.BinaryOperator> operator, Expression value, Span at) implements Statement {
    }

    /** {@code _ = value}. */
    record Discard(Expression value, Span at) implements Statement {
    }

    /** An expression as a statement. */
    record Evaluate(Expression value, Span at) implements Statement {
    }

    record While(Expression condition, Block body, Span at) implements Statement {
    }

    /** {@code for i in low..high}. */
    record ForRange(Name variable, Expression low, Expression high, Block body, Span at) implements Statement {
    }

    /** {@code for x in sequence} or {@code for i, x in sequence}. */
    record ForEach(Optional<Name> index, Name element, Expression sequence, Block body, Span at) implements Statement {
    }

    record Return(Optional<Expression> value, Span at) implements Statement {
    }

    record Fail(Expression code, Span at) implements Statement {
    }

    /** {@code defer} or, if {@code onError}, {@code errdefer}. */
    record Defer(boolean onError, Statement body, Span at) implements Statement {
    }

    record Break(Span at) implements Statement {
    }

    record Continue(Span at) implements Statement {
    }
}

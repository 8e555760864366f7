package exo86.ash.syntax;

import exo86.ash.source.Span;
import exo86.ash.types.Type;
import java.util.List;
import java.util.Optional;

/** A type as written. */
public sealed interface TypeExpression {
    Span at();

    /** {@code u32}, {@code Pte} or {@code module.Pte}: one or two parts. The odd widths of bits fields ({@code u3}) are names here too. */
    record Named(List<Name> path, Span at) implements TypeExpression {
        public Named {
            path = List.copyOf(path);
        }

        /** The last part. */
        public Name name() {
            return path.getLast();
        }

        /** The module it is looked up in, if one is named. */
        public Optional<Name> module() {
            return path.size() > 1 ? Optional.of(path.getFirst()) : Optional.empty();
        }
    }

    /** {@code *T}, {@code ?*T}, {@code *io mut T}, … */
    record Pointer(Type.Space space, boolean mutable, boolean nullable, TypeExpression target, Span at) implements TypeExpression {
    }

    /** {@code []T}, {@code []mut T}, {@code []user T}, … */
    record Slice(Type.Space space, boolean mutable, TypeExpression element, Span at) implements TypeExpression {
    }

    /** {@code [N]T}. */
    record Array(Expression length, TypeExpression element, Span at) implements TypeExpression {
    }

    /** {@code fn(A, B) R}; without a result it is void. */
    record Function(List<TypeExpression> parameters, Optional<TypeExpression> result, Span at) implements TypeExpression {
        public Function {
            parameters = List.copyOf(parameters);
        }
    }

    /** {@code T!E}. */
    record Result(TypeExpression value, TypeExpression error, Span at) implements TypeExpression {
    }
}

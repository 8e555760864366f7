package exo86.ash.syntax;

import exo86.ash.source.Span;
import java.util.List;
import java.util.Optional;

/** What an arm of {@code match} accepts. */
public sealed interface Pattern {
    Span at();

    /** {@code _}. */
    record Any(Span at) implements Pattern {
    }

    /**
     * {@code user}, {@code Kind.user}, {@code fault{ va, code: c }}, or the name of a constant: the subject's type decides.
     *
     * @param path a {@link Expression.Reference} or a chain of {@link Expression.Member} on one
     * @param fields present where braces were written
     */
    record Named(Expression path, Optional<List<FieldPattern>> fields, Span at) implements Pattern {
        public Named {
            fields = fields.map(List::copyOf);
        }
    }

    /** {@code code: c}, or {@code code} for {@code code: code}; {@code code: _} binds nothing. */
    record FieldPattern(Name field, Name binding, Span at) {
    }

    /** {@code none}: the absent pointer, or an enum's or union's variant of that name. */
    record None(Span at) implements Pattern {
    }

    /** {@code some(p)}; {@code some(_)} binds nothing. */
    record Some(Name binding, Span at) implements Pattern {
    }

    /** A number, character or bool, or a minus sign and a number. */
    record Literal(Expression value, Span at) implements Pattern {
    }

    /** {@code low..high}, high excluded; each a literal or a constant's name. */
    record Range(Expression low, Expression high, Span at) implements Pattern {
    }

    /** {@code a | b}. */
    record Either(List<Pattern> alternatives, Span at) implements Pattern {
        public Either {
            alternatives = List.copyOf(alternatives);
        }
    }
}

package exo86.ash.syntax;

import exo86.ash.source.Span;
import java.util.List;

/** {@code @name} or {@code @name(a, b)}. Arguments are expressions; registers in {@code @clobbers} are plain references. */
public record Attribute(Name name, List<Expression> arguments, Span at) {
    public Attribute {
        arguments = List.copyOf(arguments);
    }
}

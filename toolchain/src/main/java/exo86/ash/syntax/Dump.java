package exo86.ash.syntax;

import exo86.ash.source.Nested;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prints a syntax tree as nested lists, one node a list, without places: {@code (Binary ADD a 1)}. */
public final class Dump {
    private Dump() {
    }

    public static String of(Unit unit) {
        StringBuilder out = new StringBuilder("(Unit " + (unit.system() ? "system " : "") + unit.module());
        for (Unit.Use use : unit.uses()) {
            out.append("\n  (Use ").append(use.module()).append(' ').append(use.name()).append(')');
        }
        for (Declaration declaration : unit.declarations()) {
            out.append("\n  ");
            Nested.of(declaration, Dump::special).print(out, 2);
        }
        return out.append(")\n").toString();
    }

    private static Optional<Nested> special(Object node) {
        return switch (node) {
            case Name n -> Optional.of(Nested.word(n.text()));
            case byte[] b -> Optional.of(Nested.word(Nested.quoted(new String(b, StandardCharsets.UTF_8))));
            case Expression.Reference r -> Optional.of(Nested.word(r.name()));
            case Expression.Number n -> Optional.of(Nested.word(n.value().toString()));
            case Expression.Bool b -> Optional.of(Nested.word(Boolean.toString(b.value())));
            case TypeExpression.Named n -> Optional.of(Nested.word(String.join(".", n.path().stream().map(Name::text).toList())));
            case Declaration.Head h -> Optional.of(head(h));
            default -> Optional.empty();
        };
    }

    private static Nested head(Declaration.Head head) {
        List<Nested> parts = new ArrayList<>();
        if (head.exported()) {
            parts.add(Nested.word("pub"));
        }
        head.attributes().forEach(a -> parts.add(Nested.list("@" + a.name(), a.arguments().stream()
                .map(argument -> Nested.of(argument, Dump::special)).toList(), "")));
        if (!head.doc().isEmpty()) {
            parts.add(Nested.word(Nested.quoted(head.doc())));
        }
        return Nested.list("<", parts, ">");
    }
}

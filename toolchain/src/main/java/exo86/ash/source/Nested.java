package exo86.ash.source;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Text of nested lists: a word, or words and lists between brackets, broken over lines where they are long. {@link #of} makes one from
 * records: {@code (Binary ADD (Reference a) (Number 1))}; so a new kind of node in a tree needs nothing here.
 */
public record Nested(String open, List<Nested> parts, String close, int length) {
    private static final int WIDTH = 110;

    public Nested {
        parts = List.copyOf(parts);
    }

    public static Nested word(String text) {
        return new Nested(text, List.of(), "", text.length());
    }

    public static Nested list(String open, List<Nested> parts, String close) {
        return new Nested(open, parts, close, open.length() + close.length() + parts.stream().mapToInt(p -> p.length + 1).sum());
    }

    /**
     * The text of a value: what {@code special} makes of it, else a record as its name and components (places left out, of bools
     * the true ones by name), a list between brackets, an absent part as {@code -}.
     */
    public static Nested of(Object node, Function<Object, Optional<Nested>> special) {
        return special.apply(node).orElseGet(() -> switch (node) {
            case Optional<?> o -> o.isPresent() ? of(o.get(), special) : word("-");
            case List<?> l -> list("[", l.stream().map(part -> of(part, special)).toList(), "]");
            case String s -> word(quoted(s));
            case Enum<?> e -> word(e.name());
            case Record r -> record(r, special);
            default -> word(node.toString());
        });
    }

    private static Nested record(Record node, Function<Object, Optional<Nested>> special) {
        List<Nested> parts = new ArrayList<>();
        for (RecordComponent component : node.getClass().getRecordComponents()) {
            Class<?> type = component.getType();
            if (type == Span.class || type == SourceFile.class) {
                continue;
            }
            try {
                Object value = component.getAccessor().invoke(node);
                if (type != boolean.class) {
                    parts.add(of(value, special));
                } else if (value.equals(true)) {
                    parts.add(word(component.getName()));
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the records of a tree are public", e);
            }
        }
        return list("(" + node.getClass().getSimpleName(), parts, ")");
    }

    public static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"").replace("\0", "\\0") + "\"";
    }

    /** On one line. */
    public void flat(StringBuilder out) {
        out.append(open);
        for (int i = 0; i < parts.size(); i++) {
            out.append(i > 0 || open.length() > 1 ? " " : "");
            parts.get(i).flat(out);
        }
        out.append(close);
    }

    /** On as many lines as it needs, the first of which begins at column {@code indent}. */
    public void print(StringBuilder out, int indent) {
        if (indent + length <= WIDTH) {
            flat(out);
            return;
        }
        out.append(open);
        boolean inline = open.length() > 1;
        for (Nested part : parts) {
            inline &= part.parts.isEmpty();
            if (inline) {
                out.append(' ').append(part.open).append(part.close);
            } else {
                out.append('\n').append(" ".repeat(indent + 2));
                part.print(out, indent + 2);
            }
        }
        out.append(close);
    }
}

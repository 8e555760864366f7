package exo86.ash.syntax;

import exo86.ash.source.SourceFile;
import exo86.ash.source.Span;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Prints a syntax tree as nested lists, one node a list: {@code (Binary ADD (Reference a) (Number 1))}. Places are left out, absent
 * parts are {@code -}. It walks the records themselves, so that a new node needs nothing here.
 */
public final class Dump {
    private static final int WIDTH = 110;

    private Dump() {
    }

    public static String of(Unit unit) {
        StringBuilder out = new StringBuilder("(Unit " + (unit.system() ? "system " : "") + unit.module());
        for (Unit.Use use : unit.uses()) {
            out.append("\n  ").append(tree(use).flat());
        }
        for (Declaration declaration : unit.declarations()) {
            out.append("\n  ");
            tree(declaration).print(out, 2);
        }
        return out.append(")\n").toString();
    }

    /** A word, or a list of trees between brackets. */
    private record Tree(String open, List<Tree> parts, String close, int length) {
        static Tree word(String text) {
            return new Tree(text, List.of(), "", text.length());
        }

        static Tree list(String open, List<Tree> parts, String close) {
            return new Tree(open, List.copyOf(parts), close, open.length() + close.length() + parts.stream().mapToInt(p -> p.length + 1).sum());
        }

        String flat() {
            StringBuilder out = new StringBuilder();
            flat(out);
            return out.toString();
        }

        private void flat(StringBuilder out) {
            out.append(open);
            for (int i = 0; i < parts.size(); i++) {
                out.append(i > 0 || open.length() > 1 ? " " : "");
                parts.get(i).flat(out);
            }
            out.append(close);
        }

        void print(StringBuilder out, int indent) {
            if (indent + length <= WIDTH) {
                flat(out);
                return;
            }
            out.append(open);
            boolean inline = open.length() > 1;
            for (Tree part : parts) {
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

    private static Tree tree(Object node) {
        return switch (node) {
            case Name n -> Tree.word(n.text());
            case Optional<?> o -> o.isPresent() ? tree(o.get()) : Tree.word("-");
            case List<?> l -> Tree.list("[", l.stream().map(Dump::tree).toList(), "]");
            case byte[] b -> Tree.word(quoted(new String(b, StandardCharsets.UTF_8)));
            case String s -> Tree.word(quoted(s));
            case Enum<?> e -> Tree.word(e.name());
            case Expression.Reference r -> Tree.word(r.name());
            case Expression.Number n -> Tree.word(n.value().toString());
            case Expression.Bool b -> Tree.word(Boolean.toString(b.value()));
            case TypeExpression.Named n -> Tree.word(String.join(".", n.path().stream().map(Name::text).toList()));
            case Declaration.Head h -> head(h);
            case Unit.Use u -> Tree.list("(Use", List.of(Tree.word(u.module()), Tree.word(u.name().text())), ")");
            case Record r -> record(r);
            default -> Tree.word(node.toString());
        };
    }

    private static Tree head(Declaration.Head head) {
        List<Tree> parts = new ArrayList<>();
        if (head.exported()) {
            parts.add(Tree.word("pub"));
        }
        head.attributes().forEach(a -> parts.add(Tree.list("@" + a.name(), a.arguments().stream().map(Dump::tree).toList(), "")));
        if (!head.doc().isEmpty()) {
            parts.add(Tree.word(quoted(head.doc())));
        }
        return Tree.list("<", parts, ">");
    }

    private static Tree record(Record node) {
        List<Tree> parts = new ArrayList<>();
        for (RecordComponent component : node.getClass().getRecordComponents()) {
            Class<?> type = component.getType();
            if (type == Span.class || type == SourceFile.class) {
                continue;
            }
            try {
                Object value = component.getAccessor().invoke(node);
                if (type == boolean.class) {
                    if (value.equals(true)) {
                        parts.add(Tree.word(component.getName()));
                    }
                } else {
                    parts.add(tree(value));
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("records of the syntax tree are public", e);
            }
        }
        return Tree.list("(" + node.getClass().getSimpleName(), parts, ")");
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"").replace("\0", "\\0") + "\"";
    }
}

package exo86.ash.driver;

import exo86.ash.source.Nested;
import exo86.ash.tree.Function;
import exo86.ash.tree.Global;
import exo86.ash.tree.Local;
import exo86.ash.tree.Program;
import exo86.ash.tree.Value;
import exo86.ash.types.BitsType;
import exo86.ash.types.StructType;
import exo86.ash.types.Type;
import exo86.ash.types.UnionType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Prints a checked program as nested lists: globals with their values, functions with their bodies. Symbols and locals are names. */
final class TreeDump {
    private TreeDump() {
    }

    static String of(Program program) {
        StringBuilder out = new StringBuilder();
        for (Global global : program.globals()) {
            show(out, Nested.list("(Global", List.of(Nested.word(global.linkName()), Nested.word(global.type().toString()),
                    Nested.of(global.initial(), TreeDump::special)), ")"));
        }
        for (Function function : program.functions()) {
            Nested parameters = Nested.list("[", function.parameters().stream()
                    .map(p -> Nested.word(p.name() + ": " + p.type())).toList(), "]");
            show(out, Nested.list("(Function", List.of(Nested.word(function.kind().name()), Nested.word(function.linkName()), parameters,
                    Nested.word(function.result().toString()), Nested.of(function.body(), TreeDump::special)), ")"));
        }
        return out.toString();
    }

    private static void show(StringBuilder out, Nested node) {
        node.print(out, 0);
        out.append('\n');
    }

    private static Optional<Nested> special(Object node) {
        return switch (node) {
            case Function f -> Optional.of(Nested.word(f.linkName()));
            case Global g -> Optional.of(Nested.word(g.linkName()));
            case Local l -> Optional.of(Nested.word(l.name()));
            case Type t -> Optional.of(Nested.word(t.toString()));
            case StructType.Field f -> Optional.of(Nested.word(f.name()));
            case BitsType.Field f -> Optional.of(Nested.word(f.name()));
            case UnionType.Variant v -> Optional.of(Nested.word(v.name()));
            case Value.Scalar s -> Optional.of(Nested.word(s.bits() + ":" + s.type()));
            case byte[] b -> Optional.of(Nested.word(Nested.quoted(new String(b, StandardCharsets.UTF_8))));
            default -> Optional.empty();
        };
    }
}

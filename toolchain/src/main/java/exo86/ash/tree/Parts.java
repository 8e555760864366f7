package exo86.ash.tree;

import exo86.ash.types.Shape;
import exo86.ash.types.StructType;
import exo86.ash.types.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the parts of a literal lie in it, in the order in which they are computed: for both code generators.
 *
 * @param holes some bytes belong to no part; they become zero, and do so first
 */
public record Parts(List<Part> parts, boolean holes) {
    public record Part(Expr value, int offset) {
    }

    public Parts {
        parts = List.copyOf(parts);
    }

    /** Of an array or a struct. */
    public static Parts of(Expr.Aggregate e) {
        if (Shape.strip(e.type()) instanceof Type.Array(int length, Type element)) {
            List<Part> parts = new ArrayList<>();
            for (Expr value : e.parts()) {
                parts.add(new Part(value, parts.size() * element.size()));
            }
            return new Parts(parts, false);
        }
        List<StructType.Field> fields = ((StructType) Shape.strip(e.type())).fields();
        return new Parts(fields(e.parts(), fields), fields.stream().mapToInt(field -> field.type().size()).sum() != e.type().size());
    }

    /** Of a union's variant, behind its tag; what other variants have there is zero. */
    public static Parts of(Expr.MakeUnion e) {
        return new Parts(fields(e.parts(), e.variant().fields()), true);
    }

    private static List<Part> fields(List<Expr> values, List<StructType.Field> fields) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            parts.add(new Part(values.get(i), fields.get(i).offset()));
        }
        return parts;
    }
}

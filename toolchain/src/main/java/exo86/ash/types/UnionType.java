package exo86.ash.types;

import exo86.ash.source.Span;
import java.util.List;
import java.util.Optional;

/** A tagged union: the tag at offset 0, then the payload of the variant in hand, whose offsets count from the start of the union. */
public final class UnionType implements NamedType {
    public record Variant(String name, int tag, List<StructType.Field> fields, Span declared) {
        public Variant {
            fields = List.copyOf(fields);
        }

        public Optional<StructType.Field> field(String wanted) {
            return fields.stream().filter(f -> f.name().equals(wanted)).findFirst();
        }
    }

    private final String module;
    private final String name;
    private final Span declared;
    private final Type.Int tag;
    private List<Variant> variants = List.of();
    private int size;
    private int align = 1;

    public UnionType(String module, String name, Span declared, Type.Int tag) {
        this.module = module;
        this.name = name;
        this.declared = declared;
        this.tag = tag;
    }

    public void layOut(List<Variant> laidOut, int bytes, int alignment) {
        variants = List.copyOf(laidOut);
        size = bytes;
        align = alignment;
    }

    public Type.Int tag() {
        return tag;
    }

    public List<Variant> variants() {
        return variants;
    }

    public Optional<Variant> variant(String wanted) {
        return variants.stream().filter(v -> v.name().equals(wanted)).findFirst();
    }

    @Override
    public String module() {
        return module;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Span declared() {
        return declared;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int align() {
        return align;
    }

    @Override
    public String toString() {
        return name;
    }
}

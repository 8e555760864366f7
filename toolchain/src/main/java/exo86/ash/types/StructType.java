package exo86.ash.types;

import exo86.ash.source.Span;
import java.util.List;
import java.util.Optional;

/** A struct; its fields and size are set once, when the declaration has been laid out. */
public final class StructType implements NamedType {
    /** A field at a byte offset. */
    public record Field(String name, Type type, int offset, Span declared) {
    }

    private final String module;
    private final String name;
    private final Span declared;
    private List<Field> fields = List.of();
    private int size;
    private int align = 1;

    public StructType(String module, String name, Span declared) {
        this.module = module;
        this.name = name;
        this.declared = declared;
    }

    public void layOut(List<Field> laidOut, int bytes, int alignment) {
        fields = List.copyOf(laidOut);
        size = bytes;
        align = alignment;
    }

    public List<Field> fields() {
        return fields;
    }

    public Optional<Field> field(String wanted) {
        return fields.stream().filter(f -> f.name().equals(wanted)).findFirst();
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

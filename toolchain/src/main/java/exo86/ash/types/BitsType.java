package exo86.ash.types;

import exo86.ash.source.Span;
import java.util.List;
import java.util.Optional;

/** A hardware word whose every bit has a name; the value is one integer of {@link #word}. */
public final class BitsType implements NamedType {
    /**
     * A field of {@code width} bits from bit {@code low}. {@code type} is what reading it yields: bool, an enum, or the smallest of
     * u8, u16, u32, u64 that holds it.
     */
    public record Field(String name, Type type, int low, int width, Span declared) {
    }

    private final String module;
    private final String name;
    private final Span declared;
    private final Type.Int word;
    private List<Field> fields = List.of();
    private long reserved;

    public BitsType(String module, String name, Span declared, Type.Int word) {
        this.module = module;
        this.name = name;
        this.declared = declared;
        this.word = word;
    }

    public void layOut(List<Field> laidOut, long reservedMask) {
        fields = List.copyOf(laidOut);
        reserved = reservedMask;
    }

    public Type.Int word() {
        return word;
    }

    public List<Field> fields() {
        return fields;
    }

    /** The bits that are neither written nor interpreted. */
    public long reserved() {
        return reserved;
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
        return word.size();
    }

    @Override
    public int align() {
        return word.align();
    }

    @Override
    public String toString() {
        return name;
    }
}

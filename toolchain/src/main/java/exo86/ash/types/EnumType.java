package exo86.ash.types;

import exo86.ash.source.Span;
import java.util.List;
import java.util.Optional;

/** An enumeration over an integer type of at most 32 bits. */
public final class EnumType implements NamedType {
    public record Variant(String name, long value, Span declared) {
    }

    private final String module;
    private final String name;
    private final Span declared;
    private final Type.Int base;
    private List<Variant> variants = List.of();

    public EnumType(String module, String name, Span declared, Type.Int base) {
        this.module = module;
        this.name = name;
        this.declared = declared;
        this.base = base;
    }

    public void define(List<Variant> defined) {
        variants = List.copyOf(defined);
    }

    public Type.Int base() {
        return base;
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
        return base.size();
    }

    @Override
    public int align() {
        return base.align();
    }

    @Override
    public String toString() {
        return name;
    }
}

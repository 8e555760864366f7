package exo86.ash.types;

import exo86.ash.source.Span;

/** {@code type Phys = distinct u32}: its base's representation and operations, but no conversion outside the declaring module. */
public final class DistinctType implements NamedType {
    private final String module;
    private final String name;
    private final Span declared;
    private Type base = Type.ERRONEOUS;

    public DistinctType(String module, String name, Span declared) {
        this.module = module;
        this.name = name;
        this.declared = declared;
    }

    public void define(Type defined) {
        base = defined;
    }

    public Type base() {
        return base;
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

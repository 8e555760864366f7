package exo86.ash.tree;

import exo86.ash.source.Span;
import exo86.ash.types.Type;
import java.util.Optional;

/**
 * A module-level variable, a constant that needs an address, or an imported C variable; equal to itself only.
 * Its initial value is empty for imported ones and for those that begin as zero.
 */
public final class Global implements Symbol {
    private final String linkName;
    private final String name;
    private final String module;
    private final Type type;
    private final boolean mutable;
    private final boolean imported;
    private final Placement placement;
    private final Span declared;
    private Optional<Value> initial = Optional.empty();

    public Global(String linkName, String module, String name, Type type, boolean mutable, boolean imported, Placement placement,
            Span declared) {
        this.linkName = linkName;
        this.module = module;
        this.name = name;
        this.type = type;
        this.mutable = mutable;
        this.imported = imported;
        this.placement = placement;
        this.declared = declared;
    }

    public void define(Value value) {
        initial = Optional.of(value);
    }

    @Override
    public String linkName() {
        return linkName;
    }

    public String module() {
        return module;
    }

    public String name() {
        return name;
    }

    public Type type() {
        return type;
    }

    public boolean mutable() {
        return mutable;
    }

    public boolean imported() {
        return imported;
    }

    public Placement placement() {
        return placement;
    }

    public Span declared() {
        return declared;
    }

    public Optional<Value> initial() {
        return initial;
    }
}

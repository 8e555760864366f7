package exo86.ash.check.evaluate;

import exo86.ash.tree.Symbol;
import exo86.ash.tree.Value;
import exo86.ash.types.StructType;
import exo86.ash.types.Type;
import exo86.ash.types.UnionType;
import java.util.Optional;

/**
 * A piece of memory: the parts of one aggregate, or one part that holds a variable. A part is null while uninitialised, a {@link Long} for
 * integers and absolute addresses, a {@link Location} or {@link Value.Address} for pointers, a {@link View} for slices, a nested block for an
 * aggregate, whose {@link #parent} is this.
 */
final class Block {
    final Type type;
    final Object[] parts;
    final Optional<UnionType.Variant> variant;
    Optional<Block> parent = Optional.empty();
    int position;
    Optional<Symbol> symbol = Optional.empty();
    Optional<Value.Text> text = Optional.empty();
    boolean readOnly;

    /** A pointer to one part of a block. */
    record Location(Block block, int index) {
    }

    /** A slice: its first element's address and its length. */
    record View(Object pointer, int length) {
    }

    Block(Type type, int parts, Optional<UnionType.Variant> variant) {
        this.type = type;
        this.parts = new Object[parts];
        this.variant = variant;
    }

    /** The home of one variable of this type. */
    static Block variable(Type type, Object value) {
        Block made = new Block(type, 1, Optional.empty());
        made.set(0, value);
        return made;
    }

    /** Stores a value; a block given must be a fresh copy, which becomes part of this one. */
    void set(int index, Object value) {
        parts[index] = value;
        if (value instanceof Block inner) {
            inner.parent = Optional.of(this);
            inner.position = index;
        }
    }

    static Object copy(Object value) {
        if (!(value instanceof Block from)) {
            return value;
        }
        Block made = new Block(from.type, from.parts.length, from.variant);
        for (int i = 0; i < from.parts.length; i++) {
            made.set(i, copy(from.parts[i]));
        }
        return made;
    }

    private boolean isVariable() {
        return parent.isEmpty();
    }

    /** The outermost block that this one is part of. */
    Block root() {
        Block block = this;
        while (block.parent.isPresent()) {
            block = block.parent.get();
        }
        return block;
    }

    /** The byte offset of a part from the start of the root. */
    int offset(int index) {
        if (isVariable() && text.isEmpty()) {
            return 0;
        }
        int own = switch (type) {
            case Type.Array array -> index * array.element().size();
            case StructType struct -> struct.fields().get(index).offset();
            case UnionType union -> variant.orElseThrow().fields().get(index).offset();
            default -> index;
        };
        return own + parent.map(outer -> outer.offset(position)).orElse(0);
    }
}

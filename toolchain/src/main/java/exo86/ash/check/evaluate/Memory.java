package exo86.ash.check.evaluate;

import exo86.ash.check.evaluate.Block.Location;
import exo86.ash.check.evaluate.Block.View;
import exo86.ash.tree.Global;
import exo86.ash.tree.Symbol;
import exo86.ash.tree.Value;
import exo86.ash.types.StructType;
import exo86.ash.types.Type;
import exo86.ash.types.UnionType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns compile-time {@link Value}s into blocks and back. Memory that a finished value points at becomes a read-only global
 * of its own, made by {@link Promotion}, unless a symbol already owns it.
 */
final class Memory {
    /** Makes a read-only global for memory that a constant points at. */
    @FunctionalInterface
    interface Promotion {
        Global promote(Type type, Value value);
    }

    private final Promotion promotion;
    private final Map<Global, Block> globals = new HashMap<>();

    Memory(Promotion promotion) {
        this.promotion = promotion;
    }

    /** The home of an immutable global with this value. */
    Block home(Global global, Value value) {
        Block known = globals.get(global);
        if (known == null) {
            known = Block.variable(global.type(), thaw(value));
            known.symbol = Optional.of(global);
            known.readOnly = true;
            globals.put(global, known);
        }
        return known;
    }

    Object thaw(Value value) {
        return switch (value) {
            case Value.Scalar scalar -> scalar.bits();
            case Value.Address address -> address;
            case Value.Text text -> new Location(bytes(text), 0);
            case Value.Slice slice -> new View(thaw(slice.pointer()), slice.length());
            case Value.Aggregate aggregate -> filled(new Block(aggregate.type(), aggregate.parts().size(), Optional.empty()), aggregate.parts());
            case Value.Union union -> filled(new Block(union.type(), union.parts().size(), Optional.of(union.variant())), union.parts());
            case Value.Zero zero -> zero(zero.type());
        };
    }

    private Block filled(Block block, List<Value> parts) {
        for (int i = 0; i < parts.size(); i++) {
            block.set(i, thaw(parts.get(i)));
        }
        return block;
    }

    private static Block bytes(Value.Text text) {
        int length = text.bytes().length + (text.zeroEnded() ? 1 : 0);
        Block block = new Block(new Type.Array(length, Type.U8), length, Optional.empty());
        for (int i = 0; i < length; i++) {
            block.parts[i] = i < text.bytes().length ? text.bytes()[i] & 0xFFL : 0L;
        }
        block.text = Optional.of(text);
        block.readOnly = true;
        return block;
    }

    static Object zero(Type type) {
        return switch (type) {
            case Type.Array array -> {
                Block block = new Block(array, array.length(), Optional.empty());
                for (int i = 0; i < array.length(); i++) {
                    block.set(i, zero(array.element()));
                }
                yield block;
            }
            case StructType struct -> zeroFields(new Block(struct, struct.fields().size(), Optional.empty()), struct.fields());
            case UnionType union -> {
                UnionType.Variant first = union.variants().stream().filter(v -> v.tag() == 0).findFirst().orElseThrow();
                yield zeroFields(new Block(union, first.fields().size(), Optional.of(first)), first.fields());
            }
            case exo86.ash.types.DistinctType distinct -> zero(distinct.base());
            case Type.Slice ignored -> new View(0L, 0);
            default -> 0L;
        };
    }

    private static Block zeroFields(Block block, List<StructType.Field> fields) {
        for (int i = 0; i < fields.size(); i++) {
            block.set(i, zero(fields.get(i).type()));
        }
        return block;
    }

    /** The finished value of what the evaluation left. */
    Value freeze(Object value, Type type) {
        return switch (value) {
            case Long number -> new Value.Scalar(number, type);
            case Value.Address address -> new Value.Address(address.symbol(), address.addend(), type);
            case Location location -> pointer(location, type);
            case View view -> new Value.Slice(freeze(view.pointer(), elementPointer(type)), view.length(), type);
            case Block block -> aggregate(block, type);
            default -> throw new IllegalStateException("not a value: " + value);
        };
    }

    private static Type elementPointer(Type type) {
        return type instanceof Type.Slice slice ? new Type.Pointer(slice.space(), slice.mutable(), false, slice.element()) : type;
    }

    private Value aggregate(Block block, Type type) {
        List<Value> parts = new ArrayList<>();
        for (int i = 0; i < block.parts.length; i++) {
            parts.add(freeze(block.parts[i], partType(block, i)));
        }
        if (block.variant.isPresent()) {
            return new Value.Union(block.variant.get(), parts, type);
        }
        boolean zero = parts.stream().allMatch(p -> p instanceof Value.Zero || p instanceof Value.Scalar s && s.bits() == 0);
        return zero ? new Value.Zero(type) : new Value.Aggregate(parts, type);
    }

    private static Type partType(Block block, int index) {
        return switch (block.type) {
            case Type.Array array -> array.element();
            case StructType struct -> struct.fields().get(index).type();
            case UnionType ignored -> block.variant.orElseThrow().fields().get(index).type();
            default -> block.type;
        };
    }

    private Value pointer(Location location, Type type) {
        Block root = location.block().root();
        int offset = location.block().offset(location.index());
        if (root.text.isPresent()) {
            Value.Text text = root.text.get();
            byte[] rest = java.util.Arrays.copyOfRange(text.bytes(), Math.min(offset, text.bytes().length), text.bytes().length);
            return new Value.Text(rest, text.zeroEnded(), type);
        }
        if (root.symbol.isEmpty()) {
            Type whole = root.type;
            Value initial = freeze(root.parts[0], whole);
            Symbol made = promotion.promote(whole, initial);
            root.symbol = Optional.of(made);
            root.readOnly = true;
        }
        return new Value.Address(root.symbol.get(), offset, type);
    }

    /** The location of something of type {@code wanted} at a byte offset in a block's part. */
    static Optional<Location> find(Block block, int index, int offset, Type wanted) {
        Object part = block.parts[index];
        if (offset == 0 && partType(block, index).equals(wanted)) {
            return Optional.of(new Location(block, index));
        }
        if (!(part instanceof Block inner)) {
            return Optional.empty();
        }
        int base = inner.parent.isPresent() ? block.offset(index) : 0;
        for (int i = inner.parts.length - 1; i >= 0; i--) {
            int start = inner.offset(i) - base;
            if (start <= offset) {
                return find(inner, i, offset - start, wanted);
            }
        }
        return Optional.empty();
    }
}

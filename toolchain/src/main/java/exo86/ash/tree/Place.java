package exo86.ash.tree;

import exo86.ash.source.Span;
import exo86.ash.types.StructType;
import exo86.ash.types.Type;

/** Something with an address: what can be stored to, read by {@link Expr.Load} or pointed at by {@link Expr.AddressOf}. */
public sealed interface Place {
    Type type();

    Span at();

    record OfLocal(Local local, Span at) implements Place {
        @Override
        public Type type() {
            return local.type();
        }
    }

    record OfGlobal(Global global, Span at) implements Place {
        @Override
        public Type type() {
            return global.type();
        }
    }

    /** What a pointer points at. {@code io}: each access exactly once, in order, of that width (1, 2 or 4 bytes, aggregates by word). */
    record Deref(Expr pointer, boolean io, Type type, Span at) implements Place {
    }

    /** A field of a struct, or of the payload of a union whose variant was tested: the base's address plus the offset. */
    record OfField(Place base, StructType.Field field, Span at) implements Place {
        @Override
        public Type type() {
            return field.type();
        }
    }

    /** The tag of a union place, an integer at offset 0. */
    record UnionTag(Place base, Type type, Span at) implements Place {
    }

    /** An element of an array place; traps when {@code index >= length}, unless {@code proven}. The index is a u32. */
    record ArrayElement(Place array, Expr index, int length, boolean proven, Type type, Span at) implements Place {
    }

    /** An element of a slice value; traps when {@code index >= len}. The index is a u32. */
    record SliceElement(Expr slice, Expr index, boolean io, Type type, Span at) implements Place {
    }

    /** A value that needs an address, kept in a temporary. */
    record Temporary(Local local, Expr value, Span at) implements Place {
        @Override
        public Type type() {
            return local.type();
        }
    }
}

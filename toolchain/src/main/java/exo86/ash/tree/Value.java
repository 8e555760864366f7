package exo86.ash.tree;

import exo86.ash.types.Type;
import exo86.ash.types.UnionType;
import java.util.List;

/** A compile-time value. */
public sealed interface Value {
    Type type();

    /** An integer, bool (0 or 1), enum, bits, distinct integer or null pointer; sign- or zero-extended to 64 bits as its type says. */
    record Scalar(long bits, Type type) implements Value {
    }

    /** The address of a symbol plus an addend: a pointer or a function value. */
    record Address(Symbol symbol, int addend, Type type) implements Value {
    }

    /** The address of read-only bytes, followed by a zero byte where {@code zeroEnded}: the pointer half of a string literal. */
    record Text(byte[] bytes, boolean zeroEnded, Type type) implements Value {
    }

    record Slice(Value pointer, int length, Type type) implements Value {
    }

    /** One value for each field of a struct in declaration order, or for each element of an array. */
    record Aggregate(List<Value> parts, Type type) implements Value {
        public Aggregate {
            parts = List.copyOf(parts);
        }
    }

    record Union(UnionType.Variant variant, List<Value> parts, Type type) implements Value {
        public Union {
            parts = List.copyOf(parts);
        }
    }

    /** All bytes zero. */
    record Zero(Type type) implements Value {
    }
}

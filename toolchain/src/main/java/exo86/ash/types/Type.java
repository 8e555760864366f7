package exo86.ash.types;

import java.util.List;
import java.util.stream.Collectors;

/** A type. {@link #size} and {@link #align} are in bytes; {@link #toString} writes it as the programmer would. */
public sealed interface Type permits Type.Int, Type.Bool, Type.Void, Type.Never, Type.Exact, Type.Erroneous, Type.Pointer, Type.Slice,
        Type.Array, Type.Function, Type.Result, NamedType {
    int size();

    int align();

    Int U8 = new Int(8, false);
    Int U16 = new Int(16, false);
    Int U32 = new Int(32, false);
    Int U64 = new Int(64, false);
    Int I8 = new Int(8, true);
    Int I16 = new Int(16, true);
    Int I32 = new Int(32, true);
    Int I64 = new Int(64, true);
    Bool BOOL = new Bool();
    Void VOID = new Void();
    Never NEVER = new Never();
    Exact EXACT = new Exact();
    Erroneous ERRONEOUS = new Erroneous();

    /** Where a pointer or slice points: plain memory, device or shared memory, or another protection domain's addresses. */
    enum Space {
        PLAIN(""), IO("io "), USER("user ");

        final String text;

        Space(String text) {
            this.text = text;
        }
    }

    /** A fixed-width integer of 8, 16, 32 or 64 bits. */
    record Int(int bits, boolean signed) implements Type {
        @Override
        public int size() {
            return bits / 8;
        }

        @Override
        public int align() {
            return Math.min(bits / 8, 4);
        }

        @Override
        public String toString() {
            return (signed ? "i" : "u") + bits;
        }
    }

    record Bool() implements Type {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public int align() {
            return 1;
        }

        @Override
        public String toString() {
            return "bool";
        }
    }

    record Void() implements Type {
        @Override
        public int size() {
            return 0;
        }

        @Override
        public int align() {
            return 1;
        }

        @Override
        public String toString() {
            return "void";
        }
    }

    /** The type of an expression that does not come back. It converts to any type. */
    record Never() implements Type {
        @Override
        public int size() {
            return 0;
        }

        @Override
        public int align() {
            return 1;
        }

        @Override
        public String toString() {
            return "never";
        }
    }

    /** The type of an integer literal or constant that has not met a typed context; never in a finished tree. */
    record Exact() implements Type {
        @Override
        public int size() {
            return 0;
        }

        @Override
        public int align() {
            return 1;
        }

        @Override
        public String toString() {
            return "integer constant";
        }
    }

    /** Stands where an error was reported, so that nothing follows from it; never in a finished tree. */
    record Erroneous() implements Type {
        @Override
        public int size() {
            return 0;
        }

        @Override
        public int align() {
            return 1;
        }

        @Override
        public String toString() {
            return "<error>";
        }
    }

    /** {@code *T}; {@code nullable} is {@code ?*T}, whose {@code none} is address 0. */
    record Pointer(Space space, boolean mutable, boolean nullable, Type target) implements Type {
        @Override
        public int size() {
            return 4;
        }

        @Override
        public int align() {
            return 4;
        }

        @Override
        public String toString() {
            return (nullable ? "?*" : "*") + space.text + (mutable ? "mut " : "") + target;
        }
    }

    /** {@code []T}: pointer at 0, length in elements at 4. */
    record Slice(Space space, boolean mutable, Type element) implements Type {
        @Override
        public int size() {
            return 8;
        }

        @Override
        public int align() {
            return 4;
        }

        @Override
        public String toString() {
            return "[]" + space.text + (mutable ? "mut " : "") + element;
        }
    }

    record Array(int length, Type element) implements Type {
        @Override
        public int size() {
            return length * element.size();
        }

        @Override
        public int align() {
            return element.align();
        }

        @Override
        public String toString() {
            return "[" + length + "]" + element;
        }
    }

    record Function(List<Type> parameters, Type result) implements Type {
        public Function {
            parameters = List.copyOf(parameters);
        }

        @Override
        public int size() {
            return 4;
        }

        @Override
        public int align() {
            return 4;
        }

        @Override
        public String toString() {
            String list = parameters.stream().map(Type::toString).collect(Collectors.joining(", "));
            return "fn(" + list + ")" + (result instanceof Void ? "" : " " + result);
        }
    }

    /** {@code T!E}: only the result of a function. */
    record Result(Type value, EnumType error) implements Type {
        @Override
        public int size() {
            return value.size();
        }

        @Override
        public int align() {
            return value.align();
        }

        @Override
        public String toString() {
            return value + "!" + error;
        }
    }
}

package exo86.tests.programs;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Types of random programs. */
sealed interface Type {
    Int U8 = new Int("u8", 8, false);
    Int U16 = new Int("u16", 16, false);
    Int U32 = new Int("u32", 32, false);
    Int U64 = new Int("u64", 64, false);
    List<Int> INTEGERS = List.of(U8, U16, U32, new Int("i8", 8, true), new Int("i16", 16, true), new Int("i32", 32, true), U64, new Int("i64", 64, true));
    Type BOOL = new Bool("bool");

    /** As it is written. */
    String name();

    /** Some value of it, the shortest that is always there. */
    String least();

    default boolean aggregate() {
        return this instanceof Struct || this instanceof Union || this instanceof Array;
    }

    /** Whether its values say where something lies. */
    default boolean refers() {
        return this instanceof Pointer || this instanceof Slice || this instanceof Code;
    }

    record Int(String name, int bits, boolean signed) implements Type {
        @Override
        public String least() {
            return "(0 as " + name + ")";
        }

        boolean wide() {
            return bits == 64;
        }
    }

    record Bool(String name) implements Type {
        @Override
        public String least() {
            return "false";
        }
    }

    record Enumeration(String name, List<String> variants, List<Integer> values) implements Type {
        @Override
        public String least() {
            return name + "." + variants.getFirst();
        }
    }

    /** A field of bits; {@code read} is the type that reading it has. */
    record BitField(String name, int width, Type read) {
    }

    record Bits(String name, Int word, List<BitField> fields) implements Type {
        @Override
        public String least() {
            return "(0 as " + name + ")";
        }
    }

    record Field(String name, Type type) {
        static String least(List<Field> fields) {
            return fields.stream().map(f -> f.name + ": " + f.type.least()).collect(Collectors.joining(", ", "{ ", " }"));
        }
    }

    record Struct(String name, List<Field> fields, boolean packed) implements Type {
        @Override
        public String least() {
            return "(" + name + Field.least(fields) + ")";
        }
    }

    record Variant(String name, List<Field> fields) {
    }

    record Union(String name, List<Variant> variants) implements Type {
        @Override
        public String least() {
            Variant first = variants.getFirst();
            return name + "." + first.name + (first.fields.isEmpty() ? "" : Field.least(first.fields));
        }
    }

    record Array(Type element, int length) implements Type {
        @Override
        public String name() {
            return "[" + length + "]" + element.name();
        }

        @Override
        public String least() {
            return "[" + element.least() + "; " + length + "]";
        }
    }

    record Pointer(Type target, boolean optional, boolean writable) implements Type {
        @Override
        public String name() {
            return (optional ? "?*" : "*") + (writable ? "mut " : "") + target.name();
        }

        @Override
        public String least() {
            return optional ? "none" : "";
        }
    }

    /** Never shorter than {@link #SHORTEST}. */
    record Slice(Type element, boolean writable) implements Type {
        static final int SHORTEST = 4;

        @Override
        public String name() {
            return "[]" + (writable ? "mut " : "") + element.name();
        }

        @Override
        public String least() {
            return "";
        }
    }

    /** The address of a function. */
    record Code(List<Type> parameters, Type result) implements Type {
        @Override
        public String name() {
            return "fn(" + parameters.stream().map(Type::name).collect(Collectors.joining(", ")) + ") " + result.name();
        }

        @Override
        public String least() {
            return "";
        }
    }

    static String numbered(String prefix, int n) {
        return IntStream.range(0, n).mapToObj(i -> prefix + i).collect(Collectors.joining(", "));
    }
}

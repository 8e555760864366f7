package exo86.tests.programs;

import exo86.tests.programs.Type.*;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The types and functions that a random program declares, and the text of the types. */
final class Declarations {
    /** A function that others may call. {@code cost} is an upper bound of the statements that a call executes. */
    record Function(String name, List<Type> parameters, Type result, boolean fails, boolean recursive, int cost) {
    }

    private final Random random;
    final Enumeration errors = new Enumeration("Error", List.of("small", "odd", "late"), List.of(0, 1, 2));
    final Enumeration kind;
    final List<Bits> bits = new ArrayList<>();
    final List<Struct> structs = new ArrayList<>();
    final List<Union> unions = new ArrayList<>();
    final List<Function> functions = new ArrayList<>();
    final Node text = Node.statement();

    Declarations(Random random) {
        this.random = random;
        text.add("enum Error: u8 { small, odd, late }\n");
        kind = kind();
        bits.add(bits("Word", Type.INTEGERS.get(random.nextInt(3))));
        bits.add(bits("Flags", Type.U32));
        for (int i = 0; i < 3; i++) {
            structs.add(struct("S" + i, i));
        }
        unions.add(union());
    }

    private Enumeration kind() {
        List<String> variants = new ArrayList<>();
        List<Integer> values = new ArrayList<>();
        StringBuilder out = new StringBuilder("enum Kind: " + (random.nextBoolean() ? "u8" : "u16") + " { ");
        int value = 0;
        for (int i = 0, n = 2 + random.nextInt(6); i < n; i++) {
            variants.add("k" + i);
            values.add(value);
            out.append(i == 0 ? "" : ", ").append("k").append(i).append(" = ").append(value);
            value += random.nextInt(3) == 0 ? 1 + random.nextInt(20) : 1;
        }
        text.add(Node.statement(out.append(" }\n").toString()));
        return new Enumeration("Kind", variants, values);
    }

    private Bits bits(String name, Int word) {
        List<BitField> fields = new ArrayList<>();
        StringBuilder out = new StringBuilder("bits " + name + ": " + word.name() + " {\n");
        int at = 0;
        while (at < word.bits()) {
            int width = Math.min(word.bits() - at, 1 + random.nextInt(random.nextBoolean() ? 4 : 14));
            String field = "b" + fields.size();
            String range = width == 1 ? "" + at : at + width - 1 + ":" + at;
            if (random.nextInt(8) == 0) {
                out.append(random.nextBoolean() ? "zero @" : "reserved @").append(range).append('\n');
            } else if (width == 1 && random.nextInt(4) > 0) {
                fields.add(new BitField(field, 1, Type.BOOL));
                out.append(field).append(": bool @").append(range).append('\n');
            } else {
                fields.add(new BitField(field, width, width <= 8 ? Type.U8 : width <= 16 ? Type.U16 : Type.U32));
                out.append(field).append(": u").append(width).append(" @").append(range).append('\n');
            }
            at += width;
        }
        text.add(Node.statement(out.append("}\n").toString()));
        return new Bits(name, word, fields);
    }

    /** A scalar that can lie in memory and be copied. */
    Type scalar() {
        return switch (random.nextInt(14)) {
            case 0 -> Type.BOOL;
            case 1 -> kind;
            case 2 -> bits.isEmpty() ? Type.U32 : bits.get(random.nextInt(bits.size()));
            case 3, 4, 5 -> Type.U32;
            default -> integer();
        };
    }

    Int integer() {
        return Type.INTEGERS.get(random.nextInt(Type.INTEGERS.size()));
    }

    Type any() {
        return switch (random.nextInt(9)) {
            case 0 -> structs.get(random.nextInt(structs.size()));
            case 1 -> array();
            case 2 -> unions.getFirst();
            default -> scalar();
        };
    }

    Array array() {
        int[] lengths = {4, 5, 8, 16};
        Type element = random.nextInt(6) == 0 ? structs.get(random.nextInt(structs.size())) : random.nextInt(12) == 0 ? unions.getFirst() : scalar();
        return new Array(element, lengths[random.nextInt(lengths.length)]);
    }

    static int size(Type type) {
        return switch (type) {
            case Int i -> i.bits() / 8;
            case Bool _ -> 1;
            case Enumeration e -> e.name().equals("Error") ? 1 : 0;
            case Bits b -> b.word().bits() / 8;
            case Array a -> size(a.element()) * a.length();
            default -> 0;
        };
    }

    /** Fields of falling size, so that there is no hole between them; {@code pad} fills up the end. */
    private Struct struct(String name, int number) {
        boolean packed = random.nextInt(5) == 0;
        List<Field> fields = new ArrayList<>();
        StringBuilder out = new StringBuilder(packed ? "@packed struct " : "struct ").append(name).append(" {\n");
        int most = number == 0 ? 2 : 1 + random.nextInt(6);
        List<Type> types = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            Type type = random.nextInt(7) == 0 && number > 0 ? new Array(integer(), 4) : random.nextInt(6) == 0 ? Type.BOOL
                    : random.nextInt(6) == 0 ? bits.get(random.nextInt(bits.size())) : integer();
            types.add(type);
        }
        types.sort((a, b) -> align(b) - align(a));
        int at = 0;
        int align = 1;
        for (Type type : types) {
            fields.add(new Field("f" + fields.size(), type));
            out.append(fields.getLast().name()).append(": ").append(type.name()).append('\n');
            at += size(type);
            align = Math.max(align, packed ? 1 : align(type));
        }
        if (at % align != 0) {
            out.append("pad ").append(align - at % align).append('\n');
        }
        text.add(Node.statement(out.append("}\n").toString()));
        return new Struct(name, fields, packed);
    }

    private static int align(Type type) {
        return type instanceof Array array ? align(array.element()) : Math.min(4, size(type));
    }

    private Union union() {
        List<Variant> variants = new ArrayList<>();
        StringBuilder out = new StringBuilder("union Event" + (random.nextBoolean() ? ": u8" : "") + " {\n");
        for (int i = 0, n = 2 + random.nextInt(4); i < n; i++) {
            List<Field> fields = new ArrayList<>();
            out.append("v").append(i);
            int count = random.nextInt(4);
            for (int k = 0; k < count; k++) {
                Type type = random.nextInt(5) == 0 ? structs.get(random.nextInt(2)) : scalar();
                fields.add(new Field("x" + k, type));
                out.append(k == 0 ? " { " : ", ").append("x").append(k).append(": ").append(type.name());
            }
            out.append(count > 0 ? " }\n" : "\n");
            variants.add(new Variant("v" + i, fields));
        }
        text.add(Node.statement(out.append("}\n").toString()));
        return new Union("Event", variants);
    }
}

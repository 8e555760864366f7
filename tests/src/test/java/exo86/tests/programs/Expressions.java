package exo86.tests.programs;

import exo86.tests.programs.Body.Variable;
import exo86.tests.programs.Type.*;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Makes up expressions of a wanted type. */
final class Expressions {
    private static final List<String> WRAPPING = List.of("+", "-", "*", "&", "|", "^", "+", "-");
    static final List<String> COMPARISONS = List.of("==", "!=", "<", "<=", ">", ">=");
    private final Body body;

    Expressions(Body body) {
        this.body = body;
    }

    /** An expression in brackets where it needs them. */
    Node of(Type type, int levels) {
        body.spend(1);
        if (levels <= 0 || !body.affords(2)) {
            return simple(type, 0);
        }
        if (!type.refers() && body.one(9)) {
            Optional<Node> call = call(type, levels);
            if (call.isPresent()) {
                return call.get();
            }
        }
        if (!type.refers() && body.one(16)) {
            return choice(type, levels);
        }
        return switch (type) {
            case Int t -> integer(t, levels);
            case Bool _ -> truth(levels);
            case Enumeration _, Array _, Pointer _, Slice _, Code _ -> simple(type, levels);
            case Bits t -> body.one(3) ? bits(t, levels) : simple(type, levels);
            case Struct t -> body.one(2) ? struct(t, levels) : simple(type, levels);
            case Union t -> body.one(2) ? union(t, levels) : simple(type, levels);
        };
    }

    /** A place that has the type, or a literal. */
    private Node simple(Type type, int levels) {
        if (!body.one(5) || type.refers()) {
            Optional<Node> place = place(type, false, levels);
            if (place.isPresent()) {
                return place.get();
            }
        }
        return literal(type, levels);
    }

    private Node literal(Type type, int levels) {
        return switch (type) {
            case Int t -> Node.expression(t, "(" + number(t) + " as " + t.name() + ")");
            case Bool _ -> Node.expression(type, body.random.nextBoolean() ? "true" : "false");
            case Enumeration t -> Node.expression(t, t.name() + "." + body.pick(t.variants()));
            case Bits t -> bits(t, levels);
            case Struct t -> struct(t, levels);
            case Union t -> union(t, levels);
            case Array t -> array(t, levels);
            case Pointer t when t.optional() -> Node.expression(t, "none");
            default -> throw new IllegalStateException("nothing of type " + type.name() + " is there");
        };
    }

    String number(Int type) {
        long top = type.bits() == 64 ? -1L >>> (type.signed() ? 1 : 0) : (1L << type.bits() - (type.signed() ? 1 : 0)) - 1;
        long value = switch (body.random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> top - (body.one(3) ? 1 : 0);
            case 3 -> 1L << body.random.nextInt(type.bits() - 1);
            case 4 -> (1L << body.random.nextInt(type.bits() - 1)) - 1;
            case 5 -> body.random.nextLong() & top;
            default -> body.random.nextInt(40);
        };
        boolean negative = type.signed() && body.one(3);
        return (negative ? "-" : "") + Long.toUnsignedString(value);
    }

    private Node integer(Int t, int levels) {
        int kind = body.random.nextInt(24);
        return switch (kind) {
            case 0, 1, 2, 3, 4, 5 -> Node.expression(t, "(", of(t, levels - 1), " " + body.pick(WRAPPING) + " ", of(t, levels - 1), ")");
            case 6, 7 -> Node.expression(t, "(", of(t, levels - 1), body.random.nextBoolean() ? " << " : " >> ", count(t, levels), ")");
            case 8 -> {
                body.note("divide");
                yield Node.expression(t, "(", of(t, levels - 1), body.random.nextBoolean() ? " / " : " % ", divisor(t, levels), ")");
            }
            case 9 -> trapping(t, levels);
            case 10 -> Node.expression(t, body.random.nextBoolean() ? "(-" : "(~", of(t, levels - 1), ")");
            case 11, 12, 13 -> {
                Type from = body.one(5) ? body.declared.bits.stream().filter(b -> b.word() == t).findAny().map(Type.class::cast).orElse(Type.U32)
                    : body.declared.integer();
                body.note(from instanceof Bits ? "bits as integer" : "as");
                yield Node.expression(t, "(", of(from, levels - 1), " as " + t.name() + ")");
            }
            case 14 -> {
                body.note("as?");
                Int from = body.declared.integer();
                String mask = body.one(12) ? "" : " & " + (t.bits() == 8 ? 127 : 127 | body.random.nextInt(128) << 8);
                boolean fits = from.bits() > 8 || mask.isEmpty();
                yield Node.expression(t, "((", of(from, levels - 1), (fits ? mask : " & 63") + ") as? " + t.name() + ")");
            }
            case 15 -> {
                body.note("min max");
                yield Node.expression(t, body.random.nextBoolean() ? "min(" : "max(", of(t, levels - 1), ", ", of(t, levels - 1), ")");
            }
            case 16 -> choice(t, levels);
            case 17 -> t == Type.U32 ? special(levels) : simple(t, levels);
            default -> simple(t, levels);
        };
    }

    private Node special(int levels) {
        int kind = body.random.nextInt(4);
        if (kind == 0) {
            body.note("bsf bsr");
            return Node.expression(Type.U32, body.random.nextBoolean() ? "cpu.bsf(" : "cpu.bsr(", of(Type.U32, levels - 1), ")");
        }
        if (kind == 1) {
            body.note("enum as");
            return Node.expression(Type.U32, "(", of(body.declared.kind, levels - 1), " as u32)");
        }
        List<Variable> slices = body.scope.stream().filter(v -> v.type() instanceof Slice || v.type() instanceof Array).toList();
        if (!slices.isEmpty()) {
            body.note("len");
            return Node.expression(Type.U32, body.pick(slices).name() + ".len");
        }
        return simple(Type.U32, levels);
    }

    private Node count(Int t, int levels) {
        return body.one(2) ? Node.expression(Type.U32, "" + body.random.nextInt(t.bits() + 2)) : of(Type.U32, levels - 1);
    }

    private Node divisor(Int t, int levels) {
        if (body.one(2)) {
            String number = number(t);
            return Node.expression(t, "(" + (number.equals("0") || number.equals("-0") ? "3" : number) + " as " + t.name() + ")");
        }
        Optional<Node> place = body.one(12) ? place(t, true, 0) : Optional.empty();
        return place.orElseGet(() -> Node.expression(t, "(", of(t, levels - 1), " | 1)"));
    }

    private Node trapping(Int t, int levels) {
        body.note("trapping");
        String operator = List.of("+?", "-?", "*?").get(body.random.nextInt(3));
        Optional<Node> place = body.one(12) ? place(t, true, 1) : Optional.empty();
        if (place.isPresent()) {
            return Node.expression(t, "(", place.get(), " " + operator + " ", of(t, levels - 1), ")");
        }
        String high = operator.equals("-?") ? " | 8" : " & 15";
        return Node.expression(t, "((", of(t, levels - 1), high + " & 15) " + operator + " (", of(t, levels - 1), " & 7))");
    }

    private Node truth(int levels) {
        return switch (body.random.nextInt(10)) {
            case 0 -> Node.expression(Type.BOOL, "(", of(Type.BOOL, levels - 1), " and ", of(Type.BOOL, levels - 1), ")");
            case 1 -> Node.expression(Type.BOOL, "(", of(Type.BOOL, levels - 1), " or ", of(Type.BOOL, levels - 1), ")");
            case 2 -> Node.expression(Type.BOOL, "(not ", of(Type.BOOL, levels - 1), ")");
            case 3 -> Node.expression(Type.BOOL, "(", of(body.declared.kind, levels - 1), body.random.nextBoolean() ? " == " : " != ",
                    of(body.declared.kind, levels - 1), ")");
            case 4 -> simple(Type.BOOL, levels);
            default -> {
                Int type = body.declared.integer();
                Node right = body.one(3) ? Node.expression(type, "(" + number(type) + " as " + type.name() + ")") : of(type, levels - 1);
                yield Node.expression(Type.BOOL, "(", of(type, levels - 1), " " + body.pick(COMPARISONS) + " ", right, ")");
            }
        };
    }

    private Node choice(Type t, int levels) {
        if (body.one(2)) {
            body.note("if expression");
            return Node.expression(t, "(if ", of(Type.BOOL, levels - 1), " { ", of(t, levels - 1), " } else { ", of(t, levels - 1), " })");
        }
        body.note("match expression");
        Node node = Node.expression(t, "(match ");
        if (body.one(2)) {
            Enumeration kind = body.declared.kind;
            node.add(of(kind, levels - 1)).add(" { ");
            int shown = 1 + body.random.nextInt(kind.variants().size());
            for (int i = 0; i < shown; i++) {
                node.add(i == 0 ? "" : ", ").add(kind.variants().get(i) + " => ").add(of(t, levels - 2));
            }
            if (shown < kind.variants().size()) {
                node.add(", _ => ").add(of(t, levels - 2));
            }
            return node.add(" })");
        }
        Int on = Type.INTEGERS.get(body.random.nextInt(6));
        node.add(of(on, levels - 1)).add(" { ");
        int from = body.random.nextInt(20);
        for (int i = 0, n = 1 + body.random.nextInt(6); i < n; i++) {
            int to = from + 1 + body.random.nextInt(4);
            node.add(to - from == 1 ? "" + from : to - from == 2 ? from + " | " + (from + 1) : from + ".." + to).add(" => ").add(of(t, levels - 2)).add(", ");
            from = to + (body.one(3) ? body.random.nextInt(9) : 0);
        }
        return node.add("_ => ").add(of(t, levels - 2)).add(" })");
    }

    private Node bits(Bits t, int levels) {
        if (body.one(2)) {
            body.note("integer as bits");
            return Node.expression(t, "(", of(t.word(), levels - 1), " as " + t.name() + ")");
        }
        body.note("bits literal");
        Node node = Node.expression(t, "(" + t.name() + "{ ");
        boolean first = true;
        for (BitField field : t.fields()) {
            if (body.one(3)) {
                node.add((first ? "" : ", ") + field.name() + ": ").add(bitValue(field, levels - 1));
                first = false;
            }
        }
        return node.add(" })");
    }

    /** A value for a field of bits: one that fits by its form, cut to fit, or seldom one that is checked. */
    Node bitValue(BitField field, int levels) {
        if (field.read() == Type.BOOL) {
            return of(Type.BOOL, levels);
        }
        if (body.one(12)) {
            return of(field.read(), levels);
        }
        if (body.one(3)) {
            return Node.expression(field.read(), "(", of(field.read(), levels), " & " + ((1 << Math.min(field.width(), 30)) - 1) + ")");
        }
        return Node.expression(new Int("u" + field.width(), field.width(), false), of(Type.U32, levels), " as u" + field.width());
    }

    private Node struct(Struct t, int levels) {
        body.note("struct literal");
        return fields(Node.expression(t, "(" + t.name()), t.fields(), levels).add(")");
    }

    private Node union(Union t, int levels) {
        body.note("union literal");
        Variant variant = body.pick(t.variants());
        Node node = Node.expression(t, "(" + t.name() + "." + variant.name());
        return (variant.fields().isEmpty() ? node : fields(node, variant.fields(), levels)).add(")");
    }

    private Node fields(Node node, List<Field> fields, int levels) {
        for (int i = 0; i < fields.size(); i++) {
            node.add((i == 0 ? "{ " : ", ") + fields.get(i).name() + ": ").add(of(fields.get(i).type(), levels - 1));
        }
        return node.add(" }");
    }

    private Node array(Array t, int levels) {
        body.note("array literal");
        if (body.one(3) && t.length() <= 5) {
            Node node = Node.expression(t, "[");
            for (int i = 0; i < t.length(); i++) {
                node.add(i == 0 ? "" : ", ").add(of(t.element(), levels - 1));
            }
            return node.add("]");
        }
        body.spend(t.length());
        return Node.expression(t, "[", of(t.element(), levels - 1), "; " + t.length() + "]");
    }

    /** A call of a function with that result, if there is one and it is not too much. */
    private Optional<Node> call(Type type, int levels) {
        List<Declarations.Function> fitting = body.callable.stream().filter(f -> type.equals(f.result()) && body.affords(f.cost() + 5)).toList();
        if (fitting.isEmpty()) {
            return Optional.empty();
        }
        Declarations.Function function = body.pick(fitting);
        Optional<Node> call = call(function, levels);
        if (call.isEmpty() || !function.fails()) {
            return call.map(c -> Node.expression(type, c));
        }
        if (body.fails && body.one(2)) {
            body.note("try");
            return Optional.of(Node.expression(type, "(try ", call.get(), ")"));
        }
        body.note("catch");
        if (body.one(3) && body.loops > 0) {
            body.note("catch continue");
            return Optional.of(Node.expression(type, "(", call.get(), body.random.nextBoolean() ? " catch { continue })" : " catch { break })"));
        }
        if (body.one(3)) {
            String name = body.name("e");
            return Optional.of(Node.expression(type, "(", call.get(), " catch |" + name + "| match " + name + " { small => ", of(type, levels - 2), ", odd => ",
                    of(type, levels - 2), ", late => ", of(type, levels - 2), " })"));
        }
        return Optional.of(Node.expression(type, "(", call.get(), " catch ", of(type, levels - 2), ")"));
    }

    /** The call itself, without what its errors need; empty if there is nothing to pass. */
    Optional<Node> call(Declarations.Function function, int levels) {
        body.spend(function.cost());
        body.note(function.recursive() ? "recursion" : "call");
        Node node = Node.expression(function.result(), function.name() + "(");
        for (int i = 0; i < function.parameters().size(); i++) {
            Type type = function.parameters().get(i);
            Optional<Node> argument = function.recursive() && i == 0 ? Optional.of(Node.expression(Type.U32, "(", of(Type.U32, levels - 1), " & 3)"))
                : type.refers() ? reference(type) : Optional.of(of(type, levels - 1));
            if (argument.isEmpty()) {
                return Optional.empty();
            }
            if (type.aggregate()) {
                body.note("aggregate argument");
            }
            node.add(i == 0 ? "" : ", ").add(argument.get());
        }
        return Optional.of(node.add(")"));
    }

    /** An address or a slice of what is there, or a function. */
    Optional<Node> reference(Type type) {
        List<Node> found = new ArrayList<>();
        if (type instanceof Code code) {
            body.note("function pointer");
            body.callable.stream().filter(f -> !f.fails() && !f.recursive() && f.cost() <= 40 && f.parameters().equals(code.parameters()) && code.result().equals(f.result()))
                    .forEach(f -> found.add(Node.expression(type, f.name())));
            body.scope.stream().filter(v -> v.type().equals(type)).forEach(v -> found.add(Node.expression(type, v.name())));
        }
        for (Variable v : body.scope) {
            if (type instanceof Slice slice) {
                slices(slice, v, found);
            } else if (type instanceof Pointer pointer) {
                pointers(pointer, v, found);
            }
        }
        if (type instanceof Pointer pointer && pointer.optional() && body.one(3)) {
            return Optional.of(Node.expression(type, "none"));
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(body.pick(found));
    }

    private void slices(Slice slice, Variable v, List<Node> found) {
        if (v.type() instanceof Array array && array.element().equals(slice.element()) && (v.varies() || !slice.writable())) {
            int low = body.random.nextInt(array.length() - Slice.SHORTEST + 1);
            int high = low + Slice.SHORTEST + body.random.nextInt(array.length() - Slice.SHORTEST - low + 1);
            body.note("slice of array");
            found.add(Node.expression(slice, v.name() + switch (body.random.nextInt(4)) {
                case 0 -> "[..]";
                case 1 -> "[" + low + "..]";
                default -> "[" + low + ".." + high + "]";
            }));
            if (array.length() == 16) {
                body.note("slice with variable bounds");
                found.add(Node.expression(slice, v.name() + "[(", of(Type.U32, 1), " & 3)..((", of(Type.U32, 1), " & 7) + 8)]"));
            }
        } else if (v.type() instanceof Slice other && other.element().equals(slice.element()) && (other.writable() || !slice.writable())) {
            found.add(Node.expression(slice, v.name()));
            body.note("slice of slice");
            found.add(Node.expression(slice, v.name() + "[" + v.name() + ".len - 4..]"));
            found.add(Node.expression(slice, v.name() + "[..4]"));
        }
    }

    private void pointers(Pointer pointer, Variable v, List<Node> found) {
        String sign = pointer.writable() ? "&mut " : "&";
        boolean usable = v.varies() || !pointer.writable();
        if (v.type().equals(pointer.target()) && usable && v.limit() == 0) {
            body.note(v.lasting() ? "pointer to global" : "pointer to local");
            found.add(Node.expression(pointer, sign + v.name()));
        } else if (v.type() instanceof Array array && array.element().equals(pointer.target()) && usable) {
            found.add(Node.expression(pointer, sign + v.name() + "[", index(array.length(), 1), "]"));
        } else if (v.type() instanceof Struct struct && !struct.packed() && usable) {
            body.note("pointer to field");
            struct.fields().stream().filter(f -> f.type().equals(pointer.target())).forEach(f -> found.add(Node.expression(pointer, sign + v.name() + "." + f.name())));
        } else if (v.type() instanceof Pointer other && other.target().equals(pointer.target()) && (other.writable() || !pointer.writable())
                && (!other.optional() || pointer.optional())) {
            found.add(Node.expression(pointer, v.name()));
        }
    }

    /** A place of that type, to read or to write. */
    Optional<Node> place(Type type, boolean written, int levels) {
        List<Variable> possible = body.scope.stream().filter(v -> reaches(v.type(), type, written, v.varies(), 0)).toList();
        if (possible.isEmpty()) {
            return Optional.empty();
        }
        int skip = Math.max(0, possible.size() - 8);
        Variable v = body.one(2) ? body.pick(possible) : possible.get(skip + body.random.nextInt(possible.size() - skip));
        return Optional.of(descend(Node.expression(v.type(), v.name()), v.type(), type, written, v.varies(), levels, 0));
    }

    private boolean reaches(Type from, Type want, boolean written, boolean varies, int depth) {
        if (from.equals(want)) {
            return varies || !written;
        }
        if (depth > 3) {
            return false;
        }
        return switch (from) {
            case Struct s -> s.fields().stream().anyMatch(f -> reaches(f.type(), want, written, varies, depth + 1));
            case Array a -> reaches(a.element(), want, written, varies, depth + 1);
            case Slice s -> reaches(s.element(), want, written, s.writable(), depth + 1);
            case Pointer p -> !p.optional() && reaches(p.target(), want, written, p.writable(), depth + 1);
            case Bits b -> !written && b.fields().stream().anyMatch(f -> f.read().equals(want));
            default -> false;
        };
    }

    private Node descend(Node base, Type from, Type want, boolean written, boolean varies, int levels, int depth) {
        if (from.equals(want) && (varies || !written)) {
            return base;
        }
        return switch (from) {
            case Struct s -> {
                Field field = body.pick(s.fields().stream().filter(f -> reaches(f.type(), want, written, varies, depth + 1)).toList());
                yield descend(Node.expression(field.type(), base, "." + field.name()), field.type(), want, written, varies, levels, depth + 1);
            }
            case Array a -> {
                body.note("array element");
                yield descend(Node.expression(a.element(), base, "[", index(a.length(), levels - 1), "]"), a.element(), want, written, varies, levels, depth + 1);
            }
            case Slice s -> {
                body.note("slice element");
                yield descend(Node.expression(s.element(), base, "[", sliceIndex(base, levels - 1), "]"), s.element(), want, written, s.writable(), levels, depth + 1);
            }
            case Pointer p -> {
                body.note("through pointer");
                yield descend(Node.expression(p.target(), base, ".*"), p.target(), want, written, p.writable(), levels, depth + 1);
            }
            case Bits b -> {
                body.note("bit field");
                yield Node.expression(want, base, "." + body.pick(b.fields().stream().filter(f -> f.read().equals(want)).toList()).name());
            }
            default -> throw new IllegalStateException();
        };
    }

    private Node index(int length, int levels) {
        List<Variable> counters = body.scope.stream().filter(v -> v.limit() > 0 && v.limit() <= length && v.type() == Type.U32).toList();
        if (!counters.isEmpty() && !body.one(3)) {
            body.note("index by counter");
            return Node.expression(Type.U32, body.pick(counters).name());
        }
        if (body.one(3)) {
            return Node.expression(Type.U32, "" + body.random.nextInt(length));
        }
        Optional<Node> place = body.one(40) ? place(Type.U32, true, 0) : Optional.empty();
        if (place.isPresent()) {
            body.note("index that may fail");
            return Node.expression(Type.U32, "(", place.get(), " % " + (length + 1) + ")");
        }
        Int type = Type.INTEGERS.get(body.random.nextInt(3));
        boolean power = (length & length - 1) == 0 && body.one(2);
        return Node.expression(Type.U32, "((", of(type, levels), (power ? " & " + (length - 1) : " % " + length) + ") as u32)");
    }

    private Node sliceIndex(Node slice, int levels) {
        return switch (body.random.nextInt(4)) {
            case 0 -> index(Slice.SHORTEST, levels);
            case 1 -> Node.expression(Type.U32, "" + body.random.nextInt(Slice.SHORTEST));
            default -> Node.expression(Type.U32, "(", of(Type.U32, levels), " % " + slice.text() + ".len)");
        };
    }

    /** Numbers from 0 on, as names. */
    static List<String> names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }
}

package exo86.tests.programs;

import exo86.tests.programs.Body.Variable;
import exo86.tests.programs.Type.*;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes up statements. Each ends: loops count, and what they repeat is paid for. */
final class Statements {
    private static final int DEEPEST = 3;
    private static final List<String> COMPOUND = List.of("+=", "-=", "*=", "&=", "|=", "^=", "+=", "^=");
    private final Body body;
    private final Expressions expressions;
    private final Choices choices;

    Statements(Body body) {
        this.body = body;
        this.expressions = new Expressions(body);
        this.choices = new Choices(body, expressions, this::nested);
    }

    private Node of(Type type, int levels) {
        return expressions.of(type, levels);
    }

    /** Statements one behind the other; what they declare ends with them. */
    Node sequence(int count) {
        int outer = body.scope.size();
        Node node = Node.statement();
        for (int i = 0; i < count && body.affords(4); i++) {
            node.add(statement());
        }
        body.scope.subList(outer, body.scope.size()).clear();
        return node;
    }

    /** The same, where what they declare stays. */
    void into(Node node, int count) {
        for (int i = 0; i < count && body.affords(4); i++) {
            node.add(statement());
        }
    }

    private Node nested() {
        body.depth++;
        Node node = sequence(1 + body.random.nextInt(3));
        body.depth--;
        return node;
    }

    private Node statement() {
        body.spend(1);
        int kind = body.random.nextInt(48);
        if (body.depth >= DEEPEST && kind >= 20 && kind < 34) {
            kind = 8;
        }
        if (kind < 6) {
            return declaration();
        }
        if (kind < 17) {
            return assignment();
        }
        return switch (kind) {
            case 17, 18, 19 -> mix();
            case 20, 21, 22 -> choice();
            case 23, 24, 25 -> counted();
            case 26 -> each();
            case 27, 28 -> loop();
            case 29 -> matchUnion();
            case 30 -> matchOptional();
            case 31 -> matchInteger();
            case 32 -> deferred();
            case 33 -> Node.statement("{\n", nested(), "}\n");
            case 34 -> leave();
            case 35 -> assertion();
            case 36, 37 -> callOnly();
            case 38 -> pointerDeclaration();
            case 40, 41, 42, 43, 44, 45, 46, 47 -> choices.statement(body.depth >= DEEPEST);
            default -> bitField();
        };
    }

    Node declaration() {
        Type type = body.declared.any();
        boolean varies = !body.one(4);
        String name = body.name("v");
        Node value = of(type, 2);
        body.scope.add(new Variable(name, type, varies, 0, false));
        body.note(switch (type) {
            case Struct _ -> "struct variable";
            case Union _ -> "union variable";
            case Array _ -> "array variable";
            case Bits _ -> "bits variable";
            case Int i when i.wide() -> "64-bit variable";
            default -> "variable";
        });
        return Node.statement((varies ? "var " : "let ") + name + ": " + type.name() + " = ", value, "\n");
    }

    private Node pointerDeclaration() {
        Type target = body.one(3) ? body.pick(body.declared.structs) : body.declared.scalar();
        Type type = switch (body.random.nextInt(4)) {
            case 0 -> new Slice(body.declared.scalar(), body.random.nextBoolean());
            case 1 -> new Pointer(target, true, body.random.nextBoolean());
            default -> new Pointer(target, false, !body.one(3));
        };
        Optional<Node> value = expressions.reference(type);
        if (value.isEmpty()) {
            return declaration();
        }
        String name = body.name("p");
        body.scope.add(new Variable(name, type, false, 0, false));
        return Node.statement("let " + name + ": " + type.name() + " = ", value.get(), "\n");
    }

    private Node assignment() {
        Type type = body.one(5) ? body.declared.any() : body.one(2) ? body.declared.integer() : body.declared.scalar();
        Optional<Node> place = expressions.place(type, true, 2);
        if (place.isEmpty()) {
            return declaration();
        }
        if (type instanceof Int integer && body.one(2)) {
            if (body.one(6)) {
                body.note("compound shift");
                return Node.statement(place.get(), body.random.nextBoolean() ? " <<= " : " >>= ", of(Type.U32, 1), "\n");
            }
            if (body.one(10)) {
                return Node.statement(place.get(), body.random.nextBoolean() ? " /= (" : " %= (", of(integer, 1), " | 1)\n");
            }
            body.note("compound assignment");
            return Node.statement(place.get(), " " + body.pick(COMPOUND) + " ", of(type, 2), "\n");
        }
        if (type.aggregate()) {
            body.note("aggregate assignment");
        }
        return Node.statement(place.get(), " = ", of(type, 3), "\n");
    }

    private Node bitField() {
        Bits bits = body.pick(body.declared.bits);
        Optional<Node> place = expressions.place(bits, true, 1);
        if (place.isEmpty() || bits.fields().isEmpty()) {
            return declaration();
        }
        body.note("bit field assignment");
        BitField field = body.pick(bits.fields());
        return Node.statement(place.get(), "." + field.name() + " = ", expressions.bitValue(field, 2), "\n");
    }

    private Node choice() {
        body.note("if");
        Node node = Node.statement("if ", of(Type.BOOL, 2), " {\n", nested());
        if (body.one(4)) {
            node.add("} else if ").add(of(Type.BOOL, 1)).add(" {\n").add(nested());
        }
        if (body.one(2)) {
            node.add("} else {\n").add(nested());
        }
        return node.add("}\n");
    }

    private Node repeated(int times, int statements) {
        int outer = body.times;
        body.times *= times;
        body.loops++;
        body.depth++;
        Node node = sequence(statements);
        body.depth--;
        body.loops--;
        body.times = outer;
        return node;
    }

    private Node counted() {
        int most = 1 + body.random.nextInt(body.one(4) ? 16 : 5);
        if (!body.affords(most * 4)) {
            return assignment();
        }
        String name = body.name("at");
        Int type = body.one(5) ? Type.INTEGERS.get(body.random.nextInt(8)) : Type.U32;
        Node node = Node.statement("for " + name + " in ");
        switch (body.random.nextInt(4)) {
            case 0 -> {
                body.note("for with variable bound");
                node.add("(0 as " + type.name() + ")..(").add(of(type, 2)).add(" & " + (most - 1) + ")");
            }
            case 1 -> node.add("(" + body.random.nextInt(most) + " as " + type.name() + ")..(" + most + " as " + type.name() + ")");
            default -> {
                type = Type.U32;
                node.add("0.." + most);
            }
        }
        body.note("for");
        int outer = body.scope.size();
        body.scope.add(new Variable(name, type, false, most, false));
        node.add(" {\n").add(repeated(most, 1 + body.random.nextInt(3))).add("}\n");
        body.scope.subList(outer, body.scope.size()).clear();
        return node;
    }

    private Node each() {
        List<Variable> of = body.scope.stream().filter(v -> v.type() instanceof Array || v.type() instanceof Slice).toList();
        if (of.isEmpty() || !body.affords(16 * 5)) {
            return assignment();
        }
        Variable v = body.pick(of);
        body.note("for each");
        Type element = v.type() instanceof Array array ? array.element() : ((Slice) v.type()).element();
        int most = v.type() instanceof Array array ? array.length() : 16;
        String index = body.name("at");
        String name = body.name("c");
        int outer = body.scope.size();
        boolean counts = body.one(2);
        if (counts) {
            body.scope.add(new Variable(index, Type.U32, false, most, false));
        }
        body.scope.add(new Variable(name, element, false, 0, false));
        Node node = Node.statement("for " + (counts ? index + ", " : "") + name + " in " + v.name() + " {\n", repeated(most, 1 + body.random.nextInt(2)), "}\n");
        body.scope.subList(outer, body.scope.size()).clear();
        return node;
    }

    private Node loop() {
        int most = 1 + body.random.nextInt(6);
        if (!body.affords(most * 4)) {
            return assignment();
        }
        body.note("while");
        String name = body.name("n");
        Node node = Node.statement("var " + name + ": u32 = " + (body.one(3) ? 0 : most) + "\n");
        boolean up = node.text().endsWith(" 0\n");
        String end = up ? name + " < " + most : name + " != 0";
        String step = up ? name + " += 1\n" : name + " -= 1\n";
        int outer = body.scope.size();
        body.scope.add(new Variable(name, Type.U32, false, up ? 0 : most + 1, false));
        if (body.one(3)) {
            body.note("while true");
            node.add("while true {\nif not (" + end + ") { break }\n" + step);
        } else {
            node.add("while " + end).add(body.one(2) ? Node.statement(" and ", of(Type.BOOL, 2)) : "").add(" {\n" + step);
        }
        node.add(repeated(most, 1 + body.random.nextInt(3))).add("}\n");
        body.scope.subList(outer, body.scope.size()).clear();
        return node;
    }

    private Node matchUnion() {
        Union union = body.declared.unions.getFirst();
        body.note("match union");
        Optional<Node> place = expressions.place(union, false, 1);
        Node node = Node.statement("match ", place.isPresent() ? place.get() : of(union, 1), " {\n");
        boolean all = !body.one(3);
        int shown = all ? union.variants().size() : 1 + body.random.nextInt(Math.max(1, union.variants().size() - 1));
        for (int i = 0; i < shown; i++) {
            Variant variant = union.variants().get(i);
            int outer = body.scope.size();
            StringBuilder pattern = new StringBuilder(variant.name());
            for (Field field : variant.fields()) {
                String name = body.name("x");
                boolean bound = !body.one(4);
                pattern.append(pattern.toString().contains("{") ? ", " : "{ ").append(field.name()).append(": ").append(bound ? name : "_");
                if (bound) {
                    body.scope.add(new Variable(name, field.type(), false, 0, false));
                }
            }
            node.add(pattern + (variant.fields().isEmpty() ? "" : " }") + " => {\n").add(nested()).add("}\n");
            body.scope.subList(outer, body.scope.size()).clear();
        }
        if (shown < union.variants().size()) {
            node.add("_ => {\n").add(nested()).add("}\n");
        }
        return node.add("}\n");
    }

    private Node matchOptional() {
        Type target = body.declared.scalar();
        List<Variable> optional = body.scope.stream().filter(v -> v.type() instanceof Pointer p && p.optional()).toList();
        if (optional.isEmpty()) {
            return choice();
        }
        Variable v = body.pick(optional);
        Pointer type = (Pointer) v.type();
        body.note("match optional");
        String name = body.name("q");
        int outer = body.scope.size();
        Node node = Node.statement("match " + v.name() + " {\nnone => {\n", nested(), "}\nsome(" + name + ") => {\n");
        body.scope.add(new Variable(name, new Pointer(type.target(), false, type.writable()), false, 0, false));
        node.add(nested()).add("}\n}\n");
        body.scope.subList(outer, body.scope.size()).clear();
        return node;
    }

    private Node matchInteger() {
        body.note("match integer");
        Int on = Type.INTEGERS.get(body.random.nextInt(8));
        Node node = Node.statement("match ", body.one(2) ? of(on, 2) : Node.expression(on, "(", of(on, 2), " & 15)"), " {\n");
        int from = body.random.nextInt(4);
        for (int i = 0, n = 1 + body.random.nextInt(7); i < n; i++) {
            int to = from + 1 + (body.one(3) ? body.random.nextInt(4) : 0);
            node.add(to - from == 1 ? "" + from : from + ".." + to);
            if (body.one(6)) {
                body.note("guard");
                node.add(" if ").add(of(Type.BOOL, 1));
            }
            node.add(" => {\n").add(nested()).add("}\n");
            from = to + (body.one(4) ? body.random.nextInt(9) : 0);
        }
        return node.add("_ => {\n").add(nested()).add("}\n}\n");
    }

    private Node deferred() {
        Optional<Node> place = expressions.place(Type.U32, true, 0);
        if (place.isEmpty()) {
            return assignment();
        }
        boolean error = body.fails && body.one(2);
        body.note(error ? "errdefer" : "defer");
        return Node.statement(error ? "errdefer " : "defer ", place.get(), " " + body.pick(COMPOUND) + " ", of(Type.U32, 0), "\n");
    }

    private Node leave() {
        if (body.loops > 0 && body.one(2)) {
            body.note("break continue");
            return Node.statement("if ", of(Type.BOOL, 2), body.random.nextBoolean() ? " { break }\n" : " { continue }\n");
        }
        if (body.fails && body.one(2)) {
            body.note("fail");
            return Node.statement("if ", of(Type.BOOL, 2), " { fail ", of(body.declared.errors, 0), " }\n");
        }
        if (body.result == null) {
            return Node.statement("if ", of(Type.BOOL, 2), " { return }\n");
        }
        body.note("early return");
        return Node.statement("if ", of(Type.BOOL, 2), " { return ", of(body.result, 1), " }\n");
    }

    private Node assertion() {
        if (body.one(4)) {
            body.note("assert");
            return Node.statement("assert(", of(Type.BOOL, 1), " or ", of(Type.U32, 1), " != 77, \"at {} and {x}\", ", of(Type.U32, 1), ", ", of(Type.U64, 1), ")\n");
        }
        if (body.one(3)) {
            body.note("print");
            return Node.statement("print(host.out(), \"{} {x} {}\\n\", ", of(Type.INTEGERS.get(body.random.nextInt(6)), 1), ", ", of(Type.U32, 1), ", ", of(Type.BOOL, 1), ")\n");
        }
        return mix();
    }

    private Node callOnly() {
        List<Declarations.Function> possible = body.callable.stream().filter(f -> body.affords(f.cost() + 5)).toList();
        if (possible.isEmpty()) {
            return assignment();
        }
        Declarations.Function function = body.pick(possible);
        Optional<Node> call = expressions.call(function, 2);
        if (call.isEmpty()) {
            return assignment();
        }
        String unused = function.result() == null ? "" : "_ = ";
        if (!function.fails()) {
            return Node.statement(unused, call.get(), "\n");
        }
        if (body.fails && body.one(2)) {
            body.note("try");
            return Node.statement(unused, "try ", call.get(), "\n");
        }
        body.note("catch block");
        if (function.result() == null) {
            return Node.statement(call.get(), " catch {\n", nested(), "}\n");
        }
        return Node.statement("_ = ", call.get(), " catch ", of(function.result(), 1), "\n");
    }

    private Node mix() {
        Int type = body.declared.integer();
        Node value = of(type, 3);
        return type.wide() ? Node.statement("host.mix((", value, " >> " + body.random.nextInt(40) + ") as u32)\n")
            : Node.statement(body.one(2) ? "host.mix(" : "host.note(", value, " as u32)\n");
    }

    /** Mixes all of a value into what the program prints. */
    static Node observe(String place, Type type, int depth) {
        String q = "o" + depth;
        return switch (type) {
            case Int t when t.wide() -> Node.statement("host.mix(" + place + " as u32)\nhost.mix((" + place + " >> 32) as u32)\n");
            case Int _ -> Node.statement("host.mix(" + place + " as u32)\n");
            case Bool _ -> Node.statement("host.mix(if " + place + " { 1 } else { 2 })\n");
            case Enumeration _ -> Node.statement("host.mix(" + place + " as u32)\n");
            case Bits t -> Node.statement("host.mix(" + (t.word() == Type.U32 ? place + " as u32" : "(" + place + " as " + t.word().name() + ") as u32") + ")\n");
            case Struct t -> fields(place + ".", t.fields(), depth);
            case Array t -> Node.statement("for " + q + " in " + place + " {\n", observe(q, t.element(), depth + 1), "}\n");
            case Union t -> {
                Node node = Node.statement("match " + place + " {\n");
                for (Variant variant : t.variants()) {
                    List<Field> bound = new ArrayList<>();
                    StringBuilder pattern = new StringBuilder(variant.name());
                    for (Field field : variant.fields()) {
                        bound.add(new Field("u" + depth + field.name(), field.type()));
                        pattern.append(bound.size() == 1 ? "{ " : ", ").append(field.name()).append(": ").append(bound.getLast().name());
                    }
                    node.add(pattern + (bound.isEmpty() ? "" : " }") + " => {\n").add("host.mix(" + t.variants().indexOf(variant) + ")\n")
                            .add(fields("", bound, depth + 1)).add("}\n");
                }
                yield node.add("}\n");
            }
            case Pointer _, Slice _, Code _ -> Node.statement();
        };
    }

    private static Node fields(String prefix, List<Field> fields, int depth) {
        Node node = Node.statement();
        fields.forEach(field -> node.add(observe(prefix + field.name(), field.type(), depth + 1)));
        return node;
    }
}

package exo86.tests.programs;

import exo86.tests.programs.Body.Variable;
import exo86.tests.programs.Type.Int;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes up statements that choose between few cheap values, and values that turn out to be constants: what passes for conditions and constants act on, and
 * what random statements seldom are.
 */
final class Choices {
    private final Body body;
    private final Expressions expressions;
    /** Statements inside of one. */
    private final Supplier<Node> nested;

    Choices(Body body, Expressions expressions, Supplier<Node> nested) {
        this.body = body;
        this.expressions = expressions;
        this.nested = nested;
    }

    Node statement(boolean deep) {
        return switch (body.random.nextInt(deep ? 9 : 12)) {
            case 0, 1 -> assigned();
            case 2 -> bounded();
            case 3 -> counted();
            case 4 -> chain();
            case 5 -> negated();
            case 6 -> ordered();
            case 7 -> neighbours();
            case 8 -> ranged();
            case 9, 10 -> constant();
            default -> known();
        };
    }

    /** A local integer, declared into the node if there is none. */
    private Variable local(Node into, Int type) {
        List<Variable> there = body.scope.stream().filter(v -> v.type().equals(type) && v.varies() && !v.lasting()).toList();
        if (!there.isEmpty() && !body.one(3)) {
            return body.pick(there);
        }
        Variable made = new Variable(body.name("v"), type, true, 0, false);
        into.add("var " + made.name() + ": " + type.name() + " = ").add(expressions.of(type, 1)).add("\n");
        body.scope.add(made);
        return made;
    }

    private Int type() {
        return body.one(2) ? Type.U32 : Type.INTEGERS.get(body.random.nextInt(6));
    }

    private Node compared(Int type) {
        return Node.expression(Type.BOOL, "(", expressions.of(type, 0), " " + body.pick(Expressions.COMPARISONS) + " ", expressions.of(type, 0), ")");
    }

    private Node assigned() {
        body.note("conditional assignment");
        Node node = Node.statement();
        Int type = type();
        Variable v = local(node, type);
        boolean two = body.one(3);
        Variable w = two ? local(node, type) : v;
        node.add("if ").add(compared(type())).add(" {\n" + v.name() + " = ").add(expressions.of(type, 1)).add("\n");
        if (two) {
            node.add(w.name() + " = ").add(expressions.of(type, 1)).add("\n");
        }
        if (body.one(2)) {
            node.add("} else {\n" + v.name() + " = ").add(expressions.of(type, 1)).add("\n");
        }
        return node.add("}\n");
    }

    private Node bounded() {
        body.note("bounded");
        Node node = Node.statement();
        Int type = type();
        String v = local(node, type).name();
        boolean least = body.random.nextBoolean();
        String limit = expressions.number(type);
        node.add("if " + v + (least ? " < " : " > ") + limit + " {\n" + v + " = " + limit + "\n");
        if (body.one(2)) {
            String other = expressions.number(type);
            node.add("} else if " + v + (least ? " >= " : " <= ") + other + " {\n" + v + " = " + other + "\n");
        }
        return node.add("}\n");
    }

    private Node counted() {
        body.note("counted if");
        Node node = Node.statement();
        Int type = type();
        String v = local(node, type).name();
        String step = body.one(2) ? "1" : "" + (1 + body.random.nextInt(9));
        if (body.one(2)) {
            return node.add("if ").add(compared(type())).add(" { " + v + (body.random.nextBoolean() ? " += " : " -= ") + step + " }\n");
        }
        return node.add(v + (body.random.nextBoolean() ? " += " : " ^= ") + "(if ").add(compared(type())).add(" { " + step + " } else { " + body.random.nextInt(3) + " })\n");
    }

    private Node chain() {
        body.note("chain of conditions");
        String name = body.name("b");
        Node node = Node.statement("let " + name + ": bool = ", compared(type()));
        String operator = body.random.nextBoolean() ? " and " : " or ";
        for (int i = 0, n = 1 + body.random.nextInt(3); i < n; i++) {
            node.add(operator).add(compared(type()));
        }
        body.scope.add(new Variable(name, Type.BOOL, false, 0, false));
        return node.add("\n");
    }

    private Node negated() {
        body.note("absolute value");
        Node node = Node.statement();
        String v = local(node, Type.INTEGERS.stream().filter(Int::signed).filter(t -> !t.wide()).toList().get(body.random.nextInt(3))).name();
        return node.add("if " + v + (body.random.nextBoolean() ? " < 0" : " <= 0") + " { " + v + " = -" + v + " }\n");
    }

    private Node ordered() {
        body.note("swap");
        Node node = Node.statement();
        Int type = type();
        String a = local(node, type).name();
        String b = local(node, type).name();
        String swap = body.name("s");
        return node.add("if " + a + " > " + b + " {\nlet " + swap + " = " + a + "\n" + a + " = " + b + "\n" + b + " = " + swap + "\n}\n");
    }

    /** Elements beside each other, by an index of which no proof knows how large it is. */
    private Node neighbours() {
        List<Variable> arrays = body.scope.stream()
                .filter(v -> v.varies() && v.type() instanceof Type.Array a && a.length() > 2 && a.element() instanceof Int i && !i.wide()).toList();
        if (arrays.isEmpty()) {
            return assigned();
        }
        body.note("neighbours");
        Variable array = body.pick(arrays);
        int length = ((Type.Array) array.type()).length();
        String name = array.name();
        String index = body.name("k");
        Node node = Node.statement("let " + index + ": u32 = ((", expressions.of(Type.U64, 1), " * 5000000007 >> 7) % " + (length - 2) + ") as u32 + 1\n");
        body.scope.add(new Variable(index, Type.U32, false, length - 1, false));
        String operator = body.random.nextBoolean() ? " ^ " : " + ";
        return node.add(switch (body.random.nextInt(3)) {
            case 0 -> name + "[" + index + "] = " + name + "[" + index + " - 1]" + operator + name + "[" + index + " + 1]\n";
            case 1 -> name + "[" + index + " + 1] = " + name + "[" + index + "]" + operator + name + "[" + index + " - 1]\n";
            default -> name + "[" + index + "] += " + name + "[" + index + " - 1]\n";
        });
    }

    /** Two conditions of one value and numbers that lie near each other. */
    private Node ranged() {
        body.note("two conditions of one value");
        Node node = Node.statement();
        Int type = type();
        String v = local(node, type).name();
        String by = body.name("r");
        int low = 1 + body.random.nextInt(9);
        int high = low + body.random.nextInt(5);
        node.add("let " + by + ": " + type.name() + " = " + v + (body.one(2) ? " & 15" : "") + "\nif ");
        node.add(switch (body.random.nextInt(5)) {
            case 0 -> by + " >= " + low + " and " + by + " <= " + high;
            case 1 -> by + " < " + low + " or " + by + " > " + high;
            case 2 -> by + " == " + low + " or " + by + " == " + (low + body.random.nextInt(3) - 1);
            case 3 -> by + " != " + low + " and " + by + " < " + high;
            default -> "not (" + by + " > " + low + ") or " + by + " >= " + high;
        });
        node.add(" {\n" + v + " = ").add(expressions.of(type, 1)).add("\n");
        return (body.one(2) ? node.add("} else {\n" + v + " ^= " + low + "\n") : node).add("}\n");
    }

    /** It stays what it is because what would change it happens only if it has changed. */
    private Node constant() {
        int times = 1 + body.random.nextInt(4);
        if (!body.affords(times * 6)) {
            return assigned();
        }
        body.note("constant around a loop");
        Int type = type();
        String name = body.name("k");
        String number = expressions.number(type);
        int outer = body.scope.size();
        Node node = Node.statement("var " + name + ": " + type.name() + " = " + number + "\nfor _ in 0.." + times + " {\n");
        body.scope.add(new Variable(name, type, false, 0, false));
        body.times *= times;
        body.depth++;
        Node change = expressions.of(type, 1);
        node.add("if " + name + " != " + number + " {\n" + name + " = ").add(change).add("\n}\n").add(nested.get());
        body.depth--;
        body.times /= times;
        body.scope.subList(outer + 1, body.scope.size()).clear();
        return node.add("}\n");
    }

    /** What a condition says of a value is used behind it. */
    private Node known() {
        body.note("known by a condition");
        Node node = Node.statement();
        Int type = type();
        String v = local(node, type).name();
        int number = body.random.nextInt(4);
        String name = body.name("k");
        node.add("let " + name + ": " + type.name() + " = " + v + " & 3\nif " + name + " == " + number + " {\n");
        body.scope.add(new Variable(name, type, false, 4, false));
        node.add(v + " = (" + name + " * 5 + ").add(expressions.of(type, 0)).add(")\n").add(nested.get());
        return node.add(body.one(2) ? "} else {\n" : "}\nif " + name + " < " + number + " {\n").add(nested.get()).add("}\n");
    }
}

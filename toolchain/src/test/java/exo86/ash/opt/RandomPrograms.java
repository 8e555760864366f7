package exo86.ash.opt;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random well-typed programs in Ashlar: scalars of all widths, an array, a slice, a struct, loops that end, calls, errors with {@code try} and {@code catch}, and
 * checks that may fail. Each prints its variables at the end.
 */
final class RandomPrograms {
    private static final String[] TYPES = {"u8", "u16", "u32", "i8", "i16", "i32", "u64", "i64"};
    private static final String[] OPERATORS = {"+", "-", "*", "&", "|", "^", "<<", ">>", "/", "%", "+?", "-?"};
    private static final String[] COMPARISONS = {"==", "!=", "<", "<=", ">", ">="};
    private static final int VARIABLES = 6;
    private static final int LOOPS = 2;

    /** A statement, with the statements inside of it: what is removed when a program is made smaller. */
    static final class Node {
        final String head;
        final List<Node> inside = new ArrayList<>();
        final String tail;

        Node(String head, String tail) {
            this.head = head;
            this.tail = tail;
        }

        void text(StringBuilder out) {
            out.append(head).append('\n');
            inside.forEach(node -> node.text(out));
            if (!tail.isEmpty()) {
                out.append(tail).append('\n');
            }
        }
    }

    private final Random random;
    private final String[] types = new String[VARIABLES];
    private int depth;
    private int counters;

    private RandomPrograms(long seed) {
        random = new Random(seed);
    }

    /** The statements of a program's two functions; {@link #source} makes text of them. */
    static List<List<Node>> statements(long seed) {
        List<List<Node>> functions = new ArrayList<>();
        RandomPrograms program = new RandomPrograms(seed);
        functions.add(program.body(5, false));
        functions.add(program.body(12, true));
        return functions;
    }

    /** The types of the variables are those of the seed. */
    static String source(long seed, List<List<Node>> functions) {
        String[] types = types(seed);
        StringBuilder out = new StringBuilder("module random\nuse host\nenum Error: u8 { small, odd }\nstruct Pair { low: u16, high: u16, word: u32 }\n"
                + "var table: [16]u32 = [7; 16]\n");
        out.append("fn callee(x: u32, s: []mut u32) u32!Error {\n");
        StringBuilder body = new StringBuilder();
        variables(types, body);
        functions.get(0).forEach(node -> node.text(body));
        body.append("if v2 as u32 % 3 == 1 { fail Error.odd }\nreturn (v2 as u32) ^ (v0 as u32)\n");
        out.append(body.toString().indent(4)).append("}\n@entry fn start() never {\n");
        body.setLength(0);
        body.append("host.report_traps()\nvar x: u32 = 5\nlet s = table[2..14]\n");
        variables(types, body);
        functions.get(1).forEach(node -> node.text(body));
        for (int i = 0; i < VARIABLES; i++) {
            body.append("print(host.out(), \"{x} \", v").append(i).append(")\n");
        }
        body.append("for t in table { print(host.out(), \"{x} \", t) }\nprint(host.out(), \"{} {} {}\\n\", p.low, p.high, p.word)\nx += 1\nhost.exit(0)\n");
        return out.append(body.toString().indent(4)).append("}\n").toString();
    }

    private static void variables(String[] types, StringBuilder out) {
        for (int i = 0; i < VARIABLES; i++) {
            out.append("var v").append(i).append(": ").append(types[i]).append(" = x as ").append(types[i]).append('\n');
        }
        out.append("var p = Pair{ word: x }\np.word += s.len\nv0 = v0 ^ p.word as ").append(types[0]).append('\n');
    }

    private static String[] types(long seed) {
        Random random = new Random(seed ^ 0x5DEECE66DL);
        String[] types = new String[VARIABLES];
        for (int i = 0; i < VARIABLES; i++) {
            types[i] = TYPES[random.nextInt(i == 2 ? 3 : TYPES.length)];
        }
        return types;
    }

    private List<Node> body(int length, boolean calls) {
        if (types[0] == null) {
            System.arraycopy(TYPES, 0, types, 0, VARIABLES);
        }
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            nodes.add(statement(calls));
        }
        return nodes;
    }

    private Node statement(boolean calls) {
        int kind = random.nextInt(calls ? 12 : 10);
        if (depth >= 3 && kind >= 4 && kind <= 7) {
            kind = 0;
        }
        return switch (kind) {
            case 4, 5 -> block("if " + condition() + " {", random.nextBoolean() ? "}" : "} else { v1 = " + as("v3", 1) + " }", calls);
            case 6 -> {
                String i = "i" + counters++;
                yield block("for " + i + " in 0.." + (1 + random.nextInt(9)) + " {\ntable[" + i + " & 15] ^= " + as(value(2), "u32"), "}", calls);
            }
            case 7 -> {
                String n = "n" + counters++;
                yield block("var " + n + ": u32 = " + random.nextInt(7) + "\nwhile " + n + " != 0 and (" + condition() + ") {\n" + n + " -= 1", "}", calls);
            }
            case 8 -> new Node("s[" + as(value(1), "u32") + " % 12] = " + as(value(2), "u32"), "");
            case 9 -> new Node(random.nextBoolean() ? "p.low = " + as(value(2), "u16") : "p.word = s[" + as(value(1), "u32") + " & 7] + p.high", "");
            case 10 -> new Node("v2 = " + as("(callee(" + as(value(1), "u32") + ", s) catch " + random.nextInt(9) + ")", 2), "");
            case 11 -> new Node("p.high = " + as("(callee(" + as(value(0), "u32") + ", table[4..12]) catch |e| if e == Error.odd { 3 } else { 4 })", "u16"), "");
            default -> {
                int target = random.nextInt(VARIABLES);
                yield new Node("v" + target + " = " + as(value(3), target), "");
            }
        };
    }

    private Node block(String head, String tail, boolean calls) {
        Node node = new Node(head, tail);
        depth++;
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            node.inside.add(statement(calls));
        }
        depth--;
        return node;
    }

    /** An expression of type u32 or of a variable's type: always to be converted. */
    private String value(int levels) {
        if (levels == 0 || random.nextInt(4) == 0) {
            return switch (random.nextInt(5)) {
                case 0 -> "(" + random.nextInt(300) + " as u32)";
                case 1 -> "s[" + random.nextInt(12) + "]";
                case 2 -> "table[(v" + random.nextInt(VARIABLES) + " as u32) & 15]";
                default -> "v" + random.nextInt(VARIABLES);
            };
        }
        String type = TYPES[random.nextInt(TYPES.length)];
        String operator = OPERATORS[random.nextInt(random.nextInt(5) == 0 ? OPERATORS.length : 8)];
        String left = as(value(levels - 1), type);
        if (operator.equals("<<") || operator.equals(">>")) {
            return "(" + left + " " + operator + " " + as(value(0), "u32") + ")";
        }
        if (operator.equals("/") || operator.equals("%")) {
            return "(" + left + " " + operator + " (" + as(value(0), type) + " | 1))";
        }
        if (random.nextInt(8) == 0) {
            return "(if " + condition() + " { " + left + " } else { " + as(value(levels - 1), type) + " })";
        }
        return "(" + left + " " + operator + " " + as(value(levels - 1), type) + ")";
    }

    private String condition() {
        String type = TYPES[random.nextInt(TYPES.length)];
        String one = as(value(1), type) + " " + COMPARISONS[random.nextInt(COMPARISONS.length)] + " " + as(value(1), type);
        return switch (random.nextInt(5)) {
            case 0 -> "(" + one + ") and v1 as u32 < 200";
            case 1 -> "(" + one + ") or p.low > 9";
            case 2 -> "not (" + one + ")";
            default -> "(" + one + ")";
        };
    }

    private static String as(String value, String type) {
        return "(" + value + " as " + type + ")";
    }

    /** As the type of a variable, which the text knows: through a helper constant expression of that variable. */
    private static String as(String value, int variable) {
        return "(" + value + " as @" + variable + "@)";
    }

    /** Puts the variables' types where {@link #as(String, int)} left room. */
    static String typed(long seed, String source) {
        String[] types = types(seed);
        String text = source;
        for (int i = 0; i < VARIABLES; i++) {
            text = text.replace("@" + i + "@", types[i]);
        }
        return text;
    }
}

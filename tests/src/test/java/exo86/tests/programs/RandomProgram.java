package exo86.tests.programs;

import exo86.tests.programs.Body.Variable;
import exo86.tests.programs.Type.*;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * A random well-typed program: a module with {@code run()}, which does something, and {@code report()}, which prints what has become of its
 * variables. Equal seeds make equal programs.
 */
final class RandomProgram {
    private static final int RUN = 1500;
    private final Random random;
    private final Declarations declared;
    private final Set<String> constructs = new TreeSet<>();
    private final List<Variable> globals = new ArrayList<>();
    private final Node text = Node.statement();

    private RandomProgram(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        random.nextInt();
        declared = new Declarations(random);
        text.add(declared.text);
        globals();
        int functions = random.nextInt(random.nextInt(4) == 0 ? 6 : 3);
        for (int i = 0; i < functions; i++) {
            text.add(random.nextInt(4) == 0 ? leaf("f" + i) : random.nextInt(6) == 0 ? recursive("f" + i) : function("f" + i));
        }
        Body body = new Body(random, declared, constructs, globals, null, false, RUN);
        Node run = Node.statement();
        new Statements(body).into(run, 3 + random.nextInt(random.nextInt(4) == 0 ? 12 : 5));
        observe(body, run);
        text.add(Node.statement("pub fn run() {\n", run, "}\n"));
    }

    /** The program of a seed, without its first lines. */
    static RandomProgram of(long seed) {
        return new RandomProgram(seed);
    }

    Node node() {
        return text;
    }

    /** Which constructs of the language it has. */
    Set<String> constructs() {
        return constructs;
    }

    /** The text of a module of that name. */
    String source(String module) {
        return source(module, text);
    }

    private String source(String module, Node content) {
        StringBuilder report = new StringBuilder("pub fn report() {\n");
        globals.forEach(v -> report.append(Statements.observe(v.name(), v.type(), 0).text()));
        return indented("module " + module + "\n\nuse host\nuse cpu\n\n" + content.text() + report + "host.finish()\n}\n");
    }

    private static String indented(String text) {
        StringBuilder out = new StringBuilder();
        int depth = 0;
        for (String line : text.lines().toList()) {
            int inside = depth - (line.startsWith("}") ? 1 : 0);
            depth += (int) (line.chars().filter(c -> c == '{').count() - line.chars().filter(c -> c == '}').count());
            out.append("    ".repeat(Math.max(0, inside))).append(line).append('\n');
        }
        return out.toString();
    }

    private void globals() {
        for (int i = 0, n = 3 + random.nextInt(4); i < n; i++) {
            Type type = i == 0 ? Type.U32 : i == 1 ? new Array(Type.U32, 16) : declared.any();
            String name = "g" + i;
            boolean constant = i > 1 && random.nextInt(6) == 0;
            text.add(Node.statement((constant ? "const " : "var ") + name + ": " + type.name() + " = " + type.least() + "\n"));
            globals.add(new Variable(name, type, !constant, 0, true));
        }
        if (random.nextBoolean()) {
            StringBuilder out = new StringBuilder("const table: [8]u32 = [");
            for (int i = 0; i < 8; i++) {
                out.append(i == 0 ? "" : ", ").append(random.nextInt() & 0xFFFFFFFFL);
            }
            text.add(Node.statement(out.append("]\n").toString()));
            globals.add(new Variable("table", new Array(Type.U32, 8), false, 0, true));
        }
    }

    private Type parameter() {
        return switch (random.nextInt(10)) {
            case 0 -> new Slice(random.nextBoolean() ? Type.U32 : declared.scalar(), random.nextBoolean());
            case 1 -> new Pointer(random.nextInt(3) == 0 ? declared.structs.get(random.nextInt(3)) : declared.scalar(), random.nextInt(4) == 0, random.nextInt(3) > 0);
            case 2, 3 -> declared.any();
            case 4 -> declared.functions.stream().anyMatch(f -> f.cost() <= 40 && !f.fails()) ? new Code(List.of(Type.U32, Type.U32), Type.U32) : Type.U32;
            default -> declared.scalar();
        };
    }

    /** Something small, which is inlined, and called through pointers. */
    private Node leaf(String name) {
        List<Type> parameters = List.of(Type.U32, Type.U32);
        Body body = new Body(random, declared, constructs, List.of(new Variable("a", Type.U32, false, 0, false), new Variable("b", Type.U32, false, 0, false)),
                Type.U32, false, 30);
        Node value = new Expressions(body).of(Type.U32, 2);
        declared.functions.add(new Declarations.Function(name, parameters, Type.U32, false, false, 5 + body.cost()));
        return Node.statement((random.nextInt(3) == 0 ? "@noinline " : "") + "fn " + name + "(a: u32, b: u32) u32 { return ", value, " }\n");
    }

    private Node function(String name) {
        List<Type> parameters = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            parameters.add(parameter());
        }
        Type result = random.nextInt(6) == 0 ? null : declared.any();
        boolean fails = random.nextInt(3) == 0;
        return function(name, parameters, result, fails, 20 + random.nextInt(Body.FUNCTION));
    }

    private Node function(String name, List<Type> parameters, Type result, boolean fails, int budget) {
        List<Variable> known = new ArrayList<>(globals);
        StringBuilder head = new StringBuilder(random.nextInt(3) == 0 ? "@noinline fn " : "fn ").append(name).append('(');
        for (int i = 0; i < parameters.size(); i++) {
            head.append(i == 0 ? "" : ", ").append("a").append(i).append(": ").append(parameters.get(i).name());
            known.add(new Variable("a" + i, parameters.get(i), false, 0, false));
        }
        head.append(")").append(result == null ? fails ? " void" : "" : " " + result.name()).append(fails ? "!Error" : "").append(" {\n");
        Body body = new Body(random, declared, constructs, known, result, fails, budget);
        if (result != null && result.aggregate()) {
            constructs.add("aggregate result");
        }
        Node content = Node.statement();
        calls(parameters, content);
        new Statements(body).into(content, 1 + random.nextInt(random.nextInt(4) == 0 ? 9 : 4));
        if (result != null) {
            content.add(Node.statement("return ", new Expressions(body).of(result, 2), "\n"));
        }
        declared.functions.add(new Declarations.Function(name, parameters, result, fails, false, 10 + body.cost()));
        return Node.statement(head.toString(), content, "}\n");
    }

    private void calls(List<Type> parameters, Node content) {
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i) instanceof Code) {
                content.add(Node.statement("g0 += a" + i + "(g0, " + random.nextInt(100) + ")\n"));
            }
        }
    }

    /** Calls itself with a smaller number; whoever else calls it passes at most 3. */
    private Node recursive(String name) {
        List<Variable> known = new ArrayList<>(globals);
        known.add(new Variable("a", Type.U32, false, 4, false));
        known.add(new Variable("b", Type.U32, false, 0, false));
        Body body = new Body(random, declared, constructs, known, Type.U32, false, 60);
        Expressions expressions = new Expressions(body);
        Node end = expressions.of(Type.U32, 1);
        Node content = Node.statement("if a == 0 or a > 3 { return ", end, " }\n");
        new Statements(body).into(content, 2);
        content.add(Node.statement("return " + name + "(a - 1, ", expressions.of(Type.U32, 2), ") ^ ", expressions.of(Type.U32, 1), "\n"));
        declared.functions.add(new Declarations.Function(name, List.of(Type.U32, Type.U32), Type.U32, false, true, 5 * (10 + body.cost())));
        return Node.statement("@recursive(5) fn " + name + "(a: u32, b: u32) u32 {\n", content, "}\n");
    }

    private void observe(Body body, Node run) {
        body.scope.stream().filter(v -> !v.lasting()).forEach(v -> run.add(Statements.observe(v.name(), v.type(), 0)));
    }
}

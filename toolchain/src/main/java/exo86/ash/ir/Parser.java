package exo86.ash.ir;

import exo86.ash.source.SourceFile;
import exo86.ash.source.Span;
import exo86.isa.Registers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the text form of functions, as {@link Printer} writes it. What it accepts need not satisfy the {@link Verifier}. */
public final class Parser {
    private static final int MOST_LINES = 1 << 20;
    private static final int LARGEST_SLOT = 1 << 24;

    private final Tokens tokens;
    private final Map<String, SourceFile> files = new HashMap<>();
    private Function function;
    private Position at;
    private final Map<String, Value> values = new HashMap<>();
    private final Map<String, Block> blocks = new HashMap<>();
    private final Map<String, Slot> slots = new HashMap<>();
    private final Map<String, Variable> variables = new HashMap<>();
    private final Map<String, Subroutine> callees = new HashMap<>();

    private Parser(String text) throws TextException {
        tokens = new Tokens(text);
    }

    /** All functions of a text. */
    public static List<Function> functions(String text) throws TextException {
        Parser parser = new Parser(text);
        List<Function> functions = new ArrayList<>();
        while (!parser.tokens.atEnd()) {
            functions.add(parser.function());
        }
        return functions;
    }

    private Function function() throws TextException {
        values.clear();
        blocks.clear();
        slots.clear();
        variables.clear();
        callees.clear();
        tokens.expect("function");
        String name = tokens.name();
        tokens.expect("(");
        while (!tokens.accept(")") && !tokens.atEnd()) {
            tokens.take();
        }
        tokens.expect("registers");
        int registers = tokens.number(3);
        int popped = tokens.accept("popped") ? tokens.number(1024) : 0;
        tokens.expect("results");
        int results = tokens.number(2);
        boolean fails = tokens.accept("fails");
        String file = "text";
        int line = 1;
        if (tokens.accept("at")) {
            file = tokens.string();
            tokens.expect(":");
            line = tokens.number(MOST_LINES);
        }
        at = Position.of(span(file, line));
        function = new Function(name, new Function.Signature(registers, popped, results, fails), Optional.empty(), at.span());
        tokens.expect("{");
        while (tokens.accept("inlined")) {
            inlined();
        }
        while (tokens.accept("slot")) {
            slot();
        }
        while (!tokens.accept("}")) {
            block();
        }
        if (function.blocks().isEmpty()) {
            throw tokens.fail("a function has at least one block");
        }
        return function;
    }

    private Span span(String file, int line) {
        SourceFile source = files.computeIfAbsent(file, f -> new SourceFile(f, ""));
        if (source.line(source.text().length()) < line) {
            source = new SourceFile(file, "\n".repeat(Math.max(line, 256)));
            files.put(file, source);
        }
        return new Span(source, Math.max(0, line - 1), Math.max(0, line - 1));
    }

    /** {@code inlined #1 list.sum at "list.ash":3 @12 in #0}: the number is how many were declared before. */
    private void inlined() throws TextException {
        if (tokens.call() != function.inlined().size()) {
            throw tokens.fail("expected #" + function.inlined().size() + " before this");
        }
        String name = tokens.name();
        Span declared = at.span();
        if (tokens.accept("at")) {
            String file = tokens.string();
            tokens.expect(":");
            declared = span(file, tokens.number(MOST_LINES));
        }
        Span place = declared;
        Subroutine callee = callees.computeIfAbsent(name, n -> new Subroutine(n, Optional.empty(), place));
        if (tokens.accept("in")) {
            at = new Position(at.span(), Optional.of(call(tokens.call())));
        } else if (tokens.peek().equals("@")) {
            positionAhead();
            tokens.skipPosition();
        }
        function.inlined().add(new InlinedCall(callee, at));
    }

    private InlinedCall call(int number) throws TextException {
        if (number < 0 || number >= function.inlined().size()) {
            throw tokens.fail("#" + number + " before this is no inlined call");
        }
        return function.inlined().get(number);
    }

    private void slot() throws TextException {
        String name = tokens.take();
        tokens.expect("size");
        int size = tokens.number(LARGEST_SLOT);
        tokens.expect("align");
        Slot slot = function.newSlot(size, tokens.number(4));
        slots.put(name, slot);
        while (tokens.accept("home")) {
            Variable variable = variable();
            function.homes().add(new Function.Home(variable, tokens.offset(), slot));
        }
    }

    private Variable variable() throws TextException {
        boolean reference = tokens.accept("*");
        String name = tokens.name();
        Optional<InlinedCall> inlined = tokens.peek().equals("#") ? Optional.of(call(tokens.call())) : Optional.empty();
        String key = (reference ? "*" : "") + name;
        if (inlined.isEmpty()) {
            return variables.computeIfAbsent(key, n -> declared(function.subroutine(), name, reference));
        }
        Subroutine callee = inlined.get().callee();
        Variable original = variables.computeIfAbsent(key + " of " + callee.name(), n -> declared(callee, name, reference));
        return variables.computeIfAbsent(key + "#" + function.inlined().indexOf(inlined.get()), n -> new Variable(original, inlined.get()));
    }

    private Variable declared(Subroutine in, String name, boolean reference) {
        Variable variable = new Variable(name, Optional.empty(), at.line(), false, reference, new Variable.Scope(Optional.empty()));
        in.variables().add(variable);
        return variable;
    }

    private void block() throws TextException {
        String name = tokens.peek();
        if (!name.startsWith("^")) {
            throw tokens.fail("expected a block");
        }
        Block block = blockNamed();
        function.blocks().remove(block);
        function.blocks().add(block);
        tokens.expect("(");
        while (!tokens.accept(")")) {
            block.parameters().add(value());
            tokens.accept(",");
        }
        tokens.expect(":");
        while (true) {
            List<Value> results = new ArrayList<>();
            while (tokens.peek().startsWith("%")) {
                results.add(value());
                tokens.accept(",");
            }
            if (!results.isEmpty()) {
                tokens.expect("=");
            }
            String word = tokens.take();
            positionAhead();
            Optional<Terminator> terminator = new TerminatorText(word, results).read();
            if (terminator.isPresent()) {
                tokens.skipPosition();
                block.end(terminator.get());
                return;
            }
            block.instructions().add(new InstructionText(this, tokens, word, results).read(at));
            tokens.skipPosition();
        }
    }

    /** {@code @12} or {@code @"file":12}, {@code in #1} behind it or not, at the end of this line: from here on the position in the source. */
    private void positionAhead() throws TextException {
        Optional<Tokens.Place> place = tokens.positionAhead();
        if (place.isPresent()) {
            int call = place.get().call();
            at = new Position(span(place.get().file().orElse(at.file().name()), place.get().line()), call < 0 ? Optional.empty() : Optional.of(call(call)));
        }
    }

    private Block blockNamed() throws TextException {
        String name = tokens.take();
        if (!name.startsWith("^")) {
            throw tokens.fail("expected a block");
        }
        return blocks.computeIfAbsent(name, n -> function.newBlock());
    }

    private Value value() throws TextException {
        if (!tokens.peek().startsWith("%")) {
            throw tokens.fail("expected a value");
        }
        return values.computeIfAbsent(tokens.take(), n -> function.newValue());
    }

    Variable variableWord() throws TextException {
        return variable();
    }

    Operand operand() throws TextException {
        if (tokens.peek().startsWith("%")) {
            return value();
        }
        if (tokens.accept("&")) {
            return new SymbolAddress(tokens.name(), tokens.offset());
        }
        if (tokens.peek().startsWith("$")) {
            Slot slot = slots.get(tokens.peek());
            if (slot == null) {
                throw tokens.fail("expected a slot of the function");
            }
            tokens.take();
            return new SlotAddress(slot, tokens.offset());
        }
        return Operand.of(tokens.number());
    }

    List<Operand> operands(String end) throws TextException {
        List<Operand> operands = new ArrayList<>();
        while (!tokens.accept(end)) {
            operands.add(operand());
            if (!tokens.accept(",")) {
                tokens.expect(end);
                break;
            }
        }
        return operands;
    }

    Invocation invocation() throws TextException {
        Operand target = tokens.accept("*") ? operand() : new SymbolAddress(tokens.name(), 0);
        tokens.expect("(");
        List<Operand> arguments = new ArrayList<>();
        int registers = -1;
        while (!tokens.accept(")")) {
            if (tokens.accept("|")) {
                registers = arguments.size();
            } else {
                arguments.add(operand());
                tokens.accept(",");
            }
        }
        int popped = tokens.accept("popped") ? tokens.number(1024) : 0;
        int clobbers = 0;
        if (tokens.accept("clobbers")) {
            tokens.expect("(");
            while (!tokens.accept(")")) {
                String name = tokens.name();
                for (int register = 0; register < 8; register++) {
                    clobbers |= Registers.name(register, 32).equals(name) ? 1 << register : 0;
                }
                tokens.accept(",");
            }
        }
        return new Invocation(target, arguments, registers < 0 ? arguments.size() : registers, popped, clobbers, Optional.empty());
    }

    private Edge edge() throws TextException {
        Block block = blockNamed();
        tokens.expect("(");
        return new Edge(block, operands(")"));
    }

    Condition condition() throws TextException {
        String word = tokens.take();
        for (Condition condition : Condition.values()) {
            if (condition.text().equals(word)) {
                return condition;
            }
        }
        throw tokens.fail("expected a condition before this");
    }

    /** A terminator, if the word begins one. */
    private final class TerminatorText {
        private final String word;
        private final List<Value> results;

        TerminatorText(String word, List<Value> results) {
            this.word = word;
            this.results = results;
        }

        Optional<Terminator> read() throws TextException {
            return Optional.ofNullable(switch (word) {
                case "jump" -> new Terminator.Jump(edge(), at);
                case "branch" -> {
                    Condition condition = condition();
                    Operand left = operand();
                    tokens.expect(",");
                    yield new Terminator.Branch(condition, left, operand(), edge(), edge(), at);
                }
                case "switch" -> choice();
                case "attempt" -> {
                    Invocation call = invocation();
                    tokens.expect("ok");
                    Edge ok = edge();
                    tokens.expect("failed");
                    yield new Terminator.Attempt(results, call, ok, edge(), at);
                }
                case "return" -> {
                    List<Operand> values = new ArrayList<>();
                    while (isOperand()) {
                        values.add(operand());
                        tokens.accept(",");
                    }
                    yield new Terminator.Return(values, at);
                }
                case "fail" -> new Terminator.Fail(operand(), at);
                case "trap" -> new Terminator.Trap(tokens.string(), at);
                case "unreachable" -> new Terminator.Unreachable(at);
                default -> null;
            });
        }

        private boolean isOperand() {
            String next = tokens.peek();
            return !next.isEmpty() && ("%&$-".indexOf(next.charAt(0)) >= 0 || Character.isDigit(next.charAt(0)));
        }

        private Terminator choice() throws TextException {
            Operand value = operand();
            tokens.expect("[");
            List<Terminator.Switch.Case> cases = new ArrayList<>();
            while (!tokens.accept("]")) {
                int number = tokens.number();
                tokens.expect(":");
                cases.add(new Terminator.Switch.Case(number, edge()));
                tokens.accept(",");
            }
            return new Terminator.Switch(value, cases, edge(), at);
        }
    }
}

package exo86.ash.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads one instruction behind its first word. */
final class InstructionText {
    private final Parser parser;
    private final Tokens tokens;
    private final String word;
    private final List<Value> results;

    InstructionText(Parser parser, Tokens tokens, String word, List<Value> results) {
        this.parser = parser;
        this.tokens = tokens;
        this.word = word;
        this.results = results;
    }

    Instruction read(Position at) throws TextException {
        if (word.startsWith("load.")) {
            Width width = width("load.");
            boolean isVolatile = tokens.accept("volatile");
            Operand base = parser.operand();
            return new Instruction.Load(width, result(0, 1), base, tokens.offset(), isVolatile, at);
        }
        if (word.startsWith("store.")) {
            Width width = width("store.");
            boolean isVolatile = tokens.accept("volatile");
            Operand base = parser.operand();
            int offset = tokens.offset();
            tokens.expect(",");
            return new Instruction.Store(width, base, offset, parser.operand(), isVolatile, at);
        }
        if (word.startsWith("builtin.")) {
            Builtin builtin = Arrays.stream(Builtin.values()).filter(b -> word.equals("builtin." + b.text())).findFirst()
                    .orElseThrow(() -> tokens.fail("expected a builtin before this"));
            return new Instruction.Intrinsic(builtin, results, operands(builtin.operands()), at);
        }
        switch (word) {
            case "copy", "fill" -> {
                List<Operand> operands = operands(2);
                tokens.expect("size");
                int size = tokens.number(Integer.MAX_VALUE);
                return word.equals("copy") ? new Instruction.Copy(operands.get(0), operands.get(1), size, at)
                        : new Instruction.Fill(operands.get(0), operands.get(1), size, at);
            }
            case "check" -> {
                Condition condition = parser.condition();
                List<Operand> operands = operands(2);
                return new Instruction.Check(condition, operands.get(0), operands.get(1), tokens.string(), at);
            }
            case "select" -> {
                return select(at);
            }
            case "call" -> {
                return new Instruction.Call(results, parser.invocation(), at);
            }
            case "debug" -> {
                Variable variable = parser.variableWord();
                int offset = tokens.offset();
                tokens.expect("=");
                return new Instruction.Debug(variable, offset, tokens.accept("?") ? Optional.empty() : Optional.of(parser.operand()), at);
            }
            case "wless.s", "wless.u" -> {
                return new Instruction.WideLess(word.equals("wless.s"), result(0, 1), operands(4), at);
            }
            default -> {
                return operation(at);
            }
        }
    }

    private Instruction select(Position at) throws TextException {
        Condition condition = parser.condition();
        List<Operand> compared = operands(2);
        tokens.expect("?");
        Operand then = parser.operand();
        tokens.expect(":");
        return new Instruction.Select(condition, result(0, 1), compared.get(0), compared.get(1), then, parser.operand(), at);
    }

    private Instruction operation(Position at) throws TextException {
        for (UnaryOperator operator : UnaryOperator.values()) {
            if (operator.text().equals(word)) {
                return new Instruction.Unary(operator, result(0, 1), parser.operand(), at);
            }
        }
        for (BinaryOperator operator : BinaryOperator.values()) {
            if (operator.text().equals(word)) {
                List<Operand> operands = operands(2);
                return new Instruction.Binary(operator, result(0, 1), operands.get(0), operands.get(1), at);
            }
        }
        for (Condition condition : Condition.values()) {
            if (condition.text().equals(word)) {
                List<Operand> operands = operands(2);
                return new Instruction.Compare(condition, result(0, 1), operands.get(0), operands.get(1), at);
            }
        }
        for (TrappingOperator operator : TrappingOperator.values()) {
            if (operator.text().equals(word)) {
                List<Operand> operands = operands(2);
                return new Instruction.Trapping(operator, result(0, 1), operands.get(0), operands.get(1), tokens.string(), at);
            }
        }
        for (WideOperator operator : WideOperator.values()) {
            if (operator.text().equals(word)) {
                List<Operand> operands = operands(operator.operands());
                return new Instruction.Wide(operator, result(0, 2), result(1, 2), operands, operator.traps() ? tokens.string() : "", at);
            }
        }
        throw tokens.fail("expected an instruction, not `" + word + "`, before this");
    }

    private Width width(String prefix) throws TextException {
        for (Width width : Width.values()) {
            if (word.equals(prefix + width.text())) {
                return width;
            }
        }
        throw tokens.fail("expected 32, u8, s8, u16 or s16 before this");
    }

    private Value result(int index, int count) throws TextException {
        if (results.size() != count) {
            throw tokens.fail("`" + word + "` before this defines " + count);
        }
        return results.get(index);
    }

    private List<Operand> operands(int count) throws TextException {
        List<Operand> operands = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                tokens.expect(",");
            }
            operands.add(parser.operand());
        }
        return operands;
    }
}

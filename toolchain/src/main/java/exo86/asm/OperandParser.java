package exo86.asm;

import exo86.asm.Statement.OperandSyntax;
import exo86.isa.Operand.Register;
import exo86.isa.Operand.RegisterFile;
import exo86.isa.Registers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Operands in NASM's syntax, and in that of our own {@link exo86.isa.Printer}: {@code PTR} is ignored, a segment may stand before the brackets,
 * {@code ds:0x1234} is memory.
 */
final class OperandParser {
    private static final Map<String, Integer> WIDTHS = Map.of("byte", 8, "word", 16, "dword", 32, "qword", 64, "tword", 80, "tbyte", 80, "fword", 48);

    private final TokenStream tokens;
    private final ExpressionParser expressions;

    OperandParser(TokenStream tokens, String labelBefore) {
        this.tokens = tokens;
        this.expressions = new ExpressionParser(tokens, labelBefore);
    }

    List<OperandSyntax> operands() throws SyntaxException {
        List<OperandSyntax> operands = new ArrayList<>();
        if (tokens.atEnd()) {
            return operands;
        }
        do {
            operands.add(operand());
        } while (tokens.accept(","));
        return operands;
    }

    private OperandSyntax operand() throws SyntaxException {
        int width = 0;
        boolean strict = false;
        boolean far = false;
        String distance = "";
        while (true) {
            String word = tokens.word();
            if (WIDTHS.containsKey(word)) {
                width = WIDTHS.get(word);
            } else if (word.equals("strict")) {
                strict = true;
            } else if (word.equals("far")) {
                far = true;
            } else if (word.equals("short") || word.equals("near") || word.equals("to")) {
                distance = word;
            } else if (!word.equals("ptr")) {
                break;
            }
            tokens.next();
        }
        int column = tokens.column();
        if (tokens.accept("[")) {
            return memory(width, far, Registers.NONE, column);
        }
        Optional<Register> register = tokens.peek().kind() == Token.Kind.WORD ? RegisterNames.of(tokens.peek().text()) : Optional.empty();
        if (register.isPresent()) {
            if (register.get().file() == RegisterFile.SEGMENT && tokens.peek(1).is(":")) {
                tokens.next();
                tokens.next();
                return tokens.accept("[") ? memory(width, far, register.get().number(), column)
                    : new OperandSyntax.Mem(width, far, register.get().number(), 0, expressions.expression(), column);
            }
            return new OperandSyntax.Reg(register(register.get()), distance.equals("to"));
        }
        Expression value = expressions.expression();
        if (tokens.accept(":")) {
            return new OperandSyntax.FarPointer(width, value, expressions.expression());
        }
        return new OperandSyntax.Imm(width, strict, distance, value);
    }

    /** {@code st(3)} besides {@code st3}. */
    private Register register(Register register) throws SyntaxException {
        Token token = tokens.next();
        if (register.file() != RegisterFile.ST || !tokens.accept("(")) {
            return register;
        }
        Token number = tokens.next();
        if (number.kind() != Token.Kind.NUMBER || number.number() < 0 || number.number() > 7) {
            throw new SyntaxException(token.column(), "expected st(0) to st(7)");
        }
        tokens.expect(")");
        return new Register(RegisterFile.ST, (int) number.number(), 80);
    }

    private OperandSyntax memory(int width, boolean far, int segment, int column) throws SyntaxException {
        int inner = 0;
        if (WIDTHS.containsKey(tokens.word())) {
            inner = WIDTHS.get(tokens.word());
            tokens.next();
        }
        Optional<Register> register = RegisterNames.of(tokens.word());
        if (register.isPresent() && register.get().file() == RegisterFile.SEGMENT && tokens.peek(1).is(":")) {
            tokens.next();
            tokens.next();
            segment = register.get().number();
        }
        Expression address = expressions.expression();
        tokens.expect("]");
        return new OperandSyntax.Mem(width, far, segment, inner, address, column);
    }
}

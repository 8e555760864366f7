package exo86.asm;

import exo86.isa.Operand.Register;
import exo86.isa.Operand.RegisterFile;
import java.util.List;
import java.util.Optional;

/** Expressions by precedence: {@code |}, {@code ^}, {@code &}, shifts, sums, products, signs. */
final class ExpressionParser {
    private static final List<List<String>> LEVELS = List.of(List.of("|"), List.of("^"), List.of("&"), List.of("<<", ">>"), List.of("+", "-"),
        List.of("*", "/", "//", "%", "%%"));
    private static final int MAX_DEPTH = 100;

    private final TokenStream tokens;
    private final String labelBefore;
    private int depth;

    /** {@code labelBefore} completes local names: {@code .x} becomes {@code label.x}. */
    ExpressionParser(TokenStream tokens, String labelBefore) {
        this.tokens = tokens;
        this.labelBefore = labelBefore;
    }

    Expression expression() throws SyntaxException {
        return level(0);
    }

    private Expression level(int level) throws SyntaxException {
        if (level == LEVELS.size()) {
            return unary();
        }
        Expression left = level(level + 1);
        int chained = 0;
        while (tokens.peek().kind() == Token.Kind.PUNCTUATION && LEVELS.get(level).contains(tokens.peek().text())) {
            if (++chained > 2000) {
                throw new SyntaxException(tokens.column(), "expression too long");
            }
            Token operator = tokens.next();
            left = new Expression.Binary(operator.text(), left, level(level + 1), operator.column());
        }
        return left;
    }

    private Expression unary() throws SyntaxException {
        Token token = tokens.peek();
        if (++depth > MAX_DEPTH) {
            throw new SyntaxException(token.column(), "expression nested too deep");
        }
        try {
            if (token.is("-") || token.is("+") || token.is("~") || token.is("!")) {
                tokens.next();
                return new Expression.Unary(token.text(), unary(), token.column());
            }
            return primary();
        } finally {
            depth--;
        }
    }

    private Expression primary() throws SyntaxException {
        Token token = tokens.peek();
        switch (token.kind()) {
            case NUMBER:
                tokens.next();
                return new Expression.Number(token.number(), token.column());
            case STRING:
                tokens.next();
                return new Expression.Number(characters(token), token.column());
            case WORD:
                tokens.next();
                Optional<Register> register = RegisterNames.of(token.text());
                if (register.isPresent()) {
                    if (register.get().file() != RegisterFile.GENERAL) {
                        throw new SyntaxException(token.column(), "register " + token.text() + " cannot be part of an expression");
                    }
                    return new Expression.RegisterTerm(register.get(), token.column());
                }
                return new Expression.Name(fullName(token.text(), labelBefore), token.column());
            default:
                break;
        }
        if (tokens.accept("(")) {
            Expression inner = expression();
            tokens.expect(")");
            return inner;
        }
        if (tokens.accept("$")) {
            return new Expression.Here(token.column());
        }
        if (tokens.accept("$$")) {
            return new Expression.SectionStart(token.column());
        }
        throw tokens.unexpected("an expression");
    }

    static String fullName(String name, String labelBefore) {
        return name.startsWith(".") && !name.startsWith("..") ? labelBefore + name : name;
    }

    /** A string as a number: its first character in the lowest byte. */
    private static long characters(Token token) throws SyntaxException {
        if (token.text().length() > 8) {
            throw new SyntaxException(token.column(), "a string of more than 8 bytes is no number");
        }
        long value = 0;
        for (int i = token.text().length() - 1; i >= 0; i--) {
            value = value << 8 | token.text().charAt(i);
        }
        return value;
    }
}

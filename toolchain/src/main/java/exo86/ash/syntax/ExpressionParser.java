package exo86.ash.syntax;

import exo86.ash.syntax.Expression.BinaryOperator;
import exo86.ash.syntax.Expression.UnaryOperator;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Expressions, loosest first: {@code catch}, {@code or}, {@code and}, {@code not}, comparisons, {@code | ^ &}, shifts, {@code + -},
 * {@code * / %}, {@code as}, unary, postfix ({@link OperandParser}).
 *
 * <p>In the head of {@code if}, {@code while}, {@code for} and {@code match} a {@code {} begins the body, so a literal
 * {@code T{…}} needs parentheses there ({@link #head}); any bracket lifts that.
 */
final class ExpressionParser {
    private static final Map<TokenKind, BinaryOperator> COMPARISONS = Map.of(TokenKind.EQUAL, BinaryOperator.EQUAL,
            TokenKind.NOT_EQUAL, BinaryOperator.NOT_EQUAL, TokenKind.LESS, BinaryOperator.LESS,
            TokenKind.LESS_EQUAL, BinaryOperator.LESS_EQUAL, TokenKind.GREATER, BinaryOperator.GREATER,
            TokenKind.GREATER_EQUAL, BinaryOperator.GREATER_EQUAL);

    /** The left-associative levels below the comparisons, loosest first. */
    private static final List<Map<TokenKind, BinaryOperator>> LEVELS = List.of(
            Map.of(TokenKind.BAR, BinaryOperator.BIT_OR),
            Map.of(TokenKind.CARET, BinaryOperator.BIT_XOR),
            Map.of(TokenKind.AMPERSAND, BinaryOperator.BIT_AND),
            Map.of(TokenKind.LEFT, BinaryOperator.SHIFT_LEFT, TokenKind.RIGHT, BinaryOperator.SHIFT_RIGHT),
            Map.of(TokenKind.PLUS, BinaryOperator.ADD, TokenKind.MINUS, BinaryOperator.SUBTRACT,
                    TokenKind.PLUS_TRAP, BinaryOperator.ADD_TRAP, TokenKind.MINUS_TRAP, BinaryOperator.SUBTRACT_TRAP),
            Map.of(TokenKind.STAR, BinaryOperator.MULTIPLY, TokenKind.SLASH, BinaryOperator.DIVIDE,
                    TokenKind.PERCENT, BinaryOperator.REMAINDER, TokenKind.STAR_TRAP, BinaryOperator.MULTIPLY_TRAP));

    private final Parser parser;
    private final Cursor cursor;
    private final OperandParser operands;
    private boolean literals = true;

    ExpressionParser(Parser parser) {
        this.parser = parser;
        this.cursor = parser.cursor;
        this.operands = new OperandParser(parser, this);
    }

    /** Whether {@code name {} is a literal here. */
    boolean literalsAllowed() {
        return literals;
    }

    /** A whole expression that stands in no other; its operators are counted anew. */
    Expression expression() {
        return root(true);
    }

    /** An expression between brackets, inside another. */
    Expression nested() {
        boolean saved = literals;
        literals = true;
        try {
            return loosest();
        } finally {
            literals = saved;
        }
    }

    /** The expression before a body's brace. */
    Expression head() {
        Expression head = root(false);
        if (cursor.at(TokenKind.OPEN_BRACE) && isPath(head) && cursor.ahead(1).kind() == TokenKind.IDENTIFIER
                && cursor.ahead(2).kind() == TokenKind.COLON) {
            Cursor.Lost lost = cursor.lost(cursor.token().at(), "a literal in the head of a statement stands in parentheses",
                    "write (" + head.at().text() + "{ … })");
            parser.recovery.skip();
            throw lost;
        }
        return head;
    }

    /** A condition: a head where {@code =} was not meant. */
    Expression condition() {
        Expression condition = head();
        if (cursor.at(TokenKind.ASSIGN)) {
            Token sign = cursor.token();
            cursor.error(sign.at(), "`=` assigns and yields no value, expected a condition", "to compare, write `==`");
            cursor.take();
            head();
        }
        return condition;
    }

    /** For recovery after {@link Cursor.Lost}: forgets what was begun. */
    void reset() {
        literals = true;
        cursor.restoreChain(0);
    }

    private Expression root(boolean literalsHere) {
        boolean saved = literals;
        int chain = cursor.chainLength();
        literals = literalsHere;
        cursor.restoreChain(0);
        try {
            return loosest();
        } finally {
            literals = saved;
            cursor.restoreChain(chain);
        }
    }

    static boolean isPath(Expression expression) {
        return switch (expression) {
            case Expression.Reference _ -> true;
            case Expression.Member m -> isPath(m.base());
            default -> false;
        };
    }

    Expression loosest() {
        cursor.enter();
        Token first = cursor.token();
        Expression left = either();
        if (cursor.accept(TokenKind.CATCH)) {
            Optional<Name> error = Optional.empty();
            if (cursor.accept(TokenKind.BAR)) {
                error = Optional.of(cursor.name("a name for the error"));
                cursor.expect(TokenKind.BAR, "after the error's name");
            }
            Expression fallback = parser.statements.fallback();
            left = new Expression.Catch(left, error, fallback, cursor.from(first));
        }
        if (cursor.at(TokenKind.QUESTION)) {
            throw cursor.lost(cursor.token().at(), "there is no `?` operator", "write `if c { a } else { b }`; to pass an error on, `try f()`");
        }
        cursor.leave();
        return left;
    }

    private Expression either() {
        Token first = cursor.token();
        Expression left = both();
        while (cursor.at(TokenKind.OR) || cursor.at(TokenKind.HABIT_OR)) {
            habit(TokenKind.HABIT_OR, "or");
            cursor.chain();
            cursor.take();
            left = new Expression.Binary(BinaryOperator.OR, left, both(), cursor.from(first));
        }
        return left;
    }

    private Expression both() {
        Token first = cursor.token();
        Expression left = negated();
        while (cursor.at(TokenKind.AND) || cursor.at(TokenKind.HABIT_AND)) {
            habit(TokenKind.HABIT_AND, "and");
            cursor.chain();
            cursor.take();
            left = new Expression.Binary(BinaryOperator.AND, left, negated(), cursor.from(first));
        }
        return left;
    }

    private void habit(TokenKind kind, String instead) {
        if (cursor.at(kind)) {
            cursor.error(cursor.token().at(), "there is no `" + kind.text + "`", "write `" + instead + "`");
        }
    }

    private Expression negated() {
        if (!cursor.at(TokenKind.NOT)) {
            return comparison();
        }
        cursor.enter();
        Token first = cursor.take();
        Expression operand = negated();
        cursor.leave();
        return new Expression.Unary(UnaryOperator.NOT, operand, cursor.from(first));
    }

    private Expression comparison() {
        Token first = cursor.token();
        Expression left = binary(0);
        int comparisons = 0;
        while (COMPARISONS.containsKey(cursor.kind())) {
            if (comparisons++ == 1) {
                cursor.error(cursor.token().at(), "comparisons do not chain", "write `a < b and b < c`");
            }
            cursor.chain();
            BinaryOperator operator = COMPARISONS.get(cursor.take().kind());
            left = new Expression.Binary(operator, left, binary(0), cursor.from(first));
        }
        return left;
    }

    private Expression binary(int level) {
        if (level == LEVELS.size()) {
            return converted();
        }
        Token first = cursor.token();
        Expression left = binary(level + 1);
        while (LEVELS.get(level).containsKey(cursor.kind())) {
            cursor.chain();
            BinaryOperator operator = LEVELS.get(level).get(cursor.take().kind());
            left = new Expression.Binary(operator, left, binary(level + 1), cursor.from(first));
        }
        return left;
    }

    private Expression converted() {
        Token first = cursor.token();
        Expression operand = unary();
        while (cursor.at(TokenKind.AS) || cursor.at(TokenKind.AS_CHECKED)) {
            cursor.chain();
            boolean checked = cursor.take().kind() == TokenKind.AS_CHECKED;
            TypeExpression type = parser.types.type();
            operand = new Expression.Convert(operand, type, checked, cursor.from(first));
        }
        return operand;
    }

    Expression unary() {
        cursor.enter();
        Token first = cursor.token();
        Expression result = switch (first.kind()) {
            case MINUS -> {
                cursor.take();
                Expression operand = unary();
                yield operand instanceof Expression.Number n && n.at().start() == first.end() && !n.value().equals(BigInteger.ZERO)
                        ? new Expression.Number(n.value().negate(), cursor.from(first))
                        : new Expression.Unary(UnaryOperator.NEGATE, operand, cursor.from(first));
            }
            case TILDE -> {
                cursor.take();
                yield new Expression.Unary(UnaryOperator.COMPLEMENT, unary(), cursor.from(first));
            }
            case AMPERSAND -> {
                cursor.take();
                boolean mutable = cursor.accept(TokenKind.MUT);
                yield new Expression.AddressOf(mutable, unary(), cursor.from(first));
            }
            case TRY -> {
                cursor.take();
                yield new Expression.Try(unary(), cursor.from(first));
            }
            case BANG -> {
                cursor.error(first.at(), "there is no `!` operator", "write `not x`, or `a != b`");
                cursor.take();
                yield new Expression.Unary(UnaryOperator.NOT, unary(), cursor.from(first));
            }
            case STAR -> {
                cursor.error(first.at(), "`*` does not stand before what it reads", "write `p.*`");
                cursor.take();
                yield new Expression.Deref(unary(), cursor.from(first));
            }
            case NOT -> throw cursor.lost(first.at(), "`not` binds looser than this operator", "put it in parentheses: (not x)");
            case HABIT_AND -> throw cursor.expected("an expression", "an address has no address");
            case HABIT_INCREMENT, HABIT_DECREMENT ->
                throw cursor.lost(first.at(), "there is no `" + first.kind().text + "`",
                        first.kind() == TokenKind.HABIT_INCREMENT ? "write `x += 1` on a line of its own" : "write `x -= 1` on a line of its own");
            case PLUS -> throw cursor.expected("an expression", "there is no unary `+`");
            default -> operands.postfix();
        };
        cursor.leave();
        return result;
    }

    /** Elements between brackets up to {@code close}, which is not taken. */
    List<Expression> list(TokenKind close) {
        List<Expression> elements = new ArrayList<>();
        int before = cursor.chainLength();
        int longest = before;
        cursor.newlines();
        while (!cursor.at(close)) {
            elements.add(nested());
            longest = Math.max(longest, cursor.chainLength());
            cursor.restoreChain(before);
            cursor.newlines();
            if (!cursor.accept(TokenKind.COMMA)) {
                break;
            }
            cursor.newlines();
        }
        cursor.restoreChain(longest);
        return elements;
    }
}

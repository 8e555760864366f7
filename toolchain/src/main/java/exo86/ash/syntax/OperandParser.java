package exo86.ash.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Operands and what follows them: literals, names, parentheses, {@code if} and {@code match}; calls, indexes, members, {@code .*}. */
final class OperandParser {
    private final Parser parser;
    private final Cursor cursor;
    private final ExpressionParser expressions;

    OperandParser(Parser parser, ExpressionParser expressions) {
        this.parser = parser;
        this.cursor = parser.cursor;
        this.expressions = expressions;
    }

    Expression postfix() {
        Token first = cursor.token();
        Expression left = operand(first);
        while (true) {
            switch (cursor.kind()) {
                case OPEN -> {
                    cursor.chain();
                    left = call(first, left);
                }
                case OPEN_BRACKET -> {
                    cursor.chain();
                    left = index(first, left);
                }
                case DOT -> {
                    cursor.chain();
                    cursor.take();
                    left = new Expression.Member(left, member(), cursor.from(first));
                }
                case DOT_STAR -> {
                    cursor.chain();
                    cursor.take();
                    left = new Expression.Deref(left, cursor.from(first));
                }
                case HABIT_RESULT, HABIT_SCOPE -> {
                    cursor.error(cursor.token().at(), "there is no `" + cursor.kind().text + "`", "write `.`: it follows a pointer by itself");
                    cursor.take();
                    left = new Expression.Member(left, member(), cursor.from(first));
                }
                case OPEN_BRACE -> {
                    if (!expressions.literalsAllowed() || !ExpressionParser.isPath(left)) {
                        return left;
                    }
                    cursor.chain();
                    left = literal(first, left);
                }
                default -> {
                    return left;
                }
            }
        }
    }

    private Name member() {
        return cursor.variant("a name after `.`", cursor.at(TokenKind.NUMBER) ? "an element is taken with [i]" : "");
    }

    private Expression operand(Token first) {
        return switch (first.kind()) {
            case NUMBER -> new Expression.Number(first.value(), cursor.take().at());
            case TEXT, C_TEXT -> new Expression.Text(first.bytes(), first.kind() == TokenKind.C_TEXT, cursor.take().at());
            case TRUE, FALSE -> new Expression.Bool(first.kind() == TokenKind.TRUE, cursor.take().at());
            case NONE -> new Expression.None(cursor.take().at());
            case IDENTIFIER -> named(first);
            case OPEN -> parenthesised(first);
            case OPEN_BRACKET -> array(first);
            case IF -> choice(first);
            case MATCH -> match(first);
            case UNINIT -> throw cursor.expected("an expression", "`uninit` stands alone, as the first value of a variable");
            default -> throw cursor.expected("an expression", cursor.at(TokenKind.OPEN_BRACE)
                    ? "a literal begins with its type: T{ … }; an array is written [a, b]" : "");
        };
    }

    private Expression named(Token first) {
        cursor.take();
        if (!cursor.at(TokenKind.OPEN)) {
            return new Expression.Reference(first.text(), first.at());
        }
        return switch (first.text()) {
            case "size_of" -> new Expression.SizeOf(typeArgument(), cursor.from(first));
            case "align_of" -> new Expression.AlignOf(typeArgument(), cursor.from(first));
            case "offset_of" -> {
                cursor.take();
                TypeExpression type = parser.types.type();
                cursor.expect(TokenKind.COMMA, "and a field's name");
                Name field = cursor.name("a field's name");
                cursor.expect(TokenKind.CLOSE, "after the field");
                yield new Expression.OffsetOf(type, field, cursor.from(first));
            }
            default -> {
                if (Parser.builtInType(first)) {
                    cursor.error(first.at(), "a type is not called", "to convert, write `x as " + first.text() + "`");
                }
                yield new Expression.Reference(first.text(), first.at());
            }
        };
    }

    private TypeExpression typeArgument() {
        cursor.take();
        TypeExpression type = parser.types.type();
        cursor.expect(TokenKind.CLOSE, "after the type");
        return type;
    }

    private Expression call(Token first, Expression callee) {
        Token open = cursor.take();
        List<Expression> arguments = expressions.list(TokenKind.CLOSE);
        close(TokenKind.CLOSE, open, "`,` or `)` after an argument");
        return new Expression.Call(callee, arguments, cursor.from(first));
    }

    private void close(TokenKind kind, Token open, String expected) {
        if (!cursor.accept(kind)) {
            String hint = cursor.at(TokenKind.ASSIGN) ? "to compare, write `==`"
                    : cursor.sameLine(open, cursor.token()) ? "" : "the `" + open.kind().text + "` of line " + open.at().line() + " is open";
            throw cursor.expected(expected, hint);
        }
    }

    private Expression index(Token first, Expression base) {
        Token open = cursor.take();
        cursor.newlines();
        Optional<Expression> low = cursor.at(TokenKind.DOT_DOT) ? Optional.empty() : Optional.of(expressions.nested());
        cursor.newlines();
        if (cursor.accept(TokenKind.DOT_DOT)) {
            cursor.newlines();
            Optional<Expression> high = cursor.at(TokenKind.CLOSE_BRACKET) ? Optional.empty() : Optional.of(expressions.nested());
            cursor.newlines();
            close(TokenKind.CLOSE_BRACKET, open, "`]` after the range");
            return new Expression.Subslice(base, low, high, cursor.from(first));
        }
        close(TokenKind.CLOSE_BRACKET, open, "`]` or `..` after the index");
        return low.isPresent() ? new Expression.Index(base, low.get(), cursor.from(first))
                : new Expression.Subslice(base, low, Optional.empty(), cursor.from(first));
    }

    private Expression literal(Token first, Expression type) {
        cursor.enter();
        Token open = cursor.take();
        List<Expression.FieldValue> fields = new ArrayList<>();
        int before = cursor.chainLength();
        int longest = before;
        cursor.newlines();
        while (!cursor.at(TokenKind.CLOSE_BRACE)) {
            Token start = cursor.token();
            cursor.accept(TokenKind.DOT);
            Name name = cursor.name("a field's name");
            if (start.kind() == TokenKind.DOT || cursor.at(TokenKind.ASSIGN)) {
                throw cursor.lost(start.at(), "a field's value is written `" + name.text() + ": value`", "");
            }
            Expression value = cursor.accept(TokenKind.COLON) ? expressions.nested() : new Expression.Reference(name.text(), name.at());
            fields.add(new Expression.FieldValue(name, value, cursor.from(start)));
            longest = Math.max(longest, cursor.chainLength());
            cursor.restoreChain(before);
            if (!separated()) {
                break;
            }
        }
        cursor.restoreChain(longest);
        close(TokenKind.CLOSE_BRACE, open, "`,` or `}` after a field");
        cursor.leave();
        return new Expression.Literal(type, fields, cursor.from(first));
    }

    /** Takes the comma or newline between fields; false when the list must end here. */
    private boolean separated() {
        boolean separated = cursor.at(TokenKind.NEWLINE);
        cursor.newlines();
        separated |= cursor.accept(TokenKind.COMMA);
        cursor.newlines();
        return separated;
    }

    private Expression array(Token first) {
        cursor.take();
        List<Expression> elements = expressions.list(TokenKind.CLOSE_BRACKET);
        if (elements.size() == 1 && cursor.accept(TokenKind.SEMICOLON)) {
            cursor.newlines();
            Expression count = expressions.nested();
            cursor.newlines();
            close(TokenKind.CLOSE_BRACKET, first, "`]` after the count");
            return new Expression.ArrayFill(elements.getFirst(), count, cursor.from(first));
        }
        close(TokenKind.CLOSE_BRACKET, first, elements.size() == 1 ? "`,`, `;` or `]` after an element" : "`,` or `]` after an element");
        return new Expression.ArrayLiteral(elements, cursor.from(first));
    }

    private Expression parenthesised(Token first) {
        if (conversionHabit()) {
            TokenKind after = cursor.afterClosed(0, TokenKind.OPEN, TokenKind.CLOSE).map(Token::kind).orElse(TokenKind.END);
            if (after == TokenKind.IDENTIFIER || after == TokenKind.NUMBER || after == TokenKind.OPEN || after == TokenKind.AMPERSAND) {
                throw cursor.lost(first.at(), "a conversion stands behind its operand", "write `x as T`");
            }
        }
        cursor.take();
        cursor.newlines();
        Expression inner = expressions.nested();
        cursor.newlines();
        close(TokenKind.CLOSE, first, "`)`");
        return widened(inner, first);
    }

    /** Whether what is in the parentheses is a type as a C cast would have it. */
    private boolean conversionHabit() {
        TokenKind second = cursor.ahead(2).kind();
        boolean pointer = second == TokenKind.STAR && cursor.ahead(3).kind() == TokenKind.CLOSE;
        return cursor.ahead(1).kind() == TokenKind.IDENTIFIER && (pointer || second == TokenKind.CLOSE && Parser.builtInType(cursor.ahead(1)));
    }

    /** A reference keeps its own span, because paths are told by their shape; parentheses end a path. */
    private Expression widened(Expression inner, Token first) {
        return switch (inner) {
            case Expression.Binary b -> new Expression.Binary(b.operator(), b.left(), b.right(), cursor.from(first));
            case Expression.Convert c -> new Expression.Convert(c.operand(), c.type(), c.checked(), cursor.from(first));
            case Expression.Unary u -> new Expression.Unary(u.operator(), u.operand(), cursor.from(first));
            default -> inner;
        };
    }

    private Expression choice(Token first) {
        cursor.enter();
        cursor.take();
        Expression condition = parser.statements.head(expressions::condition, "the condition");
        Statement.Block then = parser.statements.block("after the condition");
        Optional<Statement.Block> otherwise = Optional.empty();
        if (cursor.at(TokenKind.NEWLINE) && cursor.ahead(1).kind() == TokenKind.ELSE) {
            cursor.error(cursor.ahead(1).at(), "`else` stands on the line of the `}` before it", "write `} else {`");
            cursor.take();
        }
        if (cursor.accept(TokenKind.ELSE)) {
            Token start = cursor.token();
            if (start.kind() == TokenKind.IF) {
                Expression inner = choice(start);
                otherwise = Optional.of(new Statement.Block(List.of(new Statement.Evaluate(inner, inner.at())), inner.at()));
            } else {
                otherwise = Optional.of(parser.statements.block("or `if` after `else`"));
            }
        }
        cursor.leave();
        return new Expression.If(condition, then, otherwise, cursor.from(first));
    }

    private Expression match(Token first) {
        cursor.enter();
        cursor.take();
        Expression subject = parser.statements.head(expressions::head, "what is matched");
        Token open = cursor.expect(TokenKind.OPEN_BRACE, "");
        List<Expression.Arm> arms = new ArrayList<>();
        cursor.newlines();
        while (!cursor.at(TokenKind.CLOSE_BRACE) && !parser.statements.unclosed(open)) {
            int depth = cursor.depth();
            try {
                arms.add(arm());
                if (!separated() && !cursor.at(TokenKind.CLOSE_BRACE)) {
                    throw cursor.expected("`,` or end of line after an arm", "");
                }
            } catch (Cursor.Lost lost) {
                cursor.restoreDepth(depth);
                parser.recovery.member();
                cursor.newlines();
            }
        }
        cursor.accept(TokenKind.CLOSE_BRACE);
        cursor.leave();
        return new Expression.Match(subject, arms, cursor.from(first));
    }

    private Expression.Arm arm() {
        Token first = cursor.token();
        Pattern pattern = parser.patterns.pattern();
        Optional<Expression> guard = cursor.accept(TokenKind.IF) ? Optional.of(expressions.expression()) : Optional.empty();
        if (cursor.at(TokenKind.COLON) || cursor.at(TokenKind.HABIT_RESULT)) {
            cursor.error(cursor.token().at(), "expected `=>`, found " + cursor.token().described(), "an arm is written `pattern => …`");
            cursor.take();
        } else {
            cursor.expect(TokenKind.ARROW, guard.isPresent() ? "after the guard" : "or `if` after the pattern");
        }
        Expression body = parser.statements.arm();
        return new Expression.Arm(pattern, guard, body, cursor.from(first));
    }
}

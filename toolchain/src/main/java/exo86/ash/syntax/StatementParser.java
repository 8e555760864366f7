package exo86.ash.syntax;

import exo86.ash.source.Diagnostics;
import exo86.ash.source.Span;
import exo86.ash.syntax.Expression.BinaryOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Blocks and statements. A statement that cannot be read is left out; parsing goes on behind it. */
final class StatementParser {
    private static final Map<TokenKind, BinaryOperator> COMPOUND = Map.of(TokenKind.PLUS_ASSIGN, BinaryOperator.ADD,
            TokenKind.MINUS_ASSIGN, BinaryOperator.SUBTRACT, TokenKind.STAR_ASSIGN, BinaryOperator.MULTIPLY,
            TokenKind.SLASH_ASSIGN, BinaryOperator.DIVIDE, TokenKind.PERCENT_ASSIGN, BinaryOperator.REMAINDER,
            TokenKind.AMPERSAND_ASSIGN, BinaryOperator.BIT_AND, TokenKind.BAR_ASSIGN, BinaryOperator.BIT_OR,
            TokenKind.CARET_ASSIGN, BinaryOperator.BIT_XOR, TokenKind.LEFT_ASSIGN, BinaryOperator.SHIFT_LEFT,
            TokenKind.RIGHT_ASSIGN, BinaryOperator.SHIFT_RIGHT);
    static final String LENGTH_IN_TYPE = "an array's length is part of its type: `[16]u8`";
    private static final Set<String> C_TYPES = Set.of("int", "unsigned", "signed", "long", "short", "char", "float", "double", "auto", "static");

    private final Parser parser;
    private final Cursor cursor;

    StatementParser(Parser parser) {
        this.parser = parser;
        this.cursor = parser.cursor;
    }

    /** What who comes from C writes before a variable's name. */
    static boolean isTypeOfC(String word) {
        return C_TYPES.contains(word);
    }

    Statement.Block block(String where) {
        Token open = cursor.expect(TokenKind.OPEN_BRACE, where);
        cursor.enter();
        List<Statement> statements = new ArrayList<>();
        while (!cursor.at(TokenKind.CLOSE_BRACE) && !unclosed(open)) {
            int depth = cursor.depth();
            try {
                if (cursor.accept(TokenKind.NEWLINE) || cursor.accept(TokenKind.SEMICOLON)) {
                    continue;
                }
                Statement statement = statement();
                statements.add(statement);
                end(statement);
            } catch (Cursor.Lost lost) {
                cursor.restoreDepth(depth);
                parser.expressions.reset();
                parser.recovery.statement();
            }
        }
        cursor.accept(TokenKind.CLOSE_BRACE);
        cursor.leave();
        return new Statement.Block(statements, cursor.from(open));
    }

    /** Whether the text goes on at module level, so that a brace must be missing: said once. */
    boolean unclosed(Token open) {
        if (!parser.recovery.atModuleLevel()) {
            return false;
        }
        cursor.error(cursor.token().at(), "expected `}` before " + (cursor.at(TokenKind.END) ? "the end of the file" : "this declaration"),
                List.of(new Diagnostics.Note(open.at(), "this `{` is not closed")), "");
        return true;
    }

    /**
     * The expression between a statement's word and its body. Where that cannot be read, parsing goes on at the body's brace, so that
     * errors in the body are found too.
     */
    Expression head(Supplier<Expression> read, String what) {
        Span first = cursor.token().at();
        int depth = cursor.depth();
        try {
            Expression head = read.get();
            if (!cursor.at(TokenKind.OPEN_BRACE)) {
                throw cursor.expected("`{` after " + what, cursor.at(TokenKind.NEWLINE) ? "the body's `{` stands on the same line" : "the body stands in braces, however short");
            }
            return head;
        } catch (Cursor.Lost lost) {
            cursor.restoreDepth(depth);
            if (!parser.recovery.body()) {
                throw lost;
            }
            return new Expression.None(first);
        }
    }

    private void end(Statement statement) {
        if (cursor.accept(TokenKind.NEWLINE) || cursor.accept(TokenKind.SEMICOLON) || cursor.at(TokenKind.CLOSE_BRACE)
                || cursor.at(TokenKind.END)) {
            return;
        }
        throw cursor.expected("end of line after the statement", habit(statement));
    }

    /** What someone who wrote this had in mind. */
    private String habit(Statement statement) {
        boolean name = statement instanceof Statement.Evaluate e && e.value() instanceof Expression.Reference;
        String text = statement.at().text();
        return switch (cursor.kind()) {
            case IDENTIFIER, STAR -> {
                if (!name) {
                    yield "";
                }
                if (text.equals("goto")) {
                    yield "there is no `goto`: `break` leaves a loop, `return` a function";
                }
                if (isTypeOfC(text) || Parser.BUILT_IN_TYPES.contains(text)) {
                    yield "a variable is declared `var name: T = value` or `let name = value`";
                }
                yield cursor.at(TokenKind.IDENTIFIER) ? "to declare a variable, write `let " + cursor.token().text() + ": " + text + " = …`" : "";
            }
            case HABIT_INCREMENT -> "write `" + text + " += 1`";
            case HABIT_DECREMENT -> "write `" + text + " -= 1`";
            case HABIT_DECLARE -> "write `let " + text + " = …`";
            case COLON -> name ? "to declare a variable, write `let " + text + ": T = …`; there are no labels" : "";
            case OPEN_BRACE -> text.startsWith("switch") ? "write `match x { … }`"
                    : text.equals("loop") || text.equals("do") ? "write `while true { … }`" : "";
            case ASSIGN -> "`=` assigns to a place, as a statement; to compare, write `==`";
            case ELSE -> "`else` follows the `}` of its `if`";
            case DOT_DOT, HABIT_RANGE -> "a range stands in `for i in a..b` and in `a[lo..hi]`";
            default -> "";
        };
    }

    Statement statement() {
        Token first = cursor.token();
        if (first.kind() == TokenKind.IDENTIFIER && first.text().equals("do") && cursor.ahead(1).kind() == TokenKind.OPEN_BRACE) {
            throw cursor.lost(first.at(), "there is no `do`", "write `while true { … if not c { break } }`");
        }
        return switch (first.kind()) {
            case LET, VAR -> variable(first);
            case WHILE -> {
                cursor.take();
                Expression condition = head(parser.expressions::condition, "the condition");
                yield new Statement.While(condition, block("after the condition"), cursor.from(first));
            }
            case FOR -> loop(first);
            case DEFER, ERRDEFER -> {
                cursor.take();
                cursor.enter();
                Statement body = cursor.at(TokenKind.OPEN_BRACE) ? block("") : statement();
                cursor.leave();
                yield new Statement.Defer(first.kind() == TokenKind.ERRDEFER, body, cursor.from(first));
            }
            case OPEN_BRACE -> block("");
            case ELSE -> throw cursor.lost(first.at(), "`else` without `if`", "`else` stands on the line of the `}` before it");
            case CONST -> throw cursor.expected("a statement", "constants stand at module level; write `let`");
            case FN, STRUCT, BITS, ENUM, UNION, TYPE, PUB, EXTERN -> throw cursor.expected("a statement", "declarations stand at module level");
            case HABIT_INCREMENT, HABIT_DECREMENT -> throw cursor.expected("a statement", "write `x += 1` or `x -= 1`");
            case UNINIT -> throw cursor.expected("a statement", "");
            default -> simple(first);
        };
    }

    /** A statement that fits in an arm: a jump, an assignment or an expression. */
    private Statement simple(Token first) {
        return switch (first.kind()) {
            case RETURN -> {
                cursor.take();
                Optional<Expression> value = endsHere() ? Optional.empty() : Optional.of(parser.expressions.expression());
                yield new Statement.Return(value, cursor.from(first));
            }
            case FAIL -> {
                cursor.take();
                yield new Statement.Fail(parser.expressions.expression(), cursor.from(first));
            }
            case BREAK -> {
                cursor.take();
                yield new Statement.Break(first.at());
            }
            case CONTINUE -> {
                cursor.take();
                yield new Statement.Continue(first.at());
            }
            default -> assignment(first);
        };
    }

    private boolean endsHere() {
        return switch (cursor.kind()) {
            case NEWLINE, SEMICOLON, CLOSE_BRACE, COMMA, CLOSE, CLOSE_BRACKET, END -> true;
            default -> false;
        };
    }

    private Statement assignment(Token first) {
        if (first.is("_") && cursor.ahead(1).kind() == TokenKind.ASSIGN) {
            cursor.take();
            cursor.take();
            return new Statement.Discard(parser.expressions.expression(), cursor.from(first));
        }
        Expression place = parser.expressions.expression();
        if (!cursor.at(TokenKind.ASSIGN) && !COMPOUND.containsKey(cursor.kind())) {
            return new Statement.Evaluate(place, cursor.from(first));
        }
        Optional<BinaryOperator> operator = Optional.ofNullable(COMPOUND.get(cursor.take().kind()));
        Expression value = parser.expressions.expression();
        if (cursor.at(TokenKind.ASSIGN) || COMPOUND.containsKey(cursor.kind())) {
            throw cursor.expected("end of line after the assignment", "an assignment yields no value: write two");
        }
        return new Statement.Assign(place, operator, value, cursor.from(first));
    }

    private Statement variable(Token first) {
        cursor.take();
        if (cursor.at(TokenKind.MUT)) {
            cursor.error(cursor.token().at(), "`let` does not vary", "write `var`");
            cursor.take();
        }
        Name name = cursor.name("a name for the variable");
        Optional<TypeExpression> type = cursor.accept(TokenKind.COLON) ? Optional.of(parser.types.type("the variable's type")) : Optional.empty();
        if (cursor.at(TokenKind.HABIT_DECLARE)) {
            throw cursor.expected("`=` and a first value", "write `=`");
        }
        if (!cursor.accept(TokenKind.ASSIGN)) {
            throw cursor.expected("`=` and a first value", cursor.at(TokenKind.OPEN_BRACKET) ? LENGTH_IN_TYPE : type.isEmpty() && parser.types.starts(cursor.token())
                    ? "a type stands behind a colon: " + name.text() + ": T" : "every variable has a first value");
        }
        return new Statement.Let(first.kind() == TokenKind.VAR, name, type, initial(), cursor.from(first));
    }

    /** A variable's first value: an expression or {@code uninit}. */
    Expression initial() {
        return cursor.at(TokenKind.UNINIT) ? new Expression.Uninit(cursor.take().at()) : parser.expressions.expression();
    }

    private Statement loop(Token first) {
        cursor.take();
        Token start = cursor.token();
        Name[] names = new Name[2];
        Expression[] bounds = new Expression[2];
        head(() -> {
            if (start.kind() == TokenKind.OPEN) {
                throw cursor.expected("a name for the variable", "write `for i in 0..n {`");
            }
            names[0] = cursor.name("a name for the variable");
            if (cursor.accept(TokenKind.COMMA)) {
                names[1] = cursor.name("a name for the element");
            }
            cursor.expect(TokenKind.IN, "after the name");
            bounds[0] = parser.expressions.head();
            if (cursor.at(TokenKind.HABIT_RANGE)) {
                throw cursor.expected("`..`", "a range excludes its end: a..b");
            }
            if (cursor.accept(TokenKind.DOT_DOT)) {
                bounds[1] = cursor.at(TokenKind.OPEN_BRACE) ? missingEnd() : parser.expressions.head();
            }
            return bounds[0];
        }, "what is run through");
        Statement.Block body = block("after what is run through");
        Span at = cursor.from(first);
        if (names[0] == null || bounds[0] == null) {
            return body;
        }
        if (bounds[1] == null) {
            return new Statement.ForEach(names[1] == null ? Optional.empty() : Optional.of(names[0]), names[1] == null ? names[0] : names[1],
                    bounds[0], body, at);
        }
        if (names[1] != null) {
            cursor.error(names[1].at(), "a range yields one value", "write `for " + names[0].text() + " in a..b`");
        }
        return new Statement.ForRange(names[0], bounds[0], bounds[1], body, at);
    }

    private Expression missingEnd() {
        throw cursor.expected("the range's end", "for a loop without end, write `while true`");
    }

    /** The body of an arm: an expression, or what stands in a {@link Expression.BlockValue}. */
    Expression arm() {
        Token first = cursor.token();
        if (first.kind() == TokenKind.OPEN_BRACE) {
            Statement.Block block = block("");
            return new Expression.BlockValue(block, block.at());
        }
        return value(simple(first));
    }

    /** What follows {@code catch}: a block, a jump or an expression. */
    Expression fallback() {
        return switch (cursor.kind()) {
            case OPEN_BRACE -> arm();
            case RETURN, FAIL, BREAK, CONTINUE -> value(simple(cursor.token()));
            default -> parser.expressions.loosest();
        };
    }

    private static Expression value(Statement statement) {
        return statement instanceof Statement.Evaluate e ? e.value()
                : new Expression.BlockValue(new Statement.Block(List.of(statement), statement.at()), statement.at());
    }
}

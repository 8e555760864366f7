package exo86.ash.syntax;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code pattern = single {"|" single}}. */
final class PatternParser {
    private final Cursor cursor;

    PatternParser(Parser parser) {
        this.cursor = parser.cursor;
    }

    Pattern pattern() {
        Token first = cursor.token();
        List<Pattern> alternatives = new ArrayList<>();
        alternatives.add(single());
        while (cursor.at(TokenKind.BAR) || cursor.at(TokenKind.HABIT_OR) || cursor.at(TokenKind.OR)) {
            if (!cursor.at(TokenKind.BAR)) {
                cursor.error(cursor.token().at(), "alternatives are separated by `|`", "write a | b");
            }
            cursor.take();
            alternatives.add(single());
        }
        return alternatives.size() == 1 ? alternatives.getFirst() : new Pattern.Either(alternatives, cursor.from(first));
    }

    private Pattern single() {
        Token first = cursor.token();
        return switch (first.kind()) {
            case NONE -> new Pattern.None(cursor.take().at());
            case TRUE, FALSE -> new Pattern.Literal(new Expression.Bool(cursor.take().kind() == TokenKind.TRUE, first.at()), first.at());
            case NUMBER, MINUS -> {
                Expression low = number();
                yield cursor.at(TokenKind.DOT_DOT) ? range(first, low) : new Pattern.Literal(low, low.at());
            }
            case IDENTIFIER -> named(first);
            case ELSE -> throw cursor.expected("a pattern", "write `_ => …` for everything else");
            case TEXT, C_TEXT -> throw cursor.expected("a pattern", "strings are compared by a function, in `if`");
            default -> throw cursor.expected("a pattern", "");
        };
    }

    private Expression number() {
        Token first = cursor.token();
        boolean negative = cursor.accept(TokenKind.MINUS);
        Token digits = cursor.expect(TokenKind.NUMBER, "");
        BigInteger value = negative ? digits.value().negate() : digits.value();
        return new Expression.Number(value, cursor.from(first));
    }

    private Pattern range(Token first, Expression low) {
        cursor.take();
        if (cursor.at(TokenKind.ASSIGN)) {
            throw cursor.expected("the range's end", "a range excludes its end: write low..high+1");
        }
        Expression high = cursor.at(TokenKind.IDENTIFIER) ? path() : number();
        return new Pattern.Range(low, high, cursor.from(first));
    }

    private Expression path() {
        Token first = cursor.token();
        Expression path = new Expression.Reference(first.text(), cursor.take().at());
        for (int parts = 1; parts < 4 && cursor.at(TokenKind.DOT); parts++) {
            cursor.take();
            path = new Expression.Member(path, cursor.variant("a name after `.`", ""), cursor.from(first));
        }
        return path;
    }

    private Pattern named(Token first) {
        if (first.is("_")) {
            return new Pattern.Any(cursor.take().at());
        }
        if (first.is("some") && cursor.ahead(1).kind() == TokenKind.OPEN) {
            cursor.take();
            cursor.take();
            Name binding = cursor.name("a name for the pointer");
            cursor.expect(TokenKind.CLOSE, "after the name");
            return new Pattern.Some(binding, cursor.from(first));
        }
        if (first.is("case") || first.is("default")) {
            throw cursor.lost(first.at(), "expected a pattern, found `" + first.text() + "`",
                    first.is("case") ? "an arm is written `pattern => …`" : "write `_ => …` for everything else");
        }
        Expression path = path();
        if (cursor.at(TokenKind.DOT_DOT)) {
            return range(first, path);
        }
        if (cursor.at(TokenKind.OPEN)) {
            throw cursor.expected("`=>`", "a variant's fields are named in braces: " + cursor.from(first).text() + "{ field: name }");
        }
        Optional<List<Pattern.FieldPattern>> fields = cursor.accept(TokenKind.OPEN_BRACE) ? Optional.of(fields()) : Optional.empty();
        return new Pattern.Named(path, fields, cursor.from(first));
    }

    private List<Pattern.FieldPattern> fields() {
        List<Pattern.FieldPattern> fields = new ArrayList<>();
        cursor.newlines();
        while (!cursor.at(TokenKind.CLOSE_BRACE)) {
            Token first = cursor.token();
            Name field = cursor.name("a field's name");
            Name binding = cursor.accept(TokenKind.COLON) ? cursor.name("a name for the field's value") : field;
            fields.add(new Pattern.FieldPattern(field, binding, cursor.from(first)));
            cursor.newlines();
            if (!cursor.accept(TokenKind.COMMA)) {
                break;
            }
            cursor.newlines();
        }
        cursor.expect(TokenKind.CLOSE_BRACE, "after the fields");
        return fields;
    }
}

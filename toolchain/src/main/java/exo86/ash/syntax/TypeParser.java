package exo86.ash.syntax;

import exo86.ash.types.Type;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code type = prefix type | name ["." name] | "fn" "(" types ")" [type]}, then {@code ["!" type]}. */
final class TypeParser {
    /** What follows a type and no multiplication sign: {@code u32*} before one of these was meant as a pointer. */
    private static final Set<TokenKind> AFTER_A_TYPE = EnumSet.of(TokenKind.CLOSE, TokenKind.COMMA, TokenKind.ASSIGN, TokenKind.OPEN_BRACE,
            TokenKind.CLOSE_BRACE, TokenKind.STAR);

    private final Parser parser;
    private final Cursor cursor;

    TypeParser(Parser parser) {
        this.parser = parser;
        this.cursor = parser.cursor;
    }

    boolean starts(Token token) {
        return switch (token.kind()) {
            case IDENTIFIER, STAR, STAR_TRAP, QUESTION, OPEN_BRACKET, FN -> true;
            default -> false;
        };
    }

    TypeExpression type() {
        return type("a type");
    }

    TypeExpression type(String what) {
        cursor.enter();
        Token first = cursor.token();
        TypeExpression type = withoutError(what);
        if (cursor.at(TokenKind.BANG)) {
            cursor.take();
            TypeExpression error = withoutError("the error's type");
            type = new TypeExpression.Result(type, error, cursor.from(first));
        }
        cursor.leave();
        return type;
    }

    private TypeExpression withoutError(String what) {
        cursor.enter();
        Token first = cursor.token();
        TypeExpression type = switch (first.kind()) {
            case STAR -> {
                cursor.take();
                yield pointer(first, false);
            }
            case STAR_TRAP -> {
                cursor.take();
                cursor.expect(TokenKind.STAR, "after `?`");
                TypeExpression inner = pointer(first, true);
                yield new TypeExpression.Pointer(Type.Space.PLAIN, false, false, inner, inner.at());
            }
            case QUESTION -> {
                cursor.take();
                if (!cursor.at(TokenKind.STAR)) {
                    throw cursor.expected("`*` after `?`", "only pointers may be absent: ?*T");
                }
                cursor.take();
                yield pointer(first, true);
            }
            case OPEN_BRACKET -> sequence(first);
            case FN -> function(first);
            case IDENTIFIER -> named(first);
            case AMPERSAND -> throw cursor.expected(what, "a pointer type is written *T");
            default -> throw cursor.expected(what, first.kind() == TokenKind.STRUCT || first.kind() == TokenKind.ENUM
                    || first.kind() == TokenKind.UNION ? "name the type alone, without " + first.kind().described() : "");
        };
        cursor.leave();
        return type;
    }

    private TypeExpression pointer(Token first, boolean nullable) {
        if (cursor.at(TokenKind.CONST)) {
            cursor.error(cursor.token().at(), "a pointer is read-only unless it is `mut`", "write *T");
            cursor.take();
        }
        Type.Space space = space();
        boolean mutable = mutable();
        TypeExpression target = withoutError("the type it points to");
        return new TypeExpression.Pointer(space, mutable, nullable, target, cursor.from(first));
    }

    private boolean mutable() {
        boolean mutable = cursor.accept(TokenKind.MUT);
        if (mutable && atSpace()) {
            cursor.error(cursor.token().at(), "`" + cursor.token().text() + "` stands before `mut`", "write *" + cursor.token().text() + " mut T");
            cursor.take();
        }
        return mutable;
    }

    private boolean atSpace() {
        Token next = cursor.ahead(1);
        return (cursor.atWord("io") || cursor.atWord("user")) && (starts(next) || next.kind() == TokenKind.MUT)
                && cursor.sameLine(cursor.token(), next);
    }

    private Type.Space space() {
        if (!atSpace()) {
            return Type.Space.PLAIN;
        }
        return cursor.take().is("io") ? Type.Space.IO : Type.Space.USER;
    }

    private TypeExpression sequence(Token first) {
        cursor.take();
        if (cursor.accept(TokenKind.CLOSE_BRACKET)) {
            Type.Space space = space();
            boolean mutable = mutable();
            TypeExpression element = withoutError("the element's type");
            return new TypeExpression.Slice(space, mutable, element, cursor.from(first));
        }
        Expression length = parser.expressions.nested();
        cursor.expect(TokenKind.CLOSE_BRACKET, "after the array's length");
        TypeExpression element = withoutError("the element's type");
        return new TypeExpression.Array(length, element, cursor.from(first));
    }

    private TypeExpression function(Token first) {
        cursor.take();
        cursor.expect(TokenKind.OPEN, "after `fn`");
        List<TypeExpression> parameters = new ArrayList<>();
        cursor.newlines();
        while (!cursor.at(TokenKind.CLOSE)) {
            parameters.add(type("a parameter's type"));
            cursor.newlines();
            if (!cursor.accept(TokenKind.COMMA)) {
                break;
            }
            cursor.newlines();
        }
        cursor.expect(TokenKind.CLOSE, "after the parameters");
        Optional<TypeExpression> result = starts(cursor.token()) ? Optional.of(type()) : Optional.empty();
        return new TypeExpression.Function(parameters, result, cursor.from(first));
    }

    private TypeExpression named(Token first) {
        List<Name> path = new ArrayList<>();
        path.add(cursor.name("a type"));
        if (cursor.accept(TokenKind.DOT)) {
            path.add(cursor.name("a type's name after `.`"));
        }
        if (cursor.at(TokenKind.STAR) && AFTER_A_TYPE.contains(cursor.ahead(1).kind())) {
            throw cursor.lost(cursor.token().at(), "`*` stands before the type it points to", "write *" + cursor.from(first).text());
        }
        if (cursor.at(TokenKind.OPEN_BRACKET) && cursor.token().start() == cursor.previous().end()) {
            throw cursor.lost(cursor.token().at(), "an array's length stands before its element type",
                    cursor.ahead(1).kind() == TokenKind.NUMBER ? "write [" + cursor.ahead(1).text() + "]" + cursor.from(first).text() : "write [N]T");
        }
        return new TypeExpression.Named(path, cursor.from(first));
    }
}

package exo86.ash.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The insides of struct, bits, enum and union. A member that cannot be read is left out; parsing goes on behind it. */
final class MemberParser {
    private final Parser parser;
    private final Cursor cursor;

    MemberParser(Parser parser) {
        this.parser = parser;
        this.cursor = parser.cursor;
    }

    List<Declaration.Member> fields() {
        return list(this::member);
    }

    List<Declaration.BitsMember> bits() {
        return list(this::bitsMember);
    }

    List<Declaration.EnumVariant> variants() {
        return list(this::variant);
    }

    List<Declaration.UnionVariant> unionVariants() {
        return list(this::unionVariant);
    }

    private <T> List<T> list(Supplier<T> read) {
        Token open = cursor.expect(TokenKind.OPEN_BRACE, "");
        List<T> members = new ArrayList<>();
        cursor.newlines();
        while (!cursor.at(TokenKind.CLOSE_BRACE) && !parser.statements.unclosed(open)) {
            int depth = cursor.depth();
            try {
                members.add(read.get());
                boolean separated = cursor.at(TokenKind.NEWLINE);
                cursor.newlines();
                separated |= cursor.accept(TokenKind.COMMA);
                cursor.newlines();
                if (!separated && !cursor.at(TokenKind.CLOSE_BRACE)) {
                    throw cursor.expected("`,`, end of line or `}`", cursor.at(TokenKind.SEMICOLON) ? "write `,` or a new line" : "");
                }
            } catch (Cursor.Lost lost) {
                cursor.restoreDepth(depth);
                parser.expressions.reset();
                parser.recovery.member();
                cursor.newlines();
            }
        }
        cursor.accept(TokenKind.CLOSE_BRACE);
        return members;
    }

    private Declaration.Member member() {
        Token first = cursor.token();
        if (first.is("pad") && cursor.ahead(1).kind() != TokenKind.COLON) {
            cursor.take();
            Expression bytes = place("how many bytes of padding");
            Optional<Expression> offset = offset();
            return new Declaration.Pad(bytes, offset, cursor.from(first));
        }
        Name name = cursor.name("a field's name");
        colon(name);
        TypeExpression type = parser.types.type("the field's type");
        if (cursor.at(TokenKind.ASSIGN)) {
            throw cursor.lost(cursor.token().at(), "fields have no default value", "fields that a literal leaves out are zero");
        }
        Optional<Expression> offset = offset();
        return new Declaration.Field(name, type, offset, first.doc(), cursor.from(first));
    }

    private void colon(Name name) {
        if (!cursor.accept(TokenKind.COLON)) {
            boolean swapped = cursor.at(TokenKind.IDENTIFIER) && cursor.ahead(1).kind() != TokenKind.COLON && !Parser.builtInType(cursor.token());
            String hint = swapped ? "write `" + cursor.token().text() + ": " + name.text() + "`" : "a field is written `name: T`";
            throw cursor.expected("`:` after the field's name", hint);
        }
    }

    private Optional<Expression> offset() {
        return cursor.accept(TokenKind.AT) ? Optional.of(place("the field's offset")) : Optional.empty();
    }

    /** A number, a constant's name, or an expression in parentheses. */
    private Expression place(String what) {
        Token first = cursor.token();
        return switch (first.kind()) {
            case NUMBER -> new Expression.Number(first.value(), cursor.take().at());
            case OPEN -> {
                cursor.take();
                Expression inner = parser.expressions.expression();
                cursor.expect(TokenKind.CLOSE, "");
                yield inner;
            }
            case IDENTIFIER -> {
                Expression path = new Expression.Reference(first.text(), cursor.take().at());
                yield cursor.accept(TokenKind.DOT) ? new Expression.Member(path, cursor.name("a name after `.`"), cursor.from(first)) : path;
            }
            default -> throw cursor.expected(what, "");
        };
    }

    private Declaration.BitsMember bitsMember() {
        Token first = cursor.token();
        if ((first.is("zero") || first.is("reserved")) && cursor.ahead(1).kind() == TokenKind.AT) {
            cursor.take();
            cursor.take();
            List<Declaration.BitRange> ranges = new ArrayList<>();
            do {
                ranges.add(range());
            } while (cursor.at(TokenKind.COMMA) && cursor.ahead(1).kind() == TokenKind.NUMBER && cursor.accept(TokenKind.COMMA));
            return new Declaration.BitsFiller(first.is("reserved"), ranges, cursor.from(first));
        }
        Name name = cursor.name("a field's name");
        colon(name);
        TypeExpression type = parser.types.type("the field's type");
        if (!cursor.accept(TokenKind.AT)) {
            throw cursor.expected("`@` and the field's bits", "write @5 for one bit, @11:9 for a range");
        }
        Declaration.BitRange range = range();
        return new Declaration.BitsField(name, type, range, first.doc(), cursor.from(first));
    }

    private Declaration.BitRange range() {
        Token first = cursor.token();
        Expression high = place("a bit's number");
        if (cursor.at(TokenKind.DOT_DOT)) {
            throw cursor.expected("`:`", "bits are written @high:low, as in the manuals");
        }
        Expression low = cursor.accept(TokenKind.COLON) ? place("the range's lowest bit") : high;
        return new Declaration.BitRange(high, low, cursor.from(first));
    }

    private Declaration.EnumVariant variant() {
        Token first = cursor.token();
        Name name = cursor.variant("a variant's name", "");
        Optional<Expression> value = cursor.accept(TokenKind.ASSIGN) ? Optional.of(parser.expressions.expression()) : Optional.empty();
        if (cursor.at(TokenKind.OPEN_BRACE) || cursor.at(TokenKind.OPEN)) {
            throw cursor.expected("`,`, end of line or `}`", "variants with fields are a `union`'s");
        }
        return new Declaration.EnumVariant(name, value, first.doc(), cursor.from(first));
    }

    private Declaration.UnionVariant unionVariant() {
        Token first = cursor.token();
        Name name = cursor.variant("a variant's name", "");
        if (cursor.at(TokenKind.COLON) || cursor.at(TokenKind.OPEN)) {
            throw cursor.expected("`{`, `,`, end of line or `}`", "a variant is written `name { field: T }`");
        }
        List<Declaration.Member> members = cursor.at(TokenKind.OPEN_BRACE) ? fields() : List.of();
        return new Declaration.UnionVariant(name, members, first.doc(), cursor.from(first));
    }
}

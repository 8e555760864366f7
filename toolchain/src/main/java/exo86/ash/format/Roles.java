package exo86.ash.format;

import exo86.ash.syntax.Declaration;
import exo86.ash.syntax.Expression;
import exo86.ash.syntax.Pattern;
import exo86.ash.syntax.Token;
import exo86.ash.syntax.TokenKind;
import exo86.ash.syntax.TypeExpression;
import exo86.ash.syntax.Unit;
import java.lang.reflect.RecordComponent;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** What the syntax tree knows about places of a text: inside a type, inside a range of bits, the brace of a literal. */
final class Roles {
    private final BitSet types = new BitSet();
    private final BitSet ranges = new BitSet();
    private final BitSet fieldBraces = new BitSet();
    private final BitSet keywords = new BitSet();
    private final List<Token> tokens;

    Roles(Unit unit, List<Token> tokens) {
        this.tokens = tokens;
        visit(unit);
    }

    /** Whether the text at an offset is a type's, and not an expression's inside it. */
    boolean type(int offset) {
        return types.get(offset);
    }

    /** Whether it is inside {@code high:low} of a bits field. */
    boolean bitRange(int offset) {
        return ranges.get(offset);
    }

    /** Whether the brace at an offset opens the fields of a literal or pattern, not a block. */
    boolean opensFields(int offset) {
        return fieldBraces.get(offset);
    }

    /** Whether the word at an offset, a name elsewhere, is none here. */
    boolean keyword(int offset) {
        return keywords.get(offset);
    }

    private void visit(Object node) {
        switch (node) {
            case Optional<?> o -> o.ifPresent(this::visit);
            case List<?> l -> l.forEach(this::visit);
            case Record r when r.getClass().getPackageName().equals(Unit.class.getPackageName()) -> record(r);
            default -> {
                // A word, a number, a place.
            }
        }
    }

    /** Outer nodes first, so that what is inside them has the last word. */
    private void record(Record node) {
        switch (node) {
            case TypeExpression type -> {
                types.set(type.at().start(), type.at().end());
                ranges.clear(type.at().start(), type.at().end());
            }
            case Declaration.Assertion assertion -> keywords.set(tokens.get(index(assertion.at().start()) + 1).start());
            case Declaration.BitRange range -> ranges.set(range.at().start(), range.at().end());
            case Expression expression -> {
                types.clear(expression.at().start(), expression.at().end());
                ranges.clear(expression.at().start(), expression.at().end());
                if (expression instanceof Expression.Literal literal) {
                    braceAfter(literal.type().at().end());
                }
            }
            case Pattern.Named named when named.fields().isPresent() -> braceAfter(named.path().at().end());
            default -> {
                // Its parts say what it is.
            }
        }
        for (RecordComponent component : node.getClass().getRecordComponents()) {
            try {
                visit(component.getAccessor().invoke(node));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the records of a tree are public", e);
            }
        }
    }

    private void braceAfter(int offset) {
        Token token = tokens.get(index(offset));
        if (token.kind() == TokenKind.OPEN_BRACE) {
            fieldBraces.set(token.start());
        }
    }

    /** Of the first token at an offset or behind it. */
    private int index(int offset) {
        int low = 0;
        int high = tokens.size() - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (tokens.get(middle).start() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}

package exo86.ash.format;

import exo86.ash.syntax.Token;
import exo86.ash.syntax.TokenKind;
import java.util.EnumSet;
import java.util.Set;

/** Whether a blank stands between two tokens of a line. */
final class Spacing {
    private static final Set<TokenKind> NONE_BEFORE = EnumSet.of(TokenKind.COMMA, TokenKind.SEMICOLON, TokenKind.COLON, TokenKind.DOT,
            TokenKind.DOT_DOT, TokenKind.DOT_STAR, TokenKind.CLOSE, TokenKind.CLOSE_BRACKET, TokenKind.BANG);
    private static final Set<TokenKind> NONE_AFTER = EnumSet.of(TokenKind.OPEN, TokenKind.OPEN_BRACKET, TokenKind.DOT, TokenKind.DOT_DOT,
            TokenKind.AT, TokenKind.TILDE, TokenKind.QUESTION, TokenKind.BANG);
    private static final Set<TokenKind> OPERANDS = EnumSet.of(TokenKind.IDENTIFIER, TokenKind.NUMBER, TokenKind.TEXT, TokenKind.C_TEXT, TokenKind.CLOSE,
            TokenKind.CLOSE_BRACKET, TokenKind.CLOSE_BRACE, TokenKind.DOT_STAR, TokenKind.TRUE, TokenKind.FALSE, TokenKind.NONE, TokenKind.UNINIT);

    private final Roles roles;

    Spacing(Roles roles) {
        this.roles = roles;
    }

    /**
     * Between {@code left} and {@code right}.
     *
     * @param before the token before {@code left}, or {@code left} if there is none
     */
    boolean between(Token before, Token left, Token right) {
        TokenKind l = left.kind();
        TokenKind r = right.kind();
        if (l == TokenKind.OPEN_BRACE && r == TokenKind.CLOSE_BRACE) {
            return !roles.opensFields(left.start());
        }
        if (r == TokenKind.BAR && l == TokenKind.IDENTIFIER && before.kind() == TokenKind.BAR && catches(before)) {
            return false;
        }
        if (l == TokenKind.BAR && catches(left)) {
            return false;
        }
        if (NONE_BEFORE.contains(r) || NONE_AFTER.contains(l)) {
            return false;
        }
        if (r == TokenKind.OPEN_BRACE && roles.opensFields(right.start())) {
            return false;
        }
        return switch (l) {
            case COLON -> !roles.bitRange(left.start());
            case STAR -> !roles.type(left.start());
            case MINUS, AMPERSAND -> roles.type(left.start()) || ends(before, left);
            default -> switch (r) {
                case OPEN -> !calls(left);
                case OPEN_BRACKET -> !indexes(left, right);
                case STAR -> !(roles.type(right.start()) && (l == TokenKind.CLOSE_BRACKET || l == TokenKind.STAR));
                default -> !(l == TokenKind.CLOSE_BRACKET && roles.type(left.start()) && roles.type(right.start()));
            };
        };
    }

    /** A bar opens the name of a caught error: it is the one behind {@code catch}; the caller knows the tokens between. */
    private boolean catches(Token bar) {
        String text = bar.file().text();
        int at = bar.start() - 1;
        while (at >= 0 && Character.isWhitespace(text.charAt(at))) {
            at--;
        }
        return at >= 4 && text.startsWith("catch", at - 4);
    }

    /** Whether the token before an operator ends an operand, so that the operator has two. */
    private boolean ends(Token before, Token operator) {
        return before != operator && OPERANDS.contains(before.kind()) && !roles.keyword(before.start());
    }

    /** A bracket behind a callee, an attribute's name or a function type's {@code fn} belongs to it. */
    private boolean calls(Token left) {
        return switch (left.kind()) {
            case IDENTIFIER -> !roles.keyword(left.start());
            case CLOSE, CLOSE_BRACKET, DOT_STAR, FN -> true;
            default -> false;
        };
    }

    private boolean indexes(Token left, Token right) {
        if (roles.type(right.start())) {
            return left.kind() == TokenKind.CLOSE_BRACKET || left.kind() == TokenKind.STAR;
        }
        return switch (left.kind()) {
            case IDENTIFIER, CLOSE, CLOSE_BRACKET, DOT_STAR, TEXT, C_TEXT -> true;
            default -> false;
        };
    }
}

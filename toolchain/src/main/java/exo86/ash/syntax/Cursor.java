package exo86.ash.syntax;

import exo86.ash.source.Diagnostics;
import exo86.ash.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * The parser's place among the tokens, its errors and its limits.
 *
 * <p>An error that leaves the parser lost is thrown as {@link Lost} and caught where parsing can start anew: at a statement,
 * a member or a declaration. At most one error is reported at a token, so that recovery which makes no progress says nothing twice.
 *
 * <p>Two counters bound the tree: {@link #enter} nesting, {@link #chain} operators in one expression. Without the second,
 * {@code a + a + a …} would make a tree as deep as the file is long and overflow the stack of whoever walks it.
 */
final class Cursor {
    private static final int DEEPEST = 256;
    private static final int LONGEST_CHAIN = 1000;

    /** Parsing cannot go on here; the reason has been reported. */
    static final class Lost extends RuntimeException {
        Lost() {
            super("", null, false, false);
        }
    }

    private static final Lost LOST = new Lost();

    private final List<Token> tokens;
    private final Diagnostics diagnostics;
    private int at;
    private int reportedAt = -1;
    private int depth;
    private int chain;

    Cursor(List<Token> tokens, Diagnostics diagnostics) {
        this.tokens = tokens;
        this.diagnostics = diagnostics;
    }

    Token token() {
        return tokens.get(at);
    }

    Token ahead(int count) {
        return tokens.get(Math.min(at + count, tokens.size() - 1));
    }

    Token previous() {
        return tokens.get(Math.max(at - 1, 0));
    }

    TokenKind kind() {
        return token().kind();
    }

    boolean at(TokenKind kind) {
        return kind() == kind;
    }

    boolean atWord(String word) {
        return token().is(word);
    }

    /** Moves on; the end of the file is never passed. */
    Token take() {
        Token taken = token();
        if (taken.kind() != TokenKind.END) {
            at++;
        }
        return taken;
    }

    boolean accept(TokenKind kind) {
        if (at(kind)) {
            take();
            return true;
        }
        return false;
    }

    Token expect(TokenKind kind, String where) {
        if (at(kind)) {
            return take();
        }
        throw expected(kind.described() + (where.isEmpty() ? "" : " " + where), "");
    }

    /** Skips newlines, where a list in brackets goes on. */
    void newlines() {
        while (at(TokenKind.NEWLINE)) {
            take();
        }
    }

    Name name(String what) {
        return name(what, "");
    }

    Name name(String what, String hint) {
        if (at(TokenKind.IDENTIFIER)) {
            Token taken = take();
            return new Name(taken.text(), taken.at());
        }
        String keyword = kind().keyword() && !firstOfLine(0) ? kind().described() + " is a keyword and cannot be a name" : hint;
        throw expected(what, keyword);
    }

    /** A variant's or member's name: {@code none} may be one. */
    Name variant(String what, String hint) {
        if (at(TokenKind.NONE)) {
            Token taken = take();
            return new Name(taken.text(), taken.at());
        }
        return name(what, hint);
    }

    /** Whether this token is the first of its line. */
    boolean firstOfLine(int ahead) {
        int index = Math.min(at + ahead, tokens.size() - 1);
        return index == 0 || line(tokens.get(index - 1)) < line(tokens.get(index)) || tokens.get(index - 1).kind() == TokenKind.NEWLINE;
    }

    private static int line(Token token) {
        return token.file().line(token.start());
    }

    boolean sameLine(Token a, Token b) {
        return line(a) == line(b);
    }

    /** The span from a token to the last one taken. */
    Span from(Token first) {
        return from(first.at());
    }

    Span from(Span first) {
        int end = at == 0 ? first.end() : tokens.get(at - 1).end();
        return new Span(first.file(), first.start(), Math.max(first.end(), end));
    }

    /** Reports and goes on. */
    void error(Span span, String message, String hint) {
        error(span, message, List.of(), hint);
    }

    void error(Span span, String message, List<Diagnostics.Note> notes, String hint) {
        if (reportedAt != at) {
            reportedAt = at;
            diagnostics.error(span, message, notes, hint);
        }
    }

    /** Reports at the current token; to be thrown. A token that the lexer reported is not reported again. */
    Lost expected(String what, String hint) {
        Token before = previous();
        if (at > 0 && before.kind() != TokenKind.NEWLINE && before.kind() != TokenKind.SEMICOLON && line(before) < line(token())) {
            error(new Span(before.file(), before.end(), before.end()), "expected " + what + ", found end of line", hint);
        } else if (!at(TokenKind.BROKEN)) {
            error(token().at(), "expected " + what + ", found " + token().described(), hint);
        }
        return LOST;
    }

    Lost lost(Span span, String message, String hint) {
        error(span, message, hint);
        return LOST;
    }

    void enter() {
        if (depth >= DEEPEST) {
            throw lost(token().at(), "nesting is deeper than " + DEEPEST, "");
        }
        depth++;
    }

    void leave() {
        depth--;
    }

    /** For recovery: depth where a construct began, to be given back to {@link #restoreDepth} when it is abandoned. */
    int depth() {
        return depth;
    }

    void restoreDepth(int saved) {
        depth = saved;
    }

    /** Counts one operator of the expression in hand. */
    void chain() {
        if (++chain > LONGEST_CHAIN) {
            throw lost(token().at(), "more than " + LONGEST_CHAIN + " operators in one expression", "name a part of it with `let`");
        }
    }

    int chainLength() {
        return chain;
    }

    void restoreChain(int length) {
        chain = length;
    }

    /** The token after the one that closes the bracket at {@code ahead}, counted from here; empty if it is not closed. */
    Optional<Token> afterClosed(int ahead, TokenKind open, TokenKind close) {
        int nested = 0;
        for (int i = at + ahead; i < tokens.size(); i++) {
            if (tokens.get(i).kind() == open) {
                nested++;
            } else if (tokens.get(i).kind() == close && --nested == 0) {
                return Optional.of(tokens.get(Math.min(i + 1, tokens.size() - 1)));
            }
        }
        return Optional.empty();
    }
}

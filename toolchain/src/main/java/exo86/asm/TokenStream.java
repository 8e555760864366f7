package exo86.asm;

import java.util.List;
import java.util.Locale;

/** The tokens of a line and how far one has read. The last token is END and is never passed. */
final class TokenStream {
    private final List<Token> tokens;
    private int at;

    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    Token next() {
        Token token = peek();
        if (at < tokens.size() - 1) {
            at++;
        }
        return token;
    }

    int column() {
        return peek().column();
    }

    boolean atEnd() {
        return peek().kind() == Token.Kind.END;
    }

    boolean accept(String punctuation) {
        if (peek().is(punctuation)) {
            next();
            return true;
        }
        return false;
    }

    void expect(String punctuation) throws SyntaxException {
        if (!accept(punctuation)) {
            throw unexpected("'" + punctuation + "'");
        }
    }

    /** The next token in lower case if it is a word, else an empty string. */
    String word() {
        return peek().kind() == Token.Kind.WORD ? peek().text().toLowerCase(Locale.ROOT) : "";
    }

    boolean acceptWord(String word) {
        if (word().equals(word)) {
            next();
            return true;
        }
        return false;
    }

    String name(String what) throws SyntaxException {
        if (peek().kind() != Token.Kind.WORD) {
            throw unexpected(what);
        }
        return next().text();
    }

    void expectEnd() throws SyntaxException {
        if (!atEnd()) {
            throw unexpected("end of line");
        }
    }

    SyntaxException unexpected(String wanted) {
        Token token = peek();
        String found = token.kind() == Token.Kind.END ? "end of line" : token.kind() == Token.Kind.STRING ? "a string" : "'" + token.text() + "'";
        return new SyntaxException(token.column(), "expected " + wanted + ", found " + found);
    }
}

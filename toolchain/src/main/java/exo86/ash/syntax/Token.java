package exo86.ash.syntax;

import exo86.ash.source.SourceFile;
import exo86.ash.source.Span;
import java.math.BigInteger;

/**
 * A token.
 *
 * @param value a number's value, else zero
 * @param bytes a string's bytes, else empty
 * @param doc the {@code ///} lines before it, else empty
 */
public record Token(TokenKind kind, SourceFile file, int start, int end, BigInteger value, byte[] bytes, String doc) {
    public Span at() {
        return new Span(file, start, end);
    }

    public String text() {
        return file.text().substring(start, end);
    }

    boolean is(String word) {
        return kind == TokenKind.IDENTIFIER && text().equals(word);
    }

    /** How a message names what it found. */
    String described() {
        return switch (kind) {
            case IDENTIFIER -> "`" + text() + "`";
            case NUMBER -> "number `" + text() + "`";
            case TEXT, C_TEXT -> "a string";
            case ASSEMBLY -> "an assembly body";
            default -> kind.keyword() ? "keyword " + kind.described() : kind.described();
        };
    }
}

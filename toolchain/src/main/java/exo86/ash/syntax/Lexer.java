package exo86.ash.syntax;

import exo86.ash.source.Diagnostics;
import exo86.ash.source.SourceFile;
import exo86.ash.source.Span;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a file into tokens, all at once: the parser looks ahead freely and recovery can see where lines begin.
 *
 * <p>A newline becomes a {@link TokenKind#NEWLINE} token after a token that can end a statement (Go's rule), and nowhere else.
 * The body of an {@code asm fn} is one token, because its text is another language's: from the {@code {} after {@code asm fn} to the
 * matching brace, where NASM's comments and strings do not count. What is malformed is reported here, once, and leaves a token
 * that the parser can use ({@link TokenKind#BROKEN} where nothing better is known).
 */
final class Lexer {
    private static final int MOST_DIGITS = 80;
    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    private static final byte[] NO_BYTES = {};

    private final SourceFile file;
    private final String text;
    private final Diagnostics diagnostics;
    private final List<Token> tokens = new ArrayList<>();
    private final StringBuilder doc = new StringBuilder();
    private int at;
    private boolean assemblyNext;

    Lexer(SourceFile file, Diagnostics diagnostics) {
        this.file = file;
        this.text = file.text();
        this.diagnostics = diagnostics;
    }

    List<Token> tokens() {
        if (text.startsWith("\uFEFF")) {
            at = 1;
        }
        while (at < text.length()) {
            next();
        }
        newline();
        add(TokenKind.END, at);
        return List.copyOf(tokens);
    }

    private void next() {
        char c = text.charAt(at);
        if (c == '\n') {
            newline();
            at++;
        } else if (c == ' ' || c == '\t' || c == '\r') {
            at++;
        } else if (text.startsWith("//", at)) {
            comment();
        } else if (text.startsWith("/*", at)) {
            blockComment();
        } else if (c == '"') {
            string(at, TokenKind.TEXT);
        } else if (text.startsWith("c\"", at)) {
            string(at++, TokenKind.C_TEXT);
        } else if (c == '\'') {
            character();
        } else if (isDigit(c)) {
            number();
        } else if (isLetter(c)) {
            word();
        } else {
            symbol();
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private void newline() {
        if (!tokens.isEmpty() && tokens.getLast().kind().endsStatement()) {
            tokens.add(new Token(TokenKind.NEWLINE, file, at, Math.min(at + 1, text.length()), BigInteger.ZERO, NO_BYTES, ""));
        }
    }

    private void add(TokenKind kind, int start) {
        add(kind, start, BigInteger.ZERO, NO_BYTES);
    }

    private void add(TokenKind kind, int start, BigInteger value, byte[] bytes) {
        tokens.add(new Token(kind, file, start, at, value, bytes, doc.toString()));
        doc.setLength(0);
    }

    private void error(int start, int end, String message, String hint) {
        diagnostics.error(new Span(file, start, Math.max(end, start)), message, hint);
    }

    private int endOfLine() {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    private void comment() {
        int end = endOfLine();
        if (text.startsWith("///", at) && !text.startsWith("////", at)) {
            String line = text.substring(at + 3, end).stripTrailing();
            doc.append(doc.isEmpty() ? "" : "\n").append(line.startsWith(" ") ? line.substring(1) : line);
        }
        at = end;
    }

    private void blockComment() {
        int end = text.indexOf("*/", at + 2);
        error(at, at + 2, "`/*` does not begin a comment", "write `//` before each line");
        at = end < 0 ? text.length() : end + 2;
    }

    private void word() {
        int start = at;
        while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
            at++;
        }
        String word = text.substring(start, at);
        TokenKind kind = TokenKind.word(word).orElse(TokenKind.IDENTIFIER);
        if (kind == TokenKind.AS && at < text.length() && text.charAt(at) == '?') {
            at++;
            kind = TokenKind.AS_CHECKED;
        }
        if (kind == TokenKind.FN && !tokens.isEmpty() && tokens.getLast().is("asm")) {
            assemblyNext = true;
        }
        add(kind, start);
    }

    private void symbol() {
        int start = at;
        for (int length = Math.min(TokenKind.LONGEST, text.length() - at); length > 0; length--) {
            TokenKind kind = TokenKind.symbol(text.substring(at, at + length)).orElse(TokenKind.BROKEN);
            if (kind != TokenKind.BROKEN) {
                if (kind == TokenKind.OPEN_BRACE && assemblyNext) {
                    assembly();
                    return;
                }
                if (kind == TokenKind.CLOSE_BRACE) {
                    assemblyNext = false;
                }
                at += length;
                add(kind, start);
                return;
            }
        }
        int point = text.codePointAt(at);
        at += Character.charCount(point);
        String shown = point < 0x20 || point == 0x7F ? "" : " `" + Character.toString(point) + "`";
        error(start, at, "unexpected character U+%04X%s".formatted(point, shown),
                point == '#' ? "there is no preprocessor: write `use module`, `const NAME = value`"
                    : point > 0x7F && Character.isLetter(point) ? "names are made of A-Z, a-z, 0-9 and _" : "");
        add(TokenKind.BROKEN, start);
    }

    /** The text up to the matching brace as one token; the token's span includes the braces. */
    private void assembly() {
        assemblyNext = false;
        int start = at++;
        int depth = 1;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ';') {
                at = endOfLine();
                continue;
            }
            if (c == '\'' || c == '"' || c == '`') {
                int close = text.indexOf(c, at + 1);
                at = close < 0 || close > endOfLine() ? endOfLine() : close + 1;
                continue;
            }
            at++;
            if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                add(TokenKind.ASSEMBLY, start);
                return;
            }
        }
        error(start, start + 1, "this assembly body is not closed, expected `}`", "");
        add(TokenKind.ASSEMBLY, start);
    }

    private void number() {
        int start = at;
        int radix = 10;
        if (text.charAt(at) == '0' && at + 1 < text.length()) {
            radix = switch (text.charAt(at + 1)) {
                case 'x', 'X' -> 16;
                case 'b', 'B' -> 2;
                case 'o', 'O' -> 8;
                default -> 10;
            };
        }
        at += radix == 10 ? 0 : 2;
        int digitsAt = at;
        while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
            at++;
        }
        String digits = text.substring(digitsAt, at).replace("_", "");
        add(TokenKind.NUMBER, start, numberValue(start, digits, radix), NO_BYTES);
        if (radix == 10 && at + 1 < text.length() && text.charAt(at) == '.' && isDigit(text.charAt(at + 1))) {
            int point = at++;
            while (at < text.length() && isDigit(text.charAt(at))) {
                at++;
            }
            error(start, at, "there are no floating-point numbers", text.startsWith("..", point) ? "" : "use integers");
        }
    }

    private BigInteger numberValue(int start, String digits, int radix) {
        if (radix == 10 && digits.length() > 1 && digits.startsWith("0")) {
            error(start, at, "a decimal number does not begin with 0", "octal is written 0o" + digits.replaceFirst("^0+", ""));
            return BigInteger.ZERO;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (Character.digit(digits.charAt(i), radix) < 0) {
                String rest = digits.substring(i);
                error(start, at, "`" + clip(rest) + "` is not a digit of base " + radix,
                        i > 0 && rest.matches("[uUlLiI]+[0-9]*") ? "numbers have no suffix: write `" + clip(digits.substring(0, i)) + " as u32`" : "");
                return BigInteger.ZERO;
            }
        }
        if (digits.isEmpty()) {
            error(start, at, "expected digits of base " + radix, "");
            return BigInteger.ZERO;
        }
        BigInteger value = digits.length() > MOST_DIGITS ? MOST.add(BigInteger.ONE) : new BigInteger(digits, radix);
        if (value.compareTo(MOST) > 0) {
            error(start, at, "number does not fit in 64 bits", "");
            return BigInteger.ZERO;
        }
        return value;
    }

    private static String clip(String text) {
        return text.length() > 20 ? text.substring(0, 20) + "…" : text;
    }

    private void character() {
        int start = at++;
        LiteralText content = new LiteralText(file, text, at, '\'', diagnostics);
        content.read();
        at = content.at();
        if (!content.closed()) {
            error(start, start + 1, "this character is not closed, expected `'`", "");
        } else if (content.count() != 1 && !content.broken()) {
            error(start, at, content.count() == 0 ? "empty character" : "more than one character between `'`",
                    content.count() == 0 ? "" : "strings are written \"…\"");
        }
        add(TokenKind.NUMBER, start, BigInteger.valueOf(content.first()), NO_BYTES);
    }

    private void string(int start, TokenKind kind) {
        at++;
        LiteralText content = new LiteralText(file, text, at, '"', diagnostics);
        content.read();
        at = content.at();
        if (!content.closed()) {
            error(start, start + 1, "this string is not closed on its line, expected `\"`", "a line break in a string is written \\n");
        }
        add(kind, start, BigInteger.ZERO, content.bytes());
    }
}

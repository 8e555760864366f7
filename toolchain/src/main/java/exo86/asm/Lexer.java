package exo86.asm;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One line into tokens: NASM's numbers ({@code 0x1F 1Fh $1F 0b101 101b 17o 1_000}), strings in three quotes, comments from {@code ;} on. */
final class Lexer {
    private static final List<String> LONG_PUNCTUATION = List.of("<<", ">>", "//", "%%", "$$", "==", "!=", "<=", ">=");

    private final String line;
    private int at;

    private Lexer(String line) {
        this.line = line;
    }

    static List<Token> tokens(String line) throws SyntaxException {
        return new Lexer(line).all();
    }

    private List<Token> all() throws SyntaxException {
        List<Token> tokens = new ArrayList<>();
        while (true) {
            while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
                at++;
            }
            if (at >= line.length() || line.charAt(at) == ';') {
                tokens.add(new Token(Token.Kind.END, "end of line", 0, at));
                return tokens;
            }
            tokens.add(token());
        }
    }

    private Token token() throws SyntaxException {
        char first = line.charAt(at);
        int start = at;
        if (wordStart(first) || first == '$' && at + 1 < line.length() && wordStart(line.charAt(at + 1))) {
            at++;
            while (at < line.length() && wordPart(line.charAt(at))) {
                at++;
            }
            return new Token(Token.Kind.WORD, line.substring(first == '$' ? start + 1 : start, at), 0, start);
        }
        if (digit(first) || first == '$' && at + 1 < line.length() && digit(line.charAt(at + 1))) {
            return number(start);
        }
        if (first == '\'' || first == '"' || first == '`') {
            return string(first, start);
        }
        for (String punctuation : LONG_PUNCTUATION) {
            if (line.startsWith(punctuation, at)) {
                at += punctuation.length();
                return new Token(Token.Kind.PUNCTUATION, punctuation, 0, start);
            }
        }
        if ("[]()+-*/%,:|&^~!<>$=".indexOf(first) < 0) {
            throw new SyntaxException(start, "unexpected character " + (first >= ' ' && first < 127 ? "'" + first + "'" : String.format("U+%04X", (int) first)));
        }
        at++;
        return new Token(Token.Kind.PUNCTUATION, String.valueOf(first), 0, start);
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean wordStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '.' || c == '?' || c == '@';
    }

    private static boolean wordPart(char c) {
        return wordStart(c) || digit(c) || c == '$' || c == '#' || c == '~';
    }

    private Token number(int start) throws SyntaxException {
        boolean fraction = false;
        at++;
        while (at < line.length()) {
            char c = line.charAt(at);
            boolean hexadecimal = line.startsWith("0x", start) || line.startsWith("0X", start);
            if (c == '.' && !hexadecimal) {
                fraction = true;
            } else if ((c == '+' || c == '-') && fraction && (line.charAt(at - 1) | 32) == 'e') {
                at++;
                continue;
            } else if (!digit(c) && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && c != '_') {
                break;
            }
            at++;
        }
        String text = line.substring(start, at);
        if (fraction) {
            try {
                Double.parseDouble(text);
            } catch (NumberFormatException e) {
                throw new SyntaxException(start, "malformed number '" + text + "'");
            }
            return new Token(Token.Kind.FLOAT, text, 0, start);
        }
        return new Token(Token.Kind.NUMBER, text, value(text, start), start);
    }

    private static long value(String text, int start) throws SyntaxException {
        String digits = text.toLowerCase(Locale.ROOT).replace("_", "");
        int radix = 10;
        char last = digits.charAt(digits.length() - 1);
        char second = digits.length() > 2 ? digits.charAt(1) : ' ';
        if (digits.startsWith("$")) {
            radix = 16;
            digits = digits.substring(1);
        } else if (digits.startsWith("0") && (second == 'x' || second == 'h')) {
            radix = 16;
            digits = digits.substring(2);
        } else if (last == 'h') {
            radix = 16;
            digits = digits.substring(0, digits.length() - 1);
        } else if (digits.startsWith("0") && (second == 'b' || second == 'y')) {
            radix = 2;
            digits = digits.substring(2);
        } else if (digits.startsWith("0") && (second == 'o' || second == 'q')) {
            radix = 8;
            digits = digits.substring(2);
        } else if (last == 'b' || last == 'y' || last == 'o' || last == 'q' || last == 'd') {
            radix = last == 'b' || last == 'y' ? 2 : last == 'd' ? 10 : 8;
            digits = digits.substring(0, digits.length() - 1);
        }
        try {
            BigInteger value = new BigInteger(digits, radix);
            if (value.signum() < 0 || value.bitLength() > 64) {
                throw new SyntaxException(start, "number '" + text + "' does not fit 64 bits");
            }
            return value.longValue();
        } catch (NumberFormatException e) {
            throw new SyntaxException(start, "malformed number '" + text + "'");
        }
    }

    /** Characters of a string are bytes of its UTF-8. Only back quotes know escapes. */
    private Token string(char quote, int start) throws SyntaxException {
        StringBuilder text = new StringBuilder();
        at++;
        while (at < line.length() && line.charAt(at) != quote) {
            char c = line.charAt(at++);
            if (quote == '`' && c == '\\' && at < line.length()) {
                text.append(escape(line.charAt(at++)));
            } else {
                text.append(c);
            }
        }
        if (at++ >= line.length()) {
            throw new SyntaxException(start, "unterminated string");
        }
        return new Token(Token.Kind.STRING, new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1), 0, start);
    }

    private char escape(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'e' -> 27;
            case 'a' -> 7;
            case 'b' -> 8;
            case '0' -> 0;
            case 'x' -> {
                int value = 0;
                for (int i = 0; i < 2 && at < line.length() && Character.digit(line.charAt(at), 16) >= 0; i++) {
                    value = value * 16 + Character.digit(line.charAt(at++), 16);
                }
                yield (char) value;
            }
            default -> c;
        };
    }
}

package exo86.ash.ir;

import java.util.ArrayList;
import java.util.List;

/** The words of the text form: names, numbers, strings between quotes, and single signs. {@code %7 $1 ^2} are one word each. */
final class Tokens {
    private record Token(String text, int line) {
    }

    private final List<Token> tokens = new ArrayList<>();
    private int next;

    Tokens(String text) throws TextException {
        int line = 1;
        for (int at = 0; at < text.length();) {
            char c = text.charAt(at);
            int start = at++;
            if (c == '\n') {
                line++;
            } else if (c == '"') {
                while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\n') {
                    at += text.charAt(at) == '\\' ? 2 : 1;
                }
                if (at >= text.length() || text.charAt(at) != '"') {
                    throw new TextException(line, "a string has no end");
                }
                tokens.add(new Token(text.substring(start, ++at), line));
            } else if (Names.isPart(c) || c == '%' || c == '^') {
                while (at < text.length() && (Names.isPart(text.charAt(at)) || text.charAt(at) == '~')) {
                    at++;
                }
                tokens.add(new Token(text.substring(start, at), line));
            } else if (!Character.isWhitespace(c)) {
                tokens.add(new Token(String.valueOf(c), line));
            }
        }
        tokens.add(new Token("", line));
    }

    int line() {
        return tokens.get(next).line;
    }

    boolean atEnd() {
        return next == tokens.size() - 1;
    }

    String peek() {
        return tokens.get(next).text;
    }

    /** The next word; empty at the end. */
    String take() {
        return atEnd() ? "" : tokens.get(next++).text;
    }

    boolean accept(String wanted) {
        boolean found = !atEnd() && peek().equals(wanted);
        next += found ? 1 : 0;
        return found;
    }

    void expect(String wanted) throws TextException {
        if (!accept(wanted)) {
            throw fail("expected `" + wanted + "`");
        }
    }

    /** A number with its sign. */
    int number() throws TextException {
        boolean negative = accept("-");
        String text = peek();
        try {
            int number = (int) Math.clamp(Long.parseLong((negative ? "-" : "") + text), Integer.MIN_VALUE, 0xFFFF_FFFFL);
            take();
            return number;
        } catch (NumberFormatException e) {
            throw fail("expected a number");
        }
    }

    /** A number from 0 to a limit. */
    int number(int most) throws TextException {
        int number = number();
        if (number < 0 || number > most) {
            throw fail("expected a number up to " + most);
        }
        return number;
    }

    /** {@code +4}, {@code -4}, or nothing, which is 0. */
    int offset() throws TextException {
        return accept("+") || peek().equals("-") ? number() : 0;
    }

    /** A name, between quotes or not. */
    String name() throws TextException {
        return peek().startsWith("\"") ? string() : word();
    }

    private String word() throws TextException {
        if (peek().isEmpty() || !Names.isPart(peek().charAt(0))) {
            throw fail("expected a name");
        }
        return take();
    }

    String string() throws TextException {
        if (!peek().startsWith("\"")) {
            throw fail("expected a string");
        }
        String quoted = take();
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < quoted.length() - 1; i++) {
            char c = quoted.charAt(i);
            if (c == '\\' && i + 1 < quoted.length() - 1) {
                char escaped = quoted.charAt(++i);
                if (escaped == 'x') {
                    int code = i + 2 < quoted.length() - 1 ? Character.digit(quoted.charAt(i + 1), 16) * 16 + Character.digit(quoted.charAt(i + 2), 16) : -1;
                    if (code < 0) {
                        throw fail("\\x wants two hexadecimal digits");
                    }
                    text.append((char) code);
                    i += 2;
                } else {
                    text.append(escaped == 'n' ? '\n' : escaped == '0' ? '\0' : escaped);
                }
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    /** A place in the source; without a file, in the one of the place before. {@code call} is the number of an inlined call, or -1. */
    record Place(java.util.Optional<String> file, int line, int call) {
    }

    /** The position at the end of the line in hand. */
    java.util.Optional<Place> positionAhead() throws TextException {
        int here = next;
        int line = next == 0 ? line() : tokens.get(next - 1).line;
        java.util.Optional<Place> found = java.util.Optional.empty();
        while (!atEnd() && line() == line && !peek().equals("@")) {
            next++;
        }
        if (!atEnd() && line() == line) {
            found = java.util.Optional.of(position());
        }
        next = here;
        return found;
    }

    void skipPosition() throws TextException {
        if (peek().equals("@")) {
            position();
        }
    }

    private Place position() throws TextException {
        expect("@");
        java.util.Optional<String> file = java.util.Optional.empty();
        if (peek().startsWith("\"")) {
            file = java.util.Optional.of(string());
            expect(":");
        }
        int place = number(1 << 20);
        return new Place(file, place, accept("in") ? call() : -1);
    }

    /** The number of an inlined call, {@code #3}. */
    int call() throws TextException {
        expect("#");
        return number(1 << 20);
    }

    TextException fail(String message) {
        return new TextException(line(), message + (peek().isEmpty() ? ", found the end" : ", found `" + peek() + "`"));
    }
}

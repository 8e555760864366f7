package exo86.ash.syntax;

import exo86.ash.source.Diagnostics;
import exo86.ash.source.SourceFile;
import exo86.ash.source.Span;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Reads the inside of a string or character literal: its bytes, and what a character literal counts as. */
final class LiteralText {
    private final SourceFile file;
    private final String text;
    private final char quote;
    private final Diagnostics diagnostics;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int at;
    private int count;
    private int first;
    private boolean closed;
    private boolean broken;

    LiteralText(SourceFile file, String text, int at, char quote, Diagnostics diagnostics) {
        this.file = file;
        this.text = text;
        this.at = at;
        this.quote = quote;
        this.diagnostics = diagnostics;
    }

    /** Reads to the closing quote, or to the end of the line. */
    void read() {
        while (at < text.length() && text.charAt(at) != '\n') {
            char c = text.charAt(at);
            if (c == quote) {
                closed = true;
                at++;
                return;
            }
            if (c == '\\') {
                escape();
            } else {
                int point = text.codePointAt(at);
                at += Character.charCount(point);
                character(point);
            }
        }
    }

    int at() {
        return at;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    int count() {
        return count;
    }

    /** The first character's code point, or the byte that an escape names. */
    int first() {
        return first;
    }

    boolean closed() {
        return closed;
    }

    /** Whether an error inside was reported. */
    boolean broken() {
        return broken;
    }

    private void character(int point) {
        unit(point, Character.toString(point).getBytes(StandardCharsets.UTF_8));
    }

    private void unit(int value, byte... encoded) {
        first = count == 0 ? value : first;
        count++;
        bytes.writeBytes(encoded);
    }

    private void escape() {
        int start = at++;
        char c = at < text.length() ? text.charAt(at) : '\n';
        if (c == '\n') {
            error(start, "`\\` at the end of a line", "");
            return;
        }
        at++;
        switch (c) {
            case 'n' -> unit('\n', (byte) '\n');
            case 'r' -> unit('\r', (byte) '\r');
            case 't' -> unit('\t', (byte) '\t');
            case '0' -> unit(0, (byte) 0);
            case '\\', '"', '\'' -> unit(c, (byte) c);
            case 'x' -> hexadecimal(start);
            case 'u' -> point(start);
            default -> error(start, "`\\" + c + "` is not an escape", "escapes are \\n \\r \\t \\0 \\\\ \\\" \\' \\xNN \\u{N}");
        }
    }

    private void hexadecimal(int start) {
        int value = 0;
        for (int i = 0; i < 2; i++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0) {
                error(start, "`\\x` is followed by two hexadecimal digits", "");
                return;
            }
            value = value << 4 | digit;
            at++;
        }
        unit(value, (byte) value);
    }

    private void point(int start) {
        int value = 0;
        int digits = 0;
        if (at < text.length() && text.charAt(at) == '{') {
            at++;
            while (at < text.length() && Character.digit(text.charAt(at), 16) >= 0 && digits < 7) {
                value = value << 4 | Character.digit(text.charAt(at), 16);
                at++;
                digits++;
            }
            if (digits > 0 && at < text.length() && text.charAt(at) == '}') {
                at++;
                if (value > Character.MAX_CODE_POINT || value >= 0xD800 && value < 0xE000) {
                    error(start, "U+%X is not a Unicode character".formatted(value), "");
                } else {
                    character(value);
                }
                return;
            }
        }
        error(start, "`\\u` is followed by hexadecimal digits in braces", "write \\u{20AC}");
    }

    private void error(int start, String message, String hint) {
        broken = true;
        diagnostics.error(new Span(file, start, at), message, hint);
    }
}

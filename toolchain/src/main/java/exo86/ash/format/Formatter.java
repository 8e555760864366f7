package exo86.ash.format;

import exo86.ash.source.Diagnostics;
import exo86.ash.source.SourceFile;
import exo86.ash.syntax.Parser;
import exo86.ash.syntax.Token;
import exo86.ash.syntax.TokenKind;
import exo86.ash.syntax.Unit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Lays out a file anew. */
public final class Formatter {
    private static final int STEP = 4;
    /** Blanks before a comment behind code. */
    private static final int GAP = 2;

    /** An open bracket: the indentation of the line it stands in, and whether statements or members are in it. */
    private record Open(int indent, boolean brace) {
    }

    private final String text;
    private final List<Token> tokens;
    private final Spacing spacing;
    private final List<Line> lines = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private final StringBuilder code = new StringBuilder();
    private String comment = "";
    private int indent;
    /** The last two tokens, and whether the text between statements has ended since. */
    private Token last;
    private Token beforeLast;
    private boolean continues;

    private Formatter(SourceFile file, List<Token> tokens, Unit unit) {
        text = file.text();
        this.tokens = tokens;
        spacing = new Spacing(new Roles(unit, tokens));
        last = tokens.getFirst();
        beforeLast = last;
    }

    /** The file's text laid out, or nothing if it has syntax errors, which {@code diagnostics} then holds. */
    public static Optional<String> format(SourceFile file, Diagnostics diagnostics) {
        Diagnostics own = new Diagnostics();
        Unit unit = Parser.parse(file, own);
        own.all().forEach(d -> diagnostics.error(d.at(), d.message(), d.notes(), d.hint()));
        if (own.hasErrors()) {
            return Optional.empty();
        }
        return Optional.of(new Formatter(file, Parser.tokens(file, own), unit).text());
    }

    private String text() {
        int at = text.startsWith("\uFEFF") ? 1 : 0;
        for (Token token : tokens) {
            between(at, token.start());
            if (token.kind() == TokenKind.NEWLINE) {
                continues = false;
                at = token.start();
            } else if (token.kind() == TokenKind.END) {
                break;
            } else {
                add(token);
                at = token.end();
            }
        }
        end();
        return print();
    }

    /** Comments and line ends between two tokens. */
    private void between(int from, int to) {
        int at = from;
        while (at < to) {
            char c = text.charAt(at);
            if (c == '\n') {
                end();
                at++;
            } else if (c == '/') {
                int stop = text.indexOf('\n', at);
                stop = stop < 0 ? text.length() : stop;
                if (code.isEmpty()) {
                    indent = indentation(Optional.empty());
                }
                comment = text.substring(at, stop).stripTrailing();
                at = stop;
            } else {
                at++;
            }
        }
    }

    /** Ends a line, which may be empty: two empty lines one behind the other, or one behind an opening brace, are not kept. */
    private void end() {
        Line line = new Line(code.isEmpty() && comment.isEmpty() ? 0 : indent, code.toString(), comment);
        code.setLength(0);
        comment = "";
        boolean opened = !lines.isEmpty() && lines.getLast().code().endsWith("{");
        if (!line.blank() || !lines.isEmpty() && !lines.getLast().blank() && !opened) {
            lines.add(line);
        }
    }

    private void add(Token token) {
        if (code.isEmpty()) {
            indent = indentation(Optional.of(token));
        } else if (spacing.between(beforeLast, last, token)) {
            code.append(' ');
        }
        code.append(token.text());
        switch (token.kind()) {
            case OPEN, OPEN_BRACKET, OPEN_BRACE -> open.push(new Open(indent, token.kind() == TokenKind.OPEN_BRACE));
            case CLOSE, CLOSE_BRACKET, CLOSE_BRACE -> open.poll();
            default -> {
                // Nothing opens or closes.
            }
        }
        beforeLast = last;
        last = token;
        continues = true;
    }

    /** Of the line that begins with this token, or with a comment. */
    private int indentation(Optional<Token> first) {
        Open innermost = open.peek();
        if (innermost != null && first.map(Token::kind).filter(Formatter::closes).isPresent()) {
            return innermost.indent();
        }
        int base = innermost == null ? 0 : innermost.indent() + STEP;
        return continues && goesOn(innermost) ? base + STEP : base;
    }

    /** Whether a line that begins now is in the middle of something that brackets do not show. */
    private boolean goesOn(Open innermost) {
        return switch (last.kind()) {
            case OPEN, OPEN_BRACKET, OPEN_BRACE, SEMICOLON -> false;
            case COMMA -> innermost == null;
            case CLOSE_BRACE -> false;
            default -> innermost == null || innermost.brace();
        };
    }

    private static boolean closes(TokenKind kind) {
        return kind == TokenKind.CLOSE || kind == TokenKind.CLOSE_BRACKET || kind == TokenKind.CLOSE_BRACE;
    }

    private String print() {
        StringBuilder out = new StringBuilder();
        int end = lines.size();
        while (end > 0 && lines.get(end - 1).blank()) {
            end--;
        }
        int column = 0;
        for (int i = 0; i < end; i++) {
            Line line = lines.get(i);
            if (i == 0 || lines.get(i - 1).blank() || lines.get(i - 1).indent() != line.indent()) {
                column = column(i, end);
            }
            if (line.blank() && i + 1 < end && lines.get(i + 1).code().startsWith("}")) {
                continue;
            }
            out.append(" ".repeat(line.indent())).append(line.code());
            if (line.trailing()) {
                out.append(" ".repeat(column - line.width()));
            }
            out.append(line.comment()).append('\n');
        }
        return out.toString();
    }

    /** Where comments behind code stand in the run of lines from {@code from} on that have the same indentation and no blank line between them. */
    private int column(int from, int end) {
        int column = 0;
        for (int i = from; i < end && !lines.get(i).blank() && lines.get(i).indent() == lines.get(from).indent(); i++) {
            column = lines.get(i).trailing() ? Math.max(column, lines.get(i).width() + GAP) : column;
        }
        return column;
    }
}

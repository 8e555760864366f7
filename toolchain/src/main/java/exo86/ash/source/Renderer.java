package exo86.ash.source;

import java.util.List;

/**
 * Writes diagnostics for people: {@code file:line:col: error: …}, the source line with what is meant underlined, notes, hint.
 *
 * <p>Columns count characters from 1, as editors do. Tabs in the shown line become blanks so that the marks stand below what they mean
 * on any terminal; long lines are cut around the mark; control characters are not sent to the terminal.
 */
public final class Renderer {
    private static final int WIDTH = 120;
    private static final int TAB = 4;

    private final boolean colour;

    public Renderer(boolean colour) {
        this.colour = colour;
    }

    /** All of them, each ending in a newline, and a last line that counts them. */
    public String render(List<Diagnostics.Diagnostic> diagnostics) {
        StringBuilder out = new StringBuilder();
        diagnostics.forEach(d -> out.append(render(d)));
        if (diagnostics.size() > 1) {
            out.append(diagnostics.size()).append(" errors\n");
        }
        return out.toString();
    }

    public String render(Diagnostics.Diagnostic diagnostic) {
        StringBuilder out = new StringBuilder();
        part(out, diagnostic.at(), "error", "31", diagnostic.message());
        for (Diagnostics.Note note : diagnostic.notes()) {
            part(out, note.at(), "note", "36", note.message());
        }
        if (!diagnostic.hint().isEmpty()) {
            out.append("  ").append(paint("32", "hint:")).append(' ').append(clean(diagnostic.hint())).append('\n');
        }
        return out.toString();
    }

    private void part(StringBuilder out, Span at, String kind, String paint, String message) {
        out.append(paint("1", at.toString() + ":")).append(' ').append(paint(paint, kind + ":")).append(' ').append(clean(message)).append('\n');
        String line = at.file().lineText(at.line());
        if (line.isBlank()) {
            return;
        }
        int start = Math.min(at.column() - 1, line.length());
        int end = Math.clamp((long) start + at.end() - at.start(), start, line.length());
        String before = expand(line.substring(0, start), 0);
        String marked = expand(line.substring(start, end), before.length());
        String after = expand(line.substring(end), before.length() + marked.length());
        String shown = before + marked + after;
        int from = 0;
        if (shown.length() > WIDTH) {
            from = Math.clamp(before.length() - WIDTH / 2L, 0, Math.max(0, shown.length() - WIDTH));
        }
        int to = Math.min(shown.length(), from + WIDTH);
        String gutter = String.valueOf(at.line());
        String cut = (from > 0 ? "…" : "") + shown.substring(from, to) + (to < shown.length() ? "…" : "");
        int marks = Math.max(1, Math.min(marked.length(), to - before.length()));
        out.append("  ").append(gutter).append(" | ").append(cut).append('\n');
        out.append("  ").append(" ".repeat(gutter.length())).append(" | ").append(" ".repeat(before.length() - from + (from > 0 ? 1 : 0)))
                .append(paint(paint, "^" + "~".repeat(marks - 1))).append('\n');
    }

    private static String expand(String text, int column) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            if (c == '\t') {
                out.append(" ".repeat(TAB - (column + out.length()) % TAB));
            } else {
                out.append(Character.isISOControl(c) ? '�' : c);
            }
        }
        return out.toString();
    }

    private static String clean(String text) {
        return expand(text, 0);
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}

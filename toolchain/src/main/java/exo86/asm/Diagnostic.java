package exo86.asm;

/** A mistake in a source file. Lines and columns count from 1. */
public record Diagnostic(String file, int line, int column, String message, String sourceLine) {
    /** {@code file:line:col: error: message}, the source line, a caret below the place. */
    public String render() {
        StringBuilder text = new StringBuilder();
        text.append(file).append(':').append(line).append(':').append(column).append(": error: ").append(message).append('\n');
        text.append("    ").append(sourceLine).append("\n    ");
        for (int i = 0; i < column - 1; i++) {
            text.append(i < sourceLine.length() && sourceLine.charAt(i) == '\t' ? '\t' : ' ');
        }
        return text.append("^\n").toString();
    }
}

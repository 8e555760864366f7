package exo86.ash.ir;

/** Text that is no program in the text form, and the line where that shows, counted from 1. */
public final class TextException extends Exception {
    private static final long serialVersionUID = 1;
    private final int line;

    TextException(int line, String message) {
        super("line " + line + ": " + message);
        this.line = line;
    }

    public int line() {
        return line;
    }
}

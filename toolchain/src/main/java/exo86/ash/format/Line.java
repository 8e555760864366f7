package exo86.ash.format;

/**
 * One line of the result.
 *
 * @param indent blanks before it
 * @param code its tokens, perhaps none; may hold line ends where an assembly body stands in it
 * @param comment what ends it, from its slashes on, or empty
 */
record Line(int indent, String code, String comment) {
    boolean blank() {
        return code.isEmpty() && comment.isEmpty();
    }

    /** A comment behind code, which lines up with its neighbours'. */
    boolean trailing() {
        return !code.isEmpty() && !comment.isEmpty();
    }

    /** Columns of its last line's code. */
    int width() {
        int last = code.lastIndexOf('\n');
        return last < 0 ? indent + code.length() : code.length() - last - 1;
    }
}

package exo86.asm;

/**
 * A piece of a line.
 *
 * @param text   as written for words and punctuation, the characters (one a byte) of a string
 * @param number value of a NUMBER
 * @param column from 0
 */
record Token(Kind kind, String text, long number, int column) {
    enum Kind { WORD, NUMBER, FLOAT, STRING, PUNCTUATION, END }

    boolean is(String punctuation) {
        return kind == Kind.PUNCTUATION && text.equals(punctuation);
    }
}

package exo86.asm;

/** Something on the current line is wrong, at a column that counts from 0. Caught by whoever goes on with the next line. */
final class SyntaxException extends Exception {
    final int column;

    SyntaxException(int column, String message) {
        super(message);
        this.column = column;
    }
}

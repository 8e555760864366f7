package exo86.ash.ir;

/** Operations of two words that trap when the exact result is not a word: unsigned ({@code U}) or signed ({@code S}). */
public enum TrappingOperator {
    ADD_U, ADD_S, SUB_U, SUB_S, MUL_U, MUL_S;

    /** The exact result. */
    public long exact(int a, int b) {
        long left = signed() ? a : Integer.toUnsignedLong(a);
        long right = signed() ? b : Integer.toUnsignedLong(b);
        return switch (this) {
            case ADD_U, ADD_S -> left + right;
            case SUB_U, SUB_S -> left - right;
            case MUL_U, MUL_S -> left * right;
        };
    }

    /** Whether the exact result is a word. */
    public boolean fits(int a, int b) {
        long exact = exact(a, b);
        return signed() ? exact == (int) exact : exact >>> 32 == 0;
    }

    public boolean signed() {
        return ordinal() % 2 == 1;
    }

    /** The same without the trap. */
    public BinaryOperator wrapping() {
        return switch (this) {
            case ADD_U, ADD_S -> BinaryOperator.ADD;
            case SUB_U, SUB_S -> BinaryOperator.SUB;
            case MUL_U, MUL_S -> BinaryOperator.MUL;
        };
    }

    /** The name in the text form. */
    public String text() {
        return switch (this) {
            case ADD_U -> "addtrap.u";
            case ADD_S -> "addtrap.s";
            case SUB_U -> "subtrap.u";
            case SUB_S -> "subtrap.s";
            case MUL_U -> "multrap.u";
            case MUL_S -> "multrap.s";
        };
    }
}

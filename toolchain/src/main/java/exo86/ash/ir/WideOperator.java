package exo86.ash.ir;

/**
 * Operations of 64-bit numbers, each given as two words, the low one first; the result is two words. The operands are both numbers'
 * words, or, of the shifts, the number's words and the count, which is taken modulo 64. A divisor is never zero; the least number divided by -1
 * is itself. The trapping ones carry a reason.
 */
public enum WideOperator {
    ADD, SUB, MUL, SHL, SHR, SAR, UDIV, UREM, SDIV, SREM, ADDTRAP_U, ADDTRAP_S, SUBTRAP_U, SUBTRAP_S, MULTRAP_U, MULTRAP_S;

    public boolean shifts() {
        return this == SHL || this == SHR || this == SAR;
    }

    public boolean divides() {
        return this == UDIV || this == UREM || this == SDIV || this == SREM;
    }

    public boolean traps() {
        return ordinal() >= ADDTRAP_U.ordinal();
    }

    public int operands() {
        return shifts() ? 3 : 4;
    }

    /** The result for two numbers, without the trap; {@code b} is a shift's count. A divisor is not zero. */
    public long apply(long a, long b) {
        return switch (this) {
            case ADD, ADDTRAP_U, ADDTRAP_S -> a + b;
            case SUB, SUBTRAP_U, SUBTRAP_S -> a - b;
            case MUL, MULTRAP_U, MULTRAP_S -> a * b;
            case SHL -> a << b;
            case SHR -> a >>> b;
            case SAR -> a >> b;
            case UDIV -> Long.divideUnsigned(a, b);
            case UREM -> Long.remainderUnsigned(a, b);
            case SDIV -> a / b;
            case SREM -> a % b;
        };
    }

    /** Whether the exact result is one of 64 bits, unsigned or signed as the operation is. Only for those that trap. */
    public boolean fits(long a, long b) {
        return switch (this) {
            case ADDTRAP_U -> Long.compareUnsigned(a + b, a) >= 0;
            case SUBTRAP_U -> Long.compareUnsigned(a, b) >= 0;
            case MULTRAP_U -> Math.unsignedMultiplyHigh(a, b) == 0;
            case ADDTRAP_S -> ((a ^ a + b) & (b ^ a + b)) >= 0;
            case SUBTRAP_S -> ((a ^ b) & (a ^ a - b)) >= 0;
            case MULTRAP_S -> Math.multiplyHigh(a, b) == a * b >> 63;
            default -> true;
        };
    }

    /** The name in the text form. */
    public String text() {
        return "w" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '.');
    }
}

package exo86.ash.ir;

/**
 * Operations of two words. Everything wraps around. Shift counts are taken modulo 32. A divisor is never zero (a {@link Instruction.Check} or a
 * constant sees to it); SDIV of the least number by -1 is the least number, its SREM 0.
 */
public enum BinaryOperator {
    ADD, SUB, MUL, AND, OR, XOR, SHL, SHR, SAR, UDIV, UREM, SDIV, SREM;

    public boolean commutes() {
        return switch (this) {
            case ADD, MUL, AND, OR, XOR -> true;
            default -> false;
        };
    }

    /** A zero on the right is not allowed. */
    public boolean divides() {
        return ordinal() >= UDIV.ordinal();
    }

    /** The result for two numbers; the divisor is not zero. */
    public int apply(int a, int b) {
        return switch (this) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            case SHL -> a << b;
            case SHR -> a >>> b;
            case SAR -> a >> b;
            case UDIV -> Integer.divideUnsigned(a, b);
            case UREM -> Integer.remainderUnsigned(a, b);
            case SDIV -> a / b;
            case SREM -> a % b;
        };
    }

    /** The name in the text form. */
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}

package exo86.cpu;

/**
 * The six arithmetic flags, kept lazily as (operation, a, b, result) and computed when somebody looks. Pure functions, shared by both engines.
 *
 * <p>Operands and result of 8- and 16-bit operations are shifted to the top of the int, so that one set of 32-bit rules serves all widths:
 * the operation's number carries the shift in bits 8 and up. With a carry going in, a, b and result are still those of the instruction, the
 * rules below hold for ADC and SBB as they stand.
 *
 * <ul>
 * <li>{@link #EXPLICIT}: a holds the six flags in their places.
 * <li>{@link #ADD}, {@link #SUB}: from a, b and result.
 * <li>{@link #INCREMENT}, {@link #DECREMENT}: from result, and b is the CF from before.
 * <li>{@link #RESULT}: ZF, SF and PF from result; CF, OF and AF are in b, in their places.
 * </ul>
 */
public final class Flags {
    public static final int CF = 0x1, PF = 0x4, AF = 0x10, ZF = 0x40, SF = 0x80, TF = 0x100, IF = 0x200, DF = 0x400, OF = 0x800;
    public static final int IOPL = 0x3000, NT = 0x4000, RF = 0x10000, VM = 0x20000, AC = 0x40000, VIF = 0x80000, VIP = 0x100000, ID = 0x200000;
    /** The six. */
    public static final int STATUS = CF | PF | AF | ZF | SF | OF;

    public static final int EXPLICIT = 0, ADD = 1, SUB = 2, INCREMENT = 3, DECREMENT = 4, RESULT = 5;
    public static final int SHIFT_8 = 24 << 8, SHIFT_16 = 16 << 8;

    private Flags() {
    }

    public static boolean carry(int op, int a, int b, int result) {
        return switch (op & 0xFF) {
            case EXPLICIT -> (a & CF) != 0;
            case ADD -> (a & b | (a | b) & ~result) < 0;
            case SUB -> (~a & b | ~(a ^ b) & result) < 0;
            default -> (b & CF) != 0;
        };
    }

    public static boolean overflow(int op, int a, int b, int result) {
        return switch (op & 0xFF) {
            case EXPLICIT -> (a & OF) != 0;
            case ADD -> ((a ^ result) & (b ^ result)) < 0;
            case SUB -> ((a ^ b) & (a ^ result)) < 0;
            case INCREMENT -> result == Integer.MIN_VALUE;
            case DECREMENT -> result == Integer.MAX_VALUE - (1 << (op >>> 8)) + 1;
            default -> (b & OF) != 0;
        };
    }

    public static boolean zero(int op, int a, int result) {
        return (op & 0xFF) == EXPLICIT ? (a & ZF) != 0 : result == 0;
    }

    public static boolean sign(int op, int a, int result) {
        return (op & 0xFF) == EXPLICIT ? (a & SF) != 0 : result < 0;
    }

    public static boolean parity(int op, int a, int result) {
        return (op & 0xFF) == EXPLICIT ? (a & PF) != 0 : evenParity(result >>> (op >>> 8));
    }

    public static boolean adjust(int op, int a, int b, int result) {
        int low = result >>> (op >>> 8);
        return switch (op & 0xFF) {
            case EXPLICIT -> (a & AF) != 0;
            case ADD, SUB -> ((a ^ b ^ result) >>> (op >>> 8) & AF) != 0;
            case INCREMENT -> (low & 15) == 0;
            case DECREMENT -> (low & 15) == 15;
            default -> (b & AF) != 0;
        };
    }

    /** PF of a result: an even number of ones in its low byte. */
    public static boolean evenParity(int result) {
        return (0x9669 >>> ((result ^ result >>> 4) & 15) & 1) != 0;
    }

    /** The six flags in their EFLAGS places. Each delivery of an interrupt needs them: one branch on the operation, not one a flag. */
    public static int pack(int op, int a, int b, int result) {
        int shift = op >>> 8;
        int flags = (result == 0 ? ZF : 0) | result >>> 24 & SF | (evenParity(result >>> shift) ? PF : 0);
        switch (op & 0xFF) {
            case EXPLICIT:
                return a & STATUS;
            case ADD:
                return flags | (a & b | (a | b) & ~result) >>> 31 | ((a ^ result) & (b ^ result)) >>> 20 & OF | (a ^ b ^ result) >>> shift & AF;
            case SUB:
                return flags | (~a & b | ~(a ^ b) & result) >>> 31 | ((a ^ b) & (a ^ result)) >>> 20 & OF | (a ^ b ^ result) >>> shift & AF;
            case INCREMENT, DECREMENT:
                return flags | b & CF | (overflow(op, a, b, result) ? OF : 0) | (adjust(op, a, b, result) ? AF : 0);
            default:
                return flags | b & (CF | OF | AF);
        }
    }

    /** SF, ZF and PF of a result of {@code width} bits, in their places. */
    public static int ofResult(int result, int width) {
        int top = result << 32 - width;
        return (top < 0 ? SF : 0) | (top == 0 ? ZF : 0) | (evenParity(result) ? PF : 0);
    }

    /** Condition {@code condition} (0–15, SDM 1 appendix B). */
    public static boolean condition(int condition, int op, int a, int b, int result) {
        boolean met = switch (condition >>> 1) {
            case 0 -> overflow(op, a, b, result);
            case 1 -> carry(op, a, b, result);
            case 2 -> zero(op, a, result);
            case 3 -> zero(op, a, result) || carry(op, a, b, result);
            case 4 -> sign(op, a, result);
            case 5 -> parity(op, a, result);
            case 6 -> sign(op, a, result) != overflow(op, a, b, result);
            default -> zero(op, a, result) || sign(op, a, result) != overflow(op, a, b, result);
        };
        return met == ((condition & 1) == 0);
    }
}

package exo86.jit;

import exo86.cpu.Flags;

/**
 * What is known at translation time of the lazy flags at a point: {@link Flags}' operation with its width, and a little more.
 *
 * <p>A kind is {@link #UNKNOWN}, or the operation (which carries the shift in bits 8 and up) with {@link #WITH_CARRY} if a carry went into the
 * operation, or with {@link #LOGIC} if CF, OF and AF are 0.
 */
final class FlagKind {
    static final int UNKNOWN = -1;
    static final int WITH_CARRY = 1 << 16, LOGIC = 1 << 17;

    private FlagKind() {
    }

    static int operation(int kind) {
        return kind & 0xFF;
    }

    /** The number that {@link Flags} uses. */
    static int lazy(int kind) {
        return kind & 0xFFFF;
    }

    static int shift(int width) {
        return 32 - width << 8;
    }

    static boolean plain(int kind, int operation) {
        return kind != UNKNOWN && operation(kind) == operation && (kind & WITH_CARRY) == 0;
    }

    static boolean logic(int kind) {
        return kind != UNKNOWN && (kind & LOGIC) != 0;
    }

    /** Whether a condition can be computed from the operands that a writer of this kind leaves, without all of the lazy flags. */
    static boolean fuses(int kind, int condition) {
        if (kind == UNKNOWN || (kind & WITH_CARRY) != 0) {
            return false;
        }
        int group = condition >>> 1;
        return switch (operation(kind)) {
            case Flags.SUB -> group != 0 && group != 5;
            case Flags.ADD -> group >= 1 && group <= 4;
            case Flags.RESULT -> (kind & LOGIC) != 0 ? group != 5 : group >= 1 && group <= 4;
            case Flags.INCREMENT, Flags.DECREMENT -> group >= 1 && group <= 4;
            default -> false;
        };
    }
}

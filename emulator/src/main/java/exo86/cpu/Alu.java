package exo86.cpu;

/**
 * Arithmetic that needs more than one line, as pure functions, shared by both engines. Each returns the result in the low 32 bits of a long
 * and the packed six flags in the high 32. Operands are zero-extended to {@code width} (8, 16 or 32) bits.
 *
 * <p>Results that the SDM calls undefined have one value here: shifts and rotates set OF by the rule for a count of 1 whatever the count, AF
 * of a shift is 0, MUL and IMUL set SF, ZF and PF from the low half and clear AF, decimal adjustments set OF to 0, and where a flag is
 * undefined otherwise it keeps its value.
 */
public final class Alu {
    private static final int CF = Flags.CF, AF = Flags.AF, OF = Flags.OF;

    private Alu() {
    }

    static int mask(int width) {
        return -1 >>> 32 - width;
    }

    private static long pair(int result, int flags) {
        return result & 0xFFFFFFFFL | (long) flags << 32;
    }

    /** The seven shifts and rotates by their /digit: ROL ROR RCL RCR SHL SHR SHL SAR; {@code count} is masked here, 0 changes nothing. */
    public static long shift(int digit, int value, int count, int width, int flags) {
        int c = count & 31;
        if (c == 0) {
            return pair(value, flags);
        }
        return switch (digit) {
            case 0 -> rotateLeft(value, c, width, flags);
            case 1 -> rotateRight(value, c, width, flags);
            case 2 -> rotateCarryLeft(value, c, width, flags);
            case 3 -> rotateCarryRight(value, c, width, flags);
            case 5 -> shiftRight(value, c, width);
            case 7 -> shiftArithmetic(value, c, width);
            default -> shiftLeft(value, c, width);
        };
    }

    private static long rotateLeft(int value, int count, int width, int flags) {
        int k = count & width - 1;
        int result = k == 0 ? value : (value << k | value >>> width - k) & mask(width);
        int carry = result & 1;
        return pair(result, rotateFlags(flags, carry, result >>> width - 1 & 1 ^ carry));
    }

    private static long rotateRight(int value, int count, int width, int flags) {
        int k = count & width - 1;
        int result = k == 0 ? value : (value >>> k | value << width - k) & mask(width);
        int top = result >>> width - 1 & 1;
        return pair(result, rotateFlags(flags, top, top ^ result >>> width - 2 & 1));
    }

    private static long rotateCarryLeft(int value, int count, int width, int flags) {
        int k = count % (width + 1);
        long all = value & 0xFFFFFFFFL | (long) (flags & CF) << width;
        long turned = k == 0 ? all : all << k | all >>> width + 1 - k;
        int result = (int) turned & mask(width);
        int carry = (int) (turned >>> width) & 1;
        return pair(result, rotateFlags(flags, carry, result >>> width - 1 & 1 ^ carry));
    }

    private static long rotateCarryRight(int value, int count, int width, int flags) {
        int k = count % (width + 1);
        long all = value & 0xFFFFFFFFL | (long) (flags & CF) << width;
        long turned = k == 0 ? all : all >>> k | all << width + 1 - k;
        int result = (int) turned & mask(width);
        int carry = (int) (turned >>> width) & 1;
        return pair(result, rotateFlags(flags, carry, (result >>> width - 1 ^ result >>> width - 2) & 1));
    }

    private static int rotateFlags(int flags, int carry, int overflow) {
        return flags & ~(CF | OF) | carry | (overflow != 0 ? OF : 0);
    }

    private static long shiftLeft(int value, int count, int width) {
        long wide = (value & 0xFFFFFFFFL) << count;
        int result = (int) wide & mask(width);
        int carry = (int) (wide >>> width) & 1;
        return pair(result, Flags.ofResult(result, width) | carry | ((result >>> width - 1 & 1) != carry ? OF : 0));
    }

    private static long shiftRight(int value, int count, int width) {
        int result = value >>> count;
        int carry = value >>> count - 1 & 1;
        int overflow = (result >>> width - 1 ^ result >>> width - 2) & 1;
        return pair(result, Flags.ofResult(result, width) | carry | (overflow != 0 ? OF : 0));
    }

    private static long shiftArithmetic(int value, int count, int width) {
        int signed = value << 32 - width >> 32 - width;
        int result = signed >> count & mask(width);
        return pair(result, Flags.ofResult(result, width) | signed >> count - 1 & 1);
    }

    /**
     * SHLD. With 16 bits and a count above 16 the SDM leaves all undefined: here the 48 bits destination:source:destination move, as P6
     * processors do.
     */
    public static long shiftLeftDouble(int value, int from, int count, int width, int flags) {
        int c = count & 31;
        if (c == 0) {
            return pair(value, flags);
        }
        int result;
        int carry;
        if (width == 32) {
            result = value << c | from >>> 32 - c;
            carry = value >>> 32 - c & 1;
        } else {
            long all = (long) value << 32 | (long) from << 16 | value;
            result = (int) (all << c >>> 32) & 0xFFFF;
            carry = (int) (all << c >>> 48) & 1;
        }
        int overflow = (result ^ value) >>> width - 1 & 1;
        return pair(result, Flags.ofResult(result, width) | carry | (overflow != 0 ? OF : 0));
    }

    /** SHRD, with the same choice for 16 bits. */
    public static long shiftRightDouble(int value, int from, int count, int width, int flags) {
        int c = count & 31;
        if (c == 0) {
            return pair(value, flags);
        }
        int result;
        int carry;
        if (width == 32) {
            result = value >>> c | from << 32 - c;
            carry = value >>> c - 1 & 1;
        } else {
            long all = (long) value << 32 | (long) from << 16 | value;
            result = (int) (all >>> c) & 0xFFFF;
            carry = (int) (all >>> c - 1) & 1;
        }
        int overflow = (result ^ value) >>> width - 1 & 1;
        return pair(result, Flags.ofResult(result, width) | carry | (overflow != 0 ? OF : 0));
    }

    /** IMUL with a truncated result: CF and OF say that it does not fit. */
    public static long multiplySigned(int a, int b, int width) {
        int shift = 32 - width;
        long product = (long) (a << shift >> shift) * (b << shift >> shift);
        int result = (int) product & mask(width);
        boolean fits = product == result << shift >> shift;
        return pair(result, Flags.ofResult(result, width) | (fits ? 0 : CF | OF));
    }

    public static long decimalAdjustAfterAddition(int al, int flags) {
        int result = al;
        int out = 0;
        if ((al & 15) > 9 || (flags & AF) != 0) {
            result += 6;
            out |= AF;
        }
        if (al > 0x99 || (flags & CF) != 0) {
            result += 0x60;
            out |= CF;
        }
        result &= 0xFF;
        return pair(result, out | Flags.ofResult(result, 8));
    }

    public static long decimalAdjustAfterSubtraction(int al, int flags) {
        int result = al;
        int out = 0;
        if ((al & 15) > 9 || (flags & AF) != 0) {
            result -= 6;
            out |= AF | (al < 6 ? CF : 0);
        }
        if (al > 0x99 || (flags & CF) != 0) {
            result -= 0x60;
            out |= CF;
        }
        result &= 0xFF;
        return pair(result, out | Flags.ofResult(result, 8));
    }

    /** AAA ({@code sign} 1) and AAS (-1) on AX. */
    public static long asciiAdjust(int ax, int sign, int flags) {
        int result = ax;
        int out = 0;
        if ((ax & 15) > 9 || (flags & AF) != 0) {
            result = ax + sign * 0x106;
            out = AF | CF;
        }
        result = result & 0xFF0F;
        return pair(result, out | Flags.ofResult(result, 8));
    }

    /** AAM by {@code base}, which is not 0: AX. */
    public static long asciiAdjustAfterMultiply(int al, int base) {
        int result = al / base << 8 | al % base;
        return pair(result, Flags.ofResult(result, 8));
    }

    public static long asciiAdjustBeforeDivide(int ax, int base) {
        int result = (ax >>> 8) * base + (ax & 0xFF) & 0xFF;
        return pair(result, Flags.ofResult(result, 8));
    }
}

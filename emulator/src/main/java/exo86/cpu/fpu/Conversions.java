package exo86.cpu.fpu;

import static exo86.cpu.fpu.Extended.BIAS;

/**
 * Memory formats (SDM 1 4.2, 8.1.2): single and double reals, integers, packed decimals. Loads leave an extended real in the {@link Rounder};
 * stores return the bits. A load does not look
 * at NaNs, and of a denormal only says that it was one: what that means depends on the instruction.
 */
final class Conversions {
    private static final int SINGLE_BIAS = 127, DOUBLE_BIAS = 1023;
    private static final long TEN_TO_18 = 1_000_000_000_000_000_000L;
    /** Sign byte and top digits of the packed decimal indefinite; the other bytes are 0. */
    static final int DECIMAL_INDEFINITE_TOP = 0xFFFF;
    static final long DECIMAL_INDEFINITE_LOW = 0xC000000000000000L;

    private final Rounder out;
    /** Bytes 8 and 9 of a packed decimal that {@link #toDecimal} made. */
    int decimalTop;

    Conversions(Rounder out) {
        this.out = out;
    }

    void fromSingle(int bits) {
        load(bits < 0, bits >>> 23 & 0xFF, 0xFF, (long) bits << 40 & Long.MAX_VALUE, SINGLE_BIAS);
    }

    void fromDouble(long bits) {
        load(bits < 0, (int) (bits >>> 52) & 0x7FF, 0x7FF, bits << 11 & Long.MAX_VALUE, DOUBLE_BIAS);
    }

    /** {@code fraction} stands below the place of the leading one. */
    private void load(boolean negative, int exponent, int top, long fraction, int bias) {
        int sign = negative ? Extended.SIGN : 0;
        if (exponent == top) {
            out.set(sign | Extended.MAX_EXPONENT, fraction | Extended.ONE);
        } else if (exponent != 0) {
            out.set(sign | exponent - bias + BIAS, fraction | Extended.ONE);
        } else if (fraction == 0) {
            out.setZero(negative);
        } else {
            out.memoryDenormal = true;
            int shift = Long.numberOfLeadingZeros(fraction);
            out.set(sign | BIAS - bias + 1 - shift, fraction << shift);
        }
    }

    void fromInteger(long value) {
        if (value == 0) {
            out.setZero(false);
            return;
        }
        long magnitude = Math.abs(value);
        int shift = Long.numberOfLeadingZeros(magnitude);
        out.set((value < 0 ? Extended.SIGN : 0) | BIAS + 63 - shift, magnitude << shift);
    }

    /** Packed decimal: 18 digits in {@code low} and the low byte of {@code top}, the sign on top. Digits above 9 count as what they weigh. */
    void fromDecimal(long low, int top) {
        long value = (top >>> 4 & 15) * 10 + (top & 15);
        for (int shift = 60; shift >= 0; shift -= 4) {
            value = value * 10 + (low >>> shift & 15);
        }
        fromInteger(value);
        if ((top & 0x8000) != 0) {
            out.exponent |= Extended.SIGN;
        }
    }

    int toSingle(int e, long s) {
        return (int) store(e, s, 24, SINGLE_BIAS, 0xFF);
    }

    long toDouble(int e, long s) {
        return store(e, s, 53, DOUBLE_BIAS, 0x7FF);
    }

    private long store(int e, long s, int bits, int bias, int top) {
        if (out.notANumber(e, s) || Extended.isInfinity(e, s) || Extended.isZero(e, s)) {
            if (out.flags == 0 && !Extended.isNan(e, s)) {
                out.set(e, s);
            }
        } else {
            out.round(Extended.negative(e), Extended.normalExponent(e, s), Extended.normalized(s), 0, bits, BIAS - bias + 1, BIAS - bias + top - 1);
        }
        int exponent = Extended.exponent(out.exponent);
        long packed = exponent == 0 ? 0 : exponent == Extended.MAX_EXPONENT ? top : exponent - BIAS + bias;
        long fraction = out.significand << 1 >>> 65 - bits;
        return (Extended.negative(out.exponent) ? 1L : 0L) << (top == 0xFF ? 31 : 63) | packed << bits - 1 | fraction;
    }

    /** Signed integer of {@code bits} bits by the rounding mode, or with {@code truncate} towards 0; the integer indefinite and IE if it does not fit. */
    long toInteger(int e, long s, int bits) {
        long limit = 1L << bits - 1;
        int exp = Extended.exponent(e) - BIAS;
        boolean negative = Extended.negative(e);
        if (exp >= 64 || Extended.isUnsupported(e, s)) {
            return outOfRange(limit);
        }
        long whole = exp < 0 ? 0 : s >>> 63 - exp;
        long value = out.integer(negative, whole, fraction(exp, s));
        boolean fits = !out.carried() && (value >= 0 && (bits == 64 || value < limit) || negative && value == limit);
        if (!fits) {
            return outOfRange(limit);
        }
        return negative ? -value : value;
    }

    private static long fraction(int exp, long s) {
        return exp < -1 ? s != 0 ? 1 : 0 : exp == -1 ? s : exp == 63 ? 0 : s << exp + 1;
    }

    private long outOfRange(long limit) {
        out.flags = Rounder.IE;
        out.up = false;
        return -limit;
    }

    /** Packed decimal: the low 16 digits, the rest in {@link #decimalTop}. */
    long toDecimal(int e, long s) {
        int exp = Extended.exponent(e) - BIAS;
        boolean negative = Extended.negative(e);
        long value = -1;
        if (exp < 60 && !Extended.isUnsupported(e, s)) {
            value = out.integer(negative, exp < 0 ? 0 : s >>> 63 - exp, fraction(exp, s));
        }
        if (value < 0 || value >= TEN_TO_18) {
            out.flags = Rounder.IE;
            out.up = false;
            decimalTop = DECIMAL_INDEFINITE_TOP;
            return DECIMAL_INDEFINITE_LOW;
        }
        long low = 0;
        for (int shift = 0; shift < 64; shift += 4) {
            low |= value % 10 << shift;
            value /= 10;
        }
        decimalTop = (int) (value % 10 | value / 10 << 4) | (negative ? 0x8000 : 0);
        return low;
    }
}

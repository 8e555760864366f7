package exo86.cpu.fpu;

/**
 * Results: rounding, range, exceptions (SDM 1 4.8.4, 4.9, 8.5).
 *
 * <p>An operation calls {@link #begin}, then leaves its result in {@link #exponent} and {@link #significand}, the exceptions in {@link #flags}
 * and in {@link #up} whether rounding made the magnitude larger. Whether an exception is masked matters here only for overflow and underflow,
 * whose unmasked result is scaled by 2^24576; that an unmasked one of the others keeps the result away is the register file's affair.
 *
 * <p>Tininess is detected after rounding. With less than full precision a denormal result is rounded at the same bit of the register as a normal
 * one, as processors do.
 */
final class Rounder {
    static final int IE = 1, DE = 2, ZE = 4, OE = 8, UE = 16, PE = 32;
    static final int NEAREST = 0, DOWN = 1, UP = 2;
    private static final int WRAP = 24576;

    int exponent;
    long significand;
    int flags;
    boolean up;
    /** The operand came from memory and was denormal in its own format. */
    boolean memoryDenormal;

    private int control;
    private int mode;
    private boolean carried, inexact;

    void begin(int controlWord) {
        control = controlWord;
        mode = controlWord >>> 10 & 3;
        flags = 0;
        up = false;
        memoryDenormal = false;
    }

    /** Bits of the significand that precision control leaves. */
    int precision() {
        return switch (control >>> 8 & 3) {
            case 0 -> 24;
            case 2 -> 53;
            default -> 64;
        };
    }

    int mode() {
        return mode;
    }

    boolean masked(int exception) {
        return (control & exception) != 0;
    }

    void set(int e, long s) {
        exponent = e;
        significand = s;
    }

    void setZero(boolean negative) {
        set(negative ? Extended.SIGN : 0, 0);
    }

    void setInfinity(boolean negative) {
        set(Extended.MAX_EXPONENT | (negative ? Extended.SIGN : 0), Extended.ONE);
    }

    void invalid() {
        flags |= IE;
        set(Extended.INDEFINITE_EXPONENT, Extended.INDEFINITE);
    }

    /** If the operand is no number, the result, and true. */
    boolean notANumber(int e, long s) {
        if (Extended.isUnsupported(e, s)) {
            invalid();
            return true;
        }
        if (Extended.isNan(e, s)) {
            if ((s & Extended.QUIET) == 0) {
                flags |= IE;
            }
            set(e, s | Extended.QUIET);
            return true;
        }
        return false;
    }

    /** If one operand is no number, the result by the rules of SDM 1 table 4-7, and true. */
    boolean notANumber(int ae, long as, int be, long bs) {
        if (Extended.isUnsupported(ae, as) || Extended.isUnsupported(be, bs)) {
            invalid();
            return true;
        }
        boolean a = Extended.isNan(ae, as), b = Extended.isNan(be, bs);
        if (!a && !b) {
            return false;
        }
        boolean signalingA = Extended.isSignaling(ae, as), signalingB = Extended.isSignaling(be, bs);
        if (signalingA || signalingB) {
            flags |= IE;
        }
        boolean first;
        if (a && b && signalingA == signalingB) {
            int order = Long.compareUnsigned(as, bs);
            first = order != 0 ? order > 0 : ae < be;
        } else {
            first = a && (!b || signalingB);
        }
        set(first ? ae : be, (first ? as : bs) | Extended.QUIET);
        return true;
    }

    void denormal(int e, long s) {
        if (memoryDenormal || Extended.isDenormal(e, s)) {
            flags |= DE;
        }
    }

    /** {@link #round} of a significand that may have leading zeros, not all of it. */
    void normalize(boolean negative, int exp, long hi, long lo, int bits) {
        long h = hi;
        long l = lo;
        int e = exp;
        if (h == 0) {
            h = l;
            l = 0;
            e -= 64;
        }
        int shift = Long.numberOfLeadingZeros(h);
        if (shift > 0) {
            h = h << shift | l >>> 64 - shift;
            l <<= shift;
            e -= shift;
        }
        round(negative, e, h, l, bits);
    }

    /** Rounds hi:lo, whose top bit is set and stands for 2^(exp - bias), to {@code bits} in the range of extended reals. */
    void round(boolean negative, int exp, long hi, long lo, int bits) {
        round(negative, exp, hi, lo, bits, 1, 0x7FFE);
    }

    /** Rounds to a format with normal exponents {@code min … max}; a denormal has exponent 0 whatever the format. */
    void round(boolean negative, int exp, long hi, long lo, int bits, int min, int max) {
        int sign = negative ? Extended.SIGN : 0;
        int e = exp;
        if (e < min) {
            long whole = roundSignificand(negative, hi, lo, bits);
            boolean tiny = e < min - 1 || !carried;
            if (!tiny || masked(UE)) {
                underflow(negative, min - e, hi, lo, bits, tiny);
                exponent |= significand < 0 ? min : 0;
                return;
            }
            flags |= UE;
            e += WRAP;
            if (e + (carried ? 1 : 0) < 1) {
                set(sign, 0);
                flags |= PE;
                up = false;
                return;
            }
            settle(sign, e, whole);
            return;
        }
        long rounded = roundSignificand(negative, hi, lo, bits);
        if (e + (carried ? 1 : 0) > max) {
            if (masked(OE)) {
                overflow(negative, bits, max);
                return;
            }
            flags |= OE;
            e -= WRAP;
            if (e > max) {
                setInfinity(negative);
                flags |= PE;
                up = true;
                return;
            }
        }
        settle(sign, e, rounded);
    }

    private void settle(int sign, int e, long rounded) {
        set(sign | e + (carried ? 1 : 0), carried ? Extended.ONE : rounded);
        if (inexact) {
            flags |= PE;
        }
    }

    private void underflow(boolean negative, int shift, long hi, long lo, int bits, boolean tiny) {
        long h;
        long l;
        if (shift >= 128) {
            h = 0;
            l = 1;
        } else if (shift >= 64) {
            l = shift == 64 ? hi : hi >>> shift - 64;
            boolean lost = lo != 0 || shift > 64 && hi << 128 - shift != 0;
            h = 0;
            l |= lost ? 1 : 0;
        } else {
            h = hi >>> shift;
            l = hi << 64 - shift | lo >>> shift | (lo << 64 - shift != 0 ? 1 : 0);
        }
        long rounded = roundSignificand(negative, h, l, bits);
        set(negative ? Extended.SIGN : 0, rounded);
        if (inexact) {
            flags |= tiny ? UE | PE : PE;
        }
    }

    private void overflow(boolean negative, int bits, int max) {
        flags |= OE | PE;
        up = mode == NEAREST || mode == (negative ? DOWN : UP);
        if (up) {
            setInfinity(negative);
        } else {
            set(max | (negative ? Extended.SIGN : 0), -1L << 64 - bits);
        }
    }

    /** Rounds hi:lo to the upper {@code bits} of hi; sets {@link #carried}, {@link #inexact} and {@link #up}. */
    private long roundSignificand(boolean negative, long hi, long lo, int bits) {
        long unit = 1L << 64 - bits;
        long below = hi & unit - 1;
        long kept = hi - below;
        boolean half;
        boolean more;
        if (bits == 64) {
            half = lo < 0;
            more = lo << 1 != 0;
        } else {
            half = (below & unit >>> 1) != 0;
            more = (below & (unit >>> 1) - 1) != 0 || lo != 0;
        }
        inexact = half || more;
        up = inexact && switch (mode) {
            case NEAREST -> half && (more || (kept & unit) != 0);
            case DOWN -> negative;
            case UP -> !negative;
            default -> false;
        };
        carried = up && kept + unit == 0;
        return up ? kept + unit : kept;
    }

    /** Rounds the magnitude hi.lo, an integer and a fraction, to an integer; PE and {@link #up} as it comes. */
    long integer(boolean negative, long hi, long lo) {
        long result = roundSignificand(negative, hi, lo, 64);
        if (inexact) {
            flags |= PE;
        }
        return result;
    }

    /** After {@link #integer}: the magnitude became 2^64. */
    boolean carried() {
        return carried;
    }
}

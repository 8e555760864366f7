package exo86.cpu.fpu;

/** What the two words of an extended real mean (SDM 1 table 4-3, 8.2.2): sign and biased exponent in 16 bits, 64-bit significand. */
public final class Extended {
    public static final int BIAS = 0x3FFF, MAX_EXPONENT = 0x7FFF, SIGN = 0x8000;
    public static final long ONE = 1L << 63, QUIET = 1L << 62;
    /** The real indefinite: what an invalid operation gives. */
    public static final int INDEFINITE_EXPONENT = 0xFFFF;
    public static final long INDEFINITE = ONE | QUIET;

    private Extended() {
    }

    static int exponent(int e) {
        return e & MAX_EXPONENT;
    }

    static boolean negative(int e) {
        return (e & SIGN) != 0;
    }

    static boolean isZero(int e, long s) {
        return s == 0 && exponent(e) == 0;
    }

    static boolean isInfinity(int e, long s) {
        return exponent(e) == MAX_EXPONENT && s == ONE;
    }

    static boolean isNan(int e, long s) {
        return exponent(e) == MAX_EXPONENT && s < 0 && s != ONE;
    }

    static boolean isSignaling(int e, long s) {
        return isNan(e, s) && (s & QUIET) == 0;
    }

    /** Denormal or pseudo-denormal. */
    static boolean isDenormal(int e, long s) {
        return exponent(e) == 0 && s != 0;
    }

    /** Encodings that an 80287 knew and a 387 refuses: a missing leading one. */
    static boolean isUnsupported(int e, long s) {
        return s >= 0 && exponent(e) != 0;
    }

    /** Exponent of the normalized form of a finite number other than zero; {@link #normalized} is its significand. */
    static int normalExponent(int e, long s) {
        return Math.max(exponent(e), 1) - Long.numberOfLeadingZeros(s);
    }

    static long normalized(long s) {
        return s << Long.numberOfLeadingZeros(s);
    }
}

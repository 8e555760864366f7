package exo86.cpu.fpu;

import static exo86.cpu.fpu.Extended.BIAS;
import static exo86.cpu.fpu.Extended.isInfinity;
import static exo86.cpu.fpu.Extended.isZero;
import static exo86.cpu.fpu.Extended.negative;
import static exo86.cpu.fpu.Extended.normalExponent;
import static exo86.cpu.fpu.Extended.normalized;

import java.math.BigInteger;

/** Addition to square root, remainders, comparison: exact, then one rounding. Results are in the {@link Rounder}. */
final class Arithmetic {
    static final int LESS = -1, EQUAL = 0, GREATER = 1, UNORDERED = 2;

    /** Low three bits of a remainder's quotient. */
    int quotient;
    /** A remainder is only partial. */
    boolean partial;

    private final Rounder out;
    private long remainder;

    Arithmetic(Rounder out) {
        this.out = out;
    }

    /** a + b, or a − b with {@code subtract}. */
    void add(int ae, long as, int be, long bs, boolean subtract) {
        if (ordinary(ae, as) && ordinary(be, bs)) {
            addMagnitudes(negative(ae), ae & Extended.MAX_EXPONENT, as, negative(be) != subtract, be & Extended.MAX_EXPONENT, bs);
            return;
        }
        if (out.notANumber(ae, as, be, bs)) {
            return;
        }
        boolean na = negative(ae), nb = negative(be) != subtract;
        boolean infiniteA = isInfinity(ae, as), infiniteB = isInfinity(be, bs);
        if (infiniteA && infiniteB && na != nb) {
            out.invalid();
            return;
        }
        out.denormal(ae, as);
        out.denormal(be, bs);
        if (infiniteA || infiniteB) {
            out.setInfinity(infiniteA ? na : nb);
        } else if (isZero(ae, as)) {
            if (isZero(be, bs)) {
                out.setZero(na == nb ? na : out.mode() == Rounder.DOWN);
            } else {
                out.round(nb, normalExponent(be, bs), normalized(bs), 0, out.precision());
            }
        } else if (isZero(be, bs)) {
            out.round(na, normalExponent(ae, as), normalized(as), 0, out.precision());
        } else {
            addMagnitudes(na, normalExponent(ae, as), normalized(as), nb, normalExponent(be, bs), normalized(bs));
        }
    }

    /** A normal number that was one in memory too: no operation has an exception because of it, nor a special result. */
    private boolean ordinary(int e, long s) {
        int exponent = e & Extended.MAX_EXPONENT;
        return s < 0 && exponent != 0 && exponent != Extended.MAX_EXPONENT && !out.memoryDenormal;
    }

    private void addMagnitudes(boolean na, int ea, long sa, boolean nb, int eb, long sb) {
        boolean swap = ea < eb || ea == eb && Long.compareUnsigned(sa, sb) < 0;
        boolean negative = swap ? nb : na;
        int exp = swap ? eb : ea;
        long hi = swap ? sb : sa;
        long small = swap ? sa : sb;
        int shift = Math.abs(ea - eb);
        long smallHi = shift < 64 ? small >>> shift : 0;
        long smallLo = shift == 0 ? 0 : shift < 64 ? small << 64 - shift : shift == 64 ? small
            : shift < 128 ? small >>> shift - 64 | (small << 128 - shift != 0 ? 1 : 0) : 1;
        if (na != nb) {
            long lo = -smallLo;
            hi = hi - smallHi - (smallLo != 0 ? 1 : 0);
            if (hi == 0 && lo == 0) {
                out.setZero(out.mode() == Rounder.DOWN);
                return;
            }
            out.normalize(negative, exp, hi, lo, out.precision());
            return;
        }
        long sum = hi + smallHi;
        if (Long.compareUnsigned(sum, hi) < 0) {
            out.round(negative, exp + 1, sum >>> 1 | Extended.ONE, sum << 63 | smallLo >>> 1 | smallLo & 1, out.precision());
        } else {
            out.round(negative, exp, sum, smallLo, out.precision());
        }
    }

    void multiply(int ae, long as, int be, long bs) {
        if (ordinary(ae, as) && ordinary(be, bs)) {
            multiplyFinite(negative(ae) != negative(be), ae & Extended.MAX_EXPONENT, as, be & Extended.MAX_EXPONENT, bs);
            return;
        }
        if (out.notANumber(ae, as, be, bs)) {
            return;
        }
        boolean negative = negative(ae) != negative(be);
        boolean infinite = isInfinity(ae, as) || isInfinity(be, bs);
        boolean zero = isZero(ae, as) || isZero(be, bs);
        if (infinite && zero) {
            out.invalid();
            return;
        }
        out.denormal(ae, as);
        out.denormal(be, bs);
        if (infinite) {
            out.setInfinity(negative);
        } else if (zero) {
            out.setZero(negative);
        } else {
            multiplyFinite(negative, normalExponent(ae, as), normalized(as), normalExponent(be, bs), normalized(bs));
        }
    }

    private void multiplyFinite(boolean negative, int ea, long a, int eb, long b) {
        out.normalize(negative, ea + eb - BIAS + 1, Math.unsignedMultiplyHigh(a, b), a * b, out.precision());
    }

    void divide(int ae, long as, int be, long bs) {
        if (ordinary(ae, as) && ordinary(be, bs)) {
            divideFinite(negative(ae) != negative(be), (ae & Extended.MAX_EXPONENT) - (be & Extended.MAX_EXPONENT) + BIAS, as, bs);
            return;
        }
        if (out.notANumber(ae, as, be, bs)) {
            return;
        }
        boolean negative = negative(ae) != negative(be);
        boolean infiniteA = isInfinity(ae, as), infiniteB = isInfinity(be, bs);
        boolean zeroA = isZero(ae, as), zeroB = isZero(be, bs);
        if (infiniteA && infiniteB || zeroA && zeroB) {
            out.invalid();
            return;
        }
        if (zeroB && !infiniteA) {
            out.flags |= Rounder.ZE;
            out.setInfinity(negative);
            return;
        }
        out.denormal(ae, as);
        out.denormal(be, bs);
        if (infiniteA) {
            out.setInfinity(negative);
        } else if (zeroA || infiniteB) {
            out.setZero(negative);
        } else {
            divideFinite(negative, normalExponent(ae, as) - normalExponent(be, bs) + BIAS, normalized(as), normalized(bs));
        }
    }

    private void divideFinite(boolean negative, int exp, long a, long b) {
        boolean carry = Long.compareUnsigned(a, b) >= 0;
        long hi = carry ? divideWide(a >>> 1, a << 63, b) : divideWide(a, 0, b);
        // of what is below the quotient a rounding asks only whether it is a half, less or more
        boolean half = remainder < 0 || Long.compareUnsigned(remainder << 1, b) >= 0;
        long rest = half ? (remainder << 1) - b : remainder;
        long lo = (half ? Long.MIN_VALUE : 0) | (rest != 0 ? 1 : 0);
        out.round(negative, carry ? exp : exp - 1, hi, lo, out.precision());
    }

    /** hi:lo / divisor with hi &lt; divisor, whose top bit is set; the rest in {@link #remainder} (Knuth's algorithm D, 32-bit digits). */
    private long divideWide(long hi, long lo, long divisor) {
        long top = digit(hi, lo >>> 32, divisor);
        long low = digit(remainder, lo & 0xFFFFFFFFL, divisor);
        return top << 32 | low;
    }

    /** One 32-bit digit of (rest:next) / divisor. */
    private long digit(long rest, long next, long divisor) {
        long dh = divisor >>> 32, dl = divisor & 0xFFFFFFFFL;
        long q = Long.divideUnsigned(rest, dh);
        long r = Long.remainderUnsigned(rest, dh);
        while (q >>> 32 != 0 || Long.compareUnsigned(q * dl, r << 32 | next) > 0) {
            q--;
            r += dh;
            if (r >>> 32 != 0) {
                break;
            }
        }
        remainder = (rest << 32 | next) - q * divisor;
        return q;
    }

    void squareRoot(int e, long s) {
        if (out.notANumber(e, s)) {
            return;
        }
        if (isZero(e, s)) {
            out.set(e, s);
            return;
        }
        if (negative(e)) {
            out.invalid();
            return;
        }
        out.denormal(e, s);
        if (isInfinity(e, s)) {
            out.set(e, s);
            return;
        }
        int exp = normalExponent(e, s) - BIAS;
        // 128 bits of root of a significand in [1, 4): the exponent left over is even
        BigInteger radicand = new BigInteger(Long.toUnsignedString(normalized(s))).shiftLeft(191 + (exp & 1));
        BigInteger[] root = radicand.sqrtAndRemainder();
        long sticky = root[1].signum() != 0 ? 1 : 0;
        out.round(false, (exp >> 1) + BIAS, root[0].shiftRight(64).longValue(), root[0].longValue() | sticky, out.precision());
    }

    // ---- remainders

    /** FPREM, or FPREM1 with {@code nearest}: exact; reduces the exponents' difference by less than 64 in one go. */
    void remainder(int ae, long as, int be, long bs, boolean nearest) {
        quotient = 0;
        partial = false;
        if (out.notANumber(ae, as, be, bs)) {
            return;
        }
        if (isInfinity(ae, as) || isZero(be, bs)) {
            out.invalid();
            return;
        }
        out.denormal(ae, as);
        out.denormal(be, bs);
        if (isZero(ae, as)) {
            out.set(ae, as);
            return;
        }
        boolean negative = negative(ae);
        int ea = normalExponent(ae, as);
        long a = normalized(as);
        if (isInfinity(be, bs)) {
            out.round(negative, ea, a, 0, 64);
            return;
        }
        int eb = normalExponent(be, bs);
        long b = normalized(bs);
        int difference = ea - eb;
        if (difference < (nearest ? -1 : 0)) {
            out.round(negative, ea, a, 0, 64);
            return;
        }
        partial = difference >= 64;
        int steps = partial ? difference & 31 | 32 : difference;
        int exp = eb + difference - steps;
        long rest = difference < 0 ? 0 : reduce(a, b, steps);
        if (difference < 0) {
            // a is between b/4 and b: twice a against b decides
            roundHalf(negative, eb, a, b);
            return;
        }
        if (nearest && !partial) {
            boolean above = rest < 0 || Long.compareUnsigned(rest << 1, b) > 0;
            if (above || rest << 1 == b && (quotient & 1) != 0) {
                quotient++;
                rest = b - rest;
                negative = !negative;
            }
        }
        finish(negative, exp, rest);
    }

    /** a, of an exponent one below b's, to the nearest multiple of b: 0 or b. */
    private void roundHalf(boolean negative, int expB, long a, long b) {
        if (Long.compareUnsigned(a, b) > 0) {
            quotient = 1;
            // b − a/2
            long lo = -(a << 63);
            long hi = b - (a >>> 1) - (lo != 0 ? 1 : 0);
            out.normalize(!negative, expB, hi, lo, 64);
        } else {
            out.round(negative, expB - 1, a, 0, 64);
        }
    }

    /** a · 2^steps modulo b, by as many steps of long division; {@link #quotient} gets the low bits. */
    private long reduce(long a, long b, int steps) {
        long rest = a;
        long q = 0;
        if (Long.compareUnsigned(rest, b) >= 0) {
            rest -= b;
            q = 1;
        }
        for (int k = 0; k < steps; k++) {
            boolean carry = rest < 0;
            rest <<= 1;
            q <<= 1;
            if (carry || Long.compareUnsigned(rest, b) >= 0) {
                rest -= b;
                q |= 1;
            }
        }
        quotient = (int) q;
        return rest;
    }

    private void finish(boolean negative, int exp, long rest) {
        if (rest == 0) {
            out.setZero(negative);
        } else {
            out.normalize(negative, exp, rest, 0, 64);
        }
    }

    // ---- others

    /** a · 2^trunc(b). */
    void scale(int ae, long as, int be, long bs) {
        if (out.notANumber(ae, as, be, bs)) {
            return;
        }
        boolean negative = negative(ae);
        if (isInfinity(be, bs)) {
            boolean toZero = negative(be);
            if (toZero ? isInfinity(ae, as) : isZero(ae, as)) {
                out.invalid();
                return;
            }
            out.denormal(ae, as);
            if (toZero) {
                out.setZero(negative);
            } else {
                out.setInfinity(negative);
            }
            return;
        }
        out.denormal(ae, as);
        out.denormal(be, bs);
        if (isInfinity(ae, as) || isZero(ae, as)) {
            out.set(ae, as);
            return;
        }
        int power = 0;
        if (!isZero(be, bs)) {
            int eb = Extended.exponent(be) - BIAS;
            power = eb < 0 ? 0 : eb > 16 ? 1 << 17 : (int) (bs >>> 63 - eb);
        }
        out.round(negative, normalExponent(ae, as) + (negative(be) ? -power : power), normalized(as), 0, 64);
    }

    /** FRNDINT. */
    void roundToInteger(int e, long s) {
        if (out.notANumber(e, s)) {
            return;
        }
        out.denormal(e, s);
        int exp = Extended.exponent(e) - BIAS;
        if (exp >= 63 || isZero(e, s)) {
            out.set(e, s);
            return;
        }
        boolean negative = negative(e);
        long whole = exp < 0 ? 0 : s >>> 63 - exp;
        long fraction = exp < -1 ? 1 : exp == -1 ? s : s << exp + 1;
        long value = out.integer(negative, whole, fraction);
        if (value == 0) {
            out.setZero(negative);
        } else {
            out.set(e & Extended.SIGN | BIAS + 63 - Long.numberOfLeadingZeros(value), normalized(value));
        }
    }

    /** How a stands to b; {@code quiet}: a quiet NaN is no invalid operation. */
    int compare(int ae, long as, int be, long bs, boolean quiet) {
        if (Extended.isUnsupported(ae, as) || Extended.isUnsupported(be, bs)) {
            out.flags |= Rounder.IE;
            return UNORDERED;
        }
        if (Extended.isNan(ae, as) || Extended.isNan(be, bs)) {
            if (!quiet || Extended.isSignaling(ae, as) || Extended.isSignaling(be, bs)) {
                out.flags |= Rounder.IE;
            }
            return UNORDERED;
        }
        out.denormal(ae, as);
        out.denormal(be, bs);
        boolean na = negative(ae), nb = negative(be);
        if (as == 0 && bs == 0) {
            return EQUAL;
        }
        if (as == 0 || bs == 0 || na != nb) {
            return as == 0 ? nb ? GREATER : LESS : na ? LESS : GREATER;
        }
        int ea = Math.max(Extended.exponent(ae), 1), eb = Math.max(Extended.exponent(be), 1);
        int order = ea != eb ? Integer.compare(ea, eb) : Long.compareUnsigned(as, bs);
        return order == 0 ? EQUAL : order > 0 != na ? GREATER : LESS;
    }
}

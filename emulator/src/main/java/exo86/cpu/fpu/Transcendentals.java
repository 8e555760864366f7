package exo86.cpu.fpu;

import static exo86.cpu.fpu.Extended.isInfinity;
import static exo86.cpu.fpu.Extended.isZero;
import static exo86.cpu.fpu.Extended.negative;

import java.math.BigInteger;

/**
 * The transcendental functions: series in {@link Wide} numbers, then one rounding, so results are correctly rounded but in cases nobody has
 * found. Precision control does not apply. Arguments of sine and tangent are reduced by the 66-bit π that processors have
 * (SDM 1 8.3.8), exactly; the special cases are those of the tables in SDM 2A.
 */
final class Transcendentals {
    /** π as the argument reduction knows it: 66 bits. */
    private static final Wide REDUCTION_PI = new Wide(new BigInteger("3243F6A8885A308D3", 16), -64);
    static final Wide PI = new Wide(new BigInteger(
        "3243F6A8885A308D313198A2E03707344A4093822299F31D0082EFA98EC4E6C89452821E638D01377BE5466CF34E90C6CC0AC", 16), -400);
    static final Wide LN2 = arctanh(Wide.ONE.over(Wide.of(3))).shift(1);
    static final Wide LOG2_E = Wide.ONE.over(LN2);
    static final Wide LOG2_10 = logarithm(Wide.of(10)).over(LN2);
    static final Wide LOG10_2 = LN2.over(logarithm(Wide.of(10)));

    private final Rounder out;

    Transcendentals(Rounder out) {
        this.out = out;
    }

    /** Rounds an inexact value, or an exact one. */
    void round(Wide value, boolean exact) {
        boolean negative = value.mantissa().signum() < 0;
        BigInteger magnitude = value.mantissa().abs();
        int length = magnitude.bitLength();
        BigInteger top = length > 128 ? magnitude.shiftRight(length - 128) : magnitude.shiftLeft(128 - length);
        boolean lost = !exact || length > 128 && magnitude.getLowestSetBit() < length - 128;
        out.round(negative, value.exponent() + length - 1 + Extended.BIAS, top.shiftRight(64).longValue(), top.longValue() | (lost ? 1 : 0), 64);
    }

    // ---- series

    /** ln x for x &gt; 0. */
    private static Wide logarithm(Wide x) {
        int power = x.magnitude();
        Wide m = x.shift(-power);
        // m in [1, 2): centre it on 1
        if (m.times(m).magnitude() >= 1) {
            m = m.shift(-1);
            power++;
        }
        Wide ln = logarithmNearOne(m.minus(Wide.ONE));
        return power == 0 ? ln : ln.plus(Wide.of(power).times(LN2));
    }

    /** ln(1 + d) = 2 artanh(d / (2 + d)). */
    private static Wide logarithmNearOne(Wide d) {
        return d.isZero() ? Wide.ZERO : arctanh(d.over(d.plus(Wide.of(2)))).shift(1);
    }

    private static Wide arctanh(Wide z) {
        return oddSeries(z, z.times(z));
    }

    /** z + z·q/3 + z·q²/5 + … */
    private static Wide oddSeries(Wide z, Wide q) {
        Wide sum = z;
        Wide power = z;
        for (int n = 3;; n += 2) {
            power = power.times(q);
            if (negligible(power, sum)) {
                return sum.plus(power);
            }
            sum = sum.plus(power.over(Wide.of(n)));
        }
    }

    private static boolean negligible(Wide term, Wide sum) {
        return term.isZero() || term.magnitude() < sum.magnitude() - Wide.BITS;
    }

    private static Wide arctangent(Wide z) {
        Wide t = z;
        int halvings = 0;
        while (t.magnitude() >= -3) {
            t = t.over(Wide.ONE.plus(Wide.ONE.plus(t.times(t)).squareRoot()));
            halvings++;
        }
        return oddSeries(t, t.times(t).negate()).shift(halvings);
    }

    /** e^t − 1. */
    private static Wide exponentialMinusOne(Wide t) {
        return factorialSeries(t, t, 1, 1);
    }

    /** first + first·q/((from+1)…(from+step)) + …, each term from the one before. */
    private static Wide factorialSeries(Wide first, Wide q, int from, int step) {
        Wide sum = first;
        Wide term = first;
        for (int n = from;; n += step) {
            long divisor = step == 1 ? n + 1 : (long) (n + 1) * (n + 2);
            term = term.times(q).over(Wide.of(divisor));
            sum = sum.plus(term);
            if (negligible(term, sum)) {
                return sum;
            }
        }
    }

    private static Wide sineOf(Wide r) {
        return r.isZero() ? r : factorialSeries(r, r.times(r).negate(), 1, 2);
    }

    private static Wide cosineOf(Wide r) {
        return r.isZero() ? Wide.ONE : factorialSeries(Wide.ONE, r.times(r).negate(), 0, 2);
    }

    // ---- sine and its family

    /** True if FSIN, FCOS, FSINCOS or FPTAN must leave the operand alone: |x| ≥ 2^63. */
    static boolean tooLarge(int e, long s) {
        return Extended.exponent(e) >= Extended.BIAS + 63 && Extended.exponent(e) != Extended.MAX_EXPONENT && s < 0;
    }

    /** Special operands of the family; true if the result stands. */
    private boolean special(int e, long s) {
        if (out.notANumber(e, s)) {
            return true;
        }
        if (isInfinity(e, s)) {
            out.invalid();
            return true;
        }
        out.denormal(e, s);
        return false;
    }

    private Wide rest;

    /** Reduces to |{@link #rest}| ≤ π/4; the quadrant. */
    private int reduce(int e, long s) {
        Wide x = Wide.of(e, s);
        Wide quarter = REDUCTION_PI.shift(-1);
        if (x.magnitude() < -1) {
            rest = x;
            return 0;
        }
        // exact: both mantissas as integers of one scale
        int scale = Math.min(x.exponent(), quarter.exponent());
        BigInteger a = x.mantissa().shiftLeft(x.exponent() - scale);
        BigInteger b = quarter.mantissa().shiftLeft(quarter.exponent() - scale);
        BigInteger[] parts = a.shiftLeft(1).add(b).divideAndRemainder(b.shiftLeft(1));
        BigInteger quotient = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
        rest = new Wide(a.subtract(quotient.multiply(b)), scale);
        return quotient.intValue() & 3;
    }

    void sine(int e, long s) {
        if (special(e, s)) {
            return;
        }
        if (isZero(e, s)) {
            out.set(e, s);
            return;
        }
        round(wave(reduce(e, s)), false);
    }

    void cosine(int e, long s) {
        if (special(e, s)) {
            return;
        }
        if (isZero(e, s)) {
            out.set(Extended.BIAS, Extended.ONE);
            return;
        }
        round(wave(reduce(e, s) + 1), false);
    }

    private Wide wave(int quadrant) {
        Wide value = (quadrant & 1) == 0 ? sineOf(rest) : cosineOf(rest);
        return (quadrant & 2) == 0 ? value : value.negate();
    }

    void tangent(int e, long s) {
        if (special(e, s)) {
            return;
        }
        if (isZero(e, s)) {
            out.set(e, s);
            return;
        }
        int quadrant = reduce(e, s);
        Wide sine = sineOf(rest), cosine = cosineOf(rest);
        round((quadrant & 1) == 0 ? sine.over(cosine) : cosine.over(sine).negate(), false);
    }

    // ---- FPATAN: arctangent of y / x in the quadrant of (x, y)

    void arctangent(int ye, long ys, int xe, long xs) {
        if (out.notANumber(ye, ys, xe, xs)) {
            return;
        }
        boolean ny = negative(ye), nx = negative(xe);
        out.denormal(ye, ys);
        out.denormal(xe, xs);
        boolean infiniteY = isInfinity(ye, ys), infiniteX = isInfinity(xe, xs);
        Wide angle;
        if (infiniteY) {
            angle = infiniteX ? nx ? PI.times(Wide.of(3)).shift(-2) : PI.shift(-2) : PI.shift(-1);
        } else if (isZero(ye, ys) || infiniteX) {
            if (!nx) {
                out.setZero(ny);
                return;
            }
            angle = PI;
        } else if (isZero(xe, xs)) {
            angle = PI.shift(-1);
        } else {
            angle = angle(Wide.of(ye & ~Extended.SIGN, ys), Wide.of(xe & ~Extended.SIGN, xs), nx);
        }
        round(ny ? angle.negate() : angle, false);
    }

    private static Wide angle(Wide y, Wide x, boolean left) {
        boolean steep = y.minus(x).mantissa().signum() > 0;
        Wide acute = steep ? PI.shift(-1).minus(arctangent(x.over(y))) : arctangent(y.over(x));
        return left ? PI.minus(acute) : acute;
    }

    // ---- powers and logarithms

    /** 2^x − 1 for |x| ≤ 1; a larger x stays as it is. */
    void powerMinusOne(int e, long s) {
        if (out.notANumber(e, s)) {
            return;
        }
        if (isInfinity(e, s)) {
            out.set(negative(e) ? Extended.SIGN | Extended.BIAS : e, Extended.ONE);
            return;
        }
        out.denormal(e, s);
        int exponent = Extended.exponent(e);
        if (isZero(e, s) || exponent > Extended.BIAS || exponent == Extended.BIAS && s != Extended.ONE) {
            out.set(e, s);
        } else if (exponent == Extended.BIAS) {
            out.set(negative(e) ? e - 1 : e, s);
        } else {
            round(exponentialMinusOne(Wide.of(e, s).times(LN2)), false);
        }
    }

    /** y · log2 x. */
    void logarithm(int ye, long ys, int xe, long xs) {
        if (out.notANumber(ye, ys, xe, xs)) {
            return;
        }
        boolean zeroX = isZero(xe, xs), zeroY = isZero(ye, ys);
        boolean infiniteX = isInfinity(xe, xs), infiniteY = isInfinity(ye, ys);
        boolean one = xe == Extended.BIAS && xs == Extended.ONE;
        if (negative(xe) && !zeroX || infiniteX && zeroY || infiniteY && one || zeroX && zeroY) {
            out.invalid();
            return;
        }
        boolean below = zeroX || Extended.exponent(xe) < Extended.BIAS;
        boolean negative = negative(ye) != below;
        if (zeroX && !infiniteY) {
            out.flags |= Rounder.ZE;
            out.setInfinity(negative);
            return;
        }
        out.denormal(xe, xs);
        out.denormal(ye, ys);
        if (infiniteX || infiniteY) {
            out.setInfinity(negative);
        } else if (zeroY || one) {
            out.setZero(negative);
        } else if (Extended.normalized(xs) == Extended.ONE) {
            round(Wide.of(Extended.normalExponent(xe, xs) - Extended.BIAS).times(Wide.of(ye, ys)), true);
        } else {
            round(logarithm(Wide.of(xe, xs)).times(LOG2_E).times(Wide.of(ye, ys)), false);
        }
    }

    /** y · log2(1 + x). */
    void logarithmPlusOne(int ye, long ys, int xe, long xs) {
        if (out.notANumber(ye, ys, xe, xs)) {
            return;
        }
        boolean zeroX = isZero(xe, xs), zeroY = isZero(ye, ys);
        boolean infiniteX = isInfinity(xe, xs), infiniteY = isInfinity(ye, ys);
        boolean belowMinusOne = negative(xe) && Extended.exponent(xe) >= Extended.BIAS;
        boolean negative = negative(ye) != negative(xe);
        if (infiniteX && (negative(xe) || zeroY) || infiniteY && zeroX) {
            out.invalid();
            return;
        }
        out.denormal(xe, xs);
        out.denormal(ye, ys);
        if (infiniteX || infiniteY) {
            out.setInfinity(negative);
        } else if (zeroX || zeroY) {
            out.setZero(negative);
        } else if (belowMinusOne) {
            // outside the operand's range, where the SDM leaves the result open
            out.set(xe, xs);
        } else {
            Wide x = Wide.of(xe, xs);
            Wide ln = x.magnitude() < -2 ? logarithmNearOne(x) : logarithm(Wide.ONE.plus(x));
            round(ln.times(LOG2_E).times(Wide.of(ye, ys)), false);
        }
    }
}

package exo86.cpu.fpu;

import java.math.BigInteger;

/**
 * A number mantissa · 2^exponent with at least 240 good bits: what transcendental functions are computed in. Every operation truncates to
 * {@link #BITS} bits, and an addend too small to matter still moves the sum by less than the last bit in its own direction, so that a result
 * just below a number stays below it.
 */
record Wide(BigInteger mantissa, int exponent) {
    static final int BITS = 256;
    static final Wide ZERO = new Wide(BigInteger.ZERO, 0);
    static final Wide ONE = of(1);

    static Wide of(long value) {
        return new Wide(BigInteger.valueOf(value), 0);
    }

    /** A finite extended real. */
    static Wide of(int e, long s) {
        BigInteger magnitude = new BigInteger(Long.toUnsignedString(s));
        return new Wide(Extended.negative(e) ? magnitude.negate() : magnitude, Math.max(Extended.exponent(e), 1) - Extended.BIAS - 63);
    }

    private static Wide cut(BigInteger mantissa, int exponent) {
        int excess = mantissa.bitLength() - BITS;
        if (excess <= 0) {
            return new Wide(mantissa, exponent);
        }
        BigInteger kept = mantissa.signum() < 0 ? mantissa.negate().shiftRight(excess).negate() : mantissa.shiftRight(excess);
        return new Wide(kept, exponent + excess);
    }

    boolean isZero() {
        return mantissa.signum() == 0;
    }

    /** Exponent of the leading bit: |this| is in [2^n, 2^(n+1)). */
    int magnitude() {
        return mantissa.abs().bitLength() - 1 + exponent;
    }

    Wide negate() {
        return new Wide(mantissa.negate(), exponent);
    }

    Wide shift(int bits) {
        return new Wide(mantissa, exponent + bits);
    }

    Wide plus(Wide other) {
        if (isZero()) {
            return other;
        }
        if (other.isZero()) {
            return this;
        }
        boolean larger = magnitude() >= other.magnitude();
        Wide a = larger ? this : other;
        Wide b = larger ? other : this;
        if (a.magnitude() - b.magnitude() > 2 * BITS) {
            int widen = 2 * BITS - a.mantissa.bitLength();
            BigInteger wide = widen > 0 ? a.mantissa.shiftLeft(widen) : a.mantissa;
            return cut(wide.add(BigInteger.valueOf(b.mantissa.signum())), a.exponent - Math.max(widen, 0));
        }
        int low = Math.min(a.exponent, b.exponent);
        return cut(a.mantissa.shiftLeft(a.exponent - low).add(b.mantissa.shiftLeft(b.exponent - low)), low);
    }

    Wide minus(Wide other) {
        return plus(other.negate());
    }

    Wide times(Wide other) {
        return cut(mantissa.multiply(other.mantissa), exponent + other.exponent);
    }

    Wide over(Wide other) {
        int shift = Math.max(0, BITS + 1 + other.mantissa.bitLength() - mantissa.bitLength());
        return cut(mantissa.shiftLeft(shift).divide(other.mantissa), exponent - other.exponent - shift);
    }

    Wide squareRoot() {
        int shift = Math.max(0, 2 * BITS - mantissa.bitLength());
        shift += exponent - shift & 1;
        return cut(mantissa.shiftLeft(shift).sqrt(), exponent - shift >> 1);
    }
}

package exo86.conform;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Makes reference vectors for the x87's transcendental instructions, in the format of the native vectors: each result is computed to 150 decimal
 * digits, and both its neighbours among the extended reals are allowed, which is what "within one unit in the last place" means. Shares nothing
 * with the processor's own arithmetic. Arguments of sine and tangent are reduced by the 66-bit π that processors have (SDM 1 8.3.8).
 *
 * <p>{@code tests/conformance/transcendentals.sh} writes the kept file; fixed seed.
 */
final class TranscendentalVectors {
    private static final MathContext DIGITS = new MathContext(150, RoundingMode.HALF_EVEN);
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final BigDecimal LN2 = TWO.multiply(artanh(BigDecimal.ONE.divide(BigDecimal.valueOf(3), DIGITS)), DIGITS);
    private static final BigDecimal PI = machin();
    private static final BigDecimal PI_66 = scaled(new BigInteger("3243F6A8885A308D3", 16), -64);
    private static final int X = 0x20000000, Y = 0x20000010, FIRST = 0x20000020, SECOND = 0x20000030;
    private static final int EACH = 110;

    private final Random random = new Random(1);
    private final StringBuilder text = new StringBuilder();

    private TranscendentalVectors() { }

    public static void main(String[] arguments) {
        TranscendentalVectors vectors = new TranscendentalVectors();
        vectors.all();
        System.out.print(vectors.text);
    }

    /** An extended real by its parts; {@code significand} is unsigned. */
    private record Real(boolean negative, int exponent, BigInteger significand) {
        static final int BIAS = 16383;

        static Real of(boolean negative, int power, long significand) {
            return new Real(negative, power + BIAS, new BigInteger(Long.toUnsignedString(significand)));
        }

        BigDecimal value() {
            BigDecimal magnitude = scaled(significand, exponent - BIAS - 63);
            return negative ? magnitude.negate() : magnitude;
        }

        String bytes() {
            StringBuilder hex = new StringBuilder();
            for (int k = 0; k < 8; k++) {
                hex.append("%02x".formatted(significand.shiftRight(8 * k).intValue() & 0xFF));
            }
            int top = exponent | (negative ? 0x8000 : 0);
            return hex + "%02x%02x".formatted(top & 0xFF, top >>> 8);
        }

        /** The two neighbours of {@code value}, which is not itself an extended real. */
        static List<Real> around(BigDecimal value) {
            BigDecimal magnitude = value.abs();
            int power = 0;
            BigInteger bits = magnitude.multiply(power(700)).toBigInteger();
            power = bits.bitLength() - 1 - 700;
            BigInteger floor = magnitude.multiply(power(63 - power)).toBigInteger();
            BigInteger ceiling = floor.add(BigInteger.ONE);
            boolean carried = ceiling.bitLength() > 64;
            return List.of(new Real(value.signum() < 0, power + BIAS, floor), new Real(value.signum() < 0, power + BIAS + (carried ? 1 : 0), carried ? ceiling.shiftRight(1) : ceiling));
        }
    }

    private static BigDecimal power(int exponent) {
        return exponent >= 0 ? new BigDecimal(BigInteger.ONE.shiftLeft(exponent)) : BigDecimal.ONE.divide(new BigDecimal(BigInteger.ONE.shiftLeft(-exponent)));
    }

    private static BigDecimal scaled(BigInteger mantissa, int exponent) {
        return new BigDecimal(mantissa).multiply(power(exponent));
    }

    // ---- functions, by their series

    private static BigDecimal artanh(BigDecimal z) {
        return odd(z, z.multiply(z, DIGITS));
    }

    private static BigDecimal odd(BigDecimal z, BigDecimal q) {
        BigDecimal sum = z;
        BigDecimal power = z;
        for (int n = 3; power.signum() != 0 && power.precision() - power.scale() > z.precision() - z.scale() - 155; n += 2) {
            power = power.multiply(q, DIGITS);
            sum = sum.add(power.divide(BigDecimal.valueOf(n), DIGITS), DIGITS);
        }
        return sum;
    }

    private static BigDecimal machin() {
        UnaryOperator<BigDecimal> arctan = z -> odd(z, z.multiply(z, DIGITS).negate());
        BigDecimal fifth = arctan.apply(new BigDecimal("0.2")).multiply(BigDecimal.valueOf(16));
        return fifth.subtract(arctan.apply(BigDecimal.ONE.divide(BigDecimal.valueOf(239), DIGITS)).multiply(BigDecimal.valueOf(4)), DIGITS);
    }

    private static BigDecimal arctan(BigDecimal z) {
        BigDecimal t = z;
        int doublings = 0;
        while (t.abs().compareTo(new BigDecimal("0.1")) > 0) {
            t = t.divide(BigDecimal.ONE.add(BigDecimal.ONE.add(t.multiply(t, DIGITS)).sqrt(DIGITS)), DIGITS);
            doublings++;
        }
        return odd(t, t.multiply(t, DIGITS).negate()).multiply(power(doublings), DIGITS);
    }

    private static BigDecimal ln(BigDecimal x) {
        BigDecimal m = x;
        int power = 0;
        while (m.compareTo(new BigDecimal("1.42")) > 0) {
            m = m.divide(TWO, DIGITS);
            power++;
        }
        while (m.compareTo(new BigDecimal("0.71")) < 0) {
            m = m.multiply(TWO, DIGITS);
            power--;
        }
        return lnOfOnePlus(m.subtract(BigDecimal.ONE, DIGITS)).add(LN2.multiply(BigDecimal.valueOf(power)), DIGITS);
    }

    private static BigDecimal lnOfOnePlus(BigDecimal d) {
        return d.signum() == 0 ? BigDecimal.ZERO : TWO.multiply(artanh(d.divide(d.add(TWO), DIGITS)), DIGITS);
    }

    /** e^t − 1. */
    private static BigDecimal exponentialMinusOne(BigDecimal t) {
        BigDecimal sum = t;
        BigDecimal term = t;
        for (int n = 2; n < 200; n++) {
            term = term.multiply(t, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        return sum;
    }

    private static BigDecimal sineOrCosine(BigDecimal r, boolean cosine) {
        BigDecimal term = cosine ? BigDecimal.ONE : r;
        BigDecimal sum = term;
        BigDecimal q = r.multiply(r, DIGITS).negate();
        for (int n = cosine ? 1 : 2; n < 200; n += 2) {
            term = term.multiply(q, DIGITS).divide(BigDecimal.valueOf((long) n * (n + 1)), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        return sum;
    }

    /** Sine, or cosine, with the reduction of a processor. */
    private static BigDecimal circular(BigDecimal x, boolean cosine) {
        BigDecimal half = PI_66.divide(TWO);
        BigInteger quarters = x.divide(half, 0, RoundingMode.HALF_EVEN).toBigInteger();
        BigDecimal r = x.subtract(half.multiply(new BigDecimal(quarters)));
        int quarter = quarters.add(BigInteger.valueOf(cosine ? 1 : 0)).intValue() & 3;
        BigDecimal value = sineOrCosine(r, (quarter & 1) == 1);
        return (quarter & 2) != 0 ? value.negate() : value;
    }

    // ---- arguments

    private Real argument(int leastPower, int mostPower, boolean signed) {
        int power = leastPower + random.nextInt(mostPower - leastPower + 1);
        long bits = switch (random.nextInt(4)) {
            case 0 -> random.nextLong() & -1L << random.nextInt(62);
            case 1 -> random.nextInt(1 << 12);
            default -> random.nextLong();
        };
        return Real.of(signed && random.nextBoolean(), power, bits | Long.MIN_VALUE);
    }

    /** Between a half and two, or much closer to one. */
    private Real nearOne() {
        long bits = random.nextLong() >>> random.nextInt(60);
        return random.nextBoolean() ? Real.of(false, 0, bits >>> 1 | 1 | Long.MIN_VALUE) : Real.of(false, -1, ~(bits >>> 2));
    }

    /** A multiple of a quarter turn, as near as an extended real can be. */
    private Real nearQuarter() {
        BigDecimal turns = PI_66.divide(TWO).multiply(BigDecimal.valueOf(1 + random.nextInt(1 << random.nextInt(20))));
        return Real.around(turns).get(random.nextInt(2));
    }

    private void all() {
        for (int k = 0; k < EACH; k++) {
            Real x = k % 5 == 0 ? nearQuarter() : argument(k % 5 == 1 ? -40 : -6, k % 5 == 2 ? 62 : 5, true);
            BigDecimal sine = circular(x.value(), false);
            BigDecimal cosine = circular(x.value(), true);
            one("fsin", "d9fe", x, sine);
            one("fcos", "d9ff", x, cosine);
            two("fsincos", "d9fb", x, cosine, sine);
            one("fptan", "d9f2ddd8", x, sine.divide(cosine, DIGITS));
        }
        for (int k = 0; k < EACH; k++) {
            Real x = argument(-30, -1, true);
            one("f2xm1", "d9f0", x, exponentialMinusOne(x.value().multiply(LN2, DIGITS)));
        }
        for (int k = 0; k < EACH; k++) {
            Real y = argument(-20, 20, true);
            Real x = k % 3 == 0 ? nearOne() : argument(-60, 60, false);
            if (!isPowerOfTwo(x)) {
                with("fyl2x", "d9f1", x, y, y.value().multiply(ln(x.value()).divide(LN2, DIGITS), DIGITS));
            }
            Real small = argument(-60, -3, true);
            with("fyl2xp1", "d9f9", small, y, y.value().multiply(lnOfOnePlus(small.value()).divide(LN2, DIGITS), DIGITS));
            Real other = argument(-15, 15, true);
            Real above = argument(-15, 15, true);
            BigDecimal angle = arctan(above.value().abs().divide(other.value().abs(), DIGITS));
            angle = other.negative() ? PI.subtract(angle) : angle;
            with("fpatan", "d9f3", other, above, above.negative() ? angle.negate() : angle);
        }
        edges();
    }

    private static boolean isPowerOfTwo(Real x) {
        return x.significand().bitCount() == 1;
    }

    // ---- vectors

    private void one(String form, String operation, Real x, BigDecimal result) {
        List<Real> first = Real.around(result);
        vector(form, operation + store(FIRST), x.bytes(), "", List.of(entry(FIRST, first.get(0).bytes())), List.of(entry(FIRST, first.get(1).bytes())), -1);
    }

    private void two(String form, String operation, Real x, BigDecimal top, BigDecimal below) {
        List<Real> first = Real.around(top);
        List<Real> second = Real.around(below);
        vector(form, operation + store(FIRST) + store(SECOND), x.bytes(), "", List.of(entry(FIRST, first.get(0).bytes()), entry(SECOND, second.get(0).bytes())),
            List.of(entry(FIRST, first.get(1).bytes()), entry(SECOND, second.get(1).bytes())), -1);
    }

    private void with(String form, String operation, Real x, Real y, BigDecimal result) {
        List<Real> first = Real.around(result);
        vector(form, operation + store(FIRST), x.bytes(), y.bytes(), List.of(entry(FIRST, first.get(0).bytes())), List.of(entry(FIRST, first.get(1).bytes())), -1);
    }

    private static String store(int address) {
        return "db3d" + little(address);
    }

    private static String little(int value) {
        return "%08x".formatted(Integer.reverseBytes(value));
    }

    private static String entry(int address, String bytes) {
        return "[" + address + ",\"" + bytes + "\"]";
    }

    /** FNINIT, the operands, the instruction, its results; with {@code status}, what FNSTSW AX says then. */
    private void vector(String form, String code, String x, String y, List<String> results, List<String> others, int status) {
        String load = (y.isEmpty() ? "" : "db2d" + little(Y)) + "db2d" + little(X);
        String bytes = "dbe3" + load + code + (status < 0 ? "" : "dfe0");
        List<String> memory = new ArrayList<>(List.of(entry(X, x)));
        if (!y.isEmpty()) {
            memory.add(entry(Y, y));
        }
        int eip = 0x10000800 + bytes.length() / 2;
        text.append("{\"f\":\"").append(form).append("\",\"b\":\"").append(bytes).append("\",\"i\":[0,1,2,3,536875008,5,6,7,2],\"m\":[").append(String.join(",", memory))
            .append("],\"o\":[").append(Math.max(status, 0)).append(",1,2,3,536875008,5,6,7,2],\"eip\":").append(eip).append(",\"w\":[").append(String.join(",", results)).append(']');
        if (!others.isEmpty()) {
            text.append(",\"a\":[").append(String.join(",", others)).append(']');
        }
        text.append("}\n");
    }

    // ---- the special cases of the tables in SDM 2A

    private static final String ZERO = "00000000000000000000", MINUS_ZERO = "00000000000000000080", ONE = "0000000000000080ff3f", MINUS_ONE = "0000000000000080ffbf";
    private static final String INFINITY = "0000000000000080ff7f", MINUS_INFINITY = "0000000000000080ffff", DEFAULT_NAN = "00000000000000c0ffff";
    private static final String NAN = "01000000000000c0ff7f", SIGNALING = "0100000000000080ff7f", HUGE = "00000000000000803e40", HALF = "0000000000000080fe3f", TWO_ = "00000000000000800040";
    private static final String MINUS_HALF = "0000000000000080febf", FOUR = "00000000000000800140";
    private static final int IE = 1, ZE = 4;

    private void edge(String form, String operation, String x, String y, String result, int status) {
        vector(form, operation + store(FIRST), x, y, result.equals(ZERO) ? List.of() : List.of(entry(FIRST, result)), List.of(), status);
    }

    private void edges() {
        for (String form : List.of("fsin", "fcos", "f2xm1")) {
            String operation = form.equals("fsin") ? "d9fe" : form.equals("fcos") ? "d9ff" : "d9f0";
            boolean cosine = form.equals("fcos");
            edge(form, operation, ZERO, "", cosine ? ONE : ZERO, 0);
            edge(form, operation, MINUS_ZERO, "", cosine ? ONE : MINUS_ZERO, 0);
            edge(form, operation, NAN, "", NAN, 0);
            edge(form, operation, SIGNALING, "", NAN, IE);
        }
        for (String form : List.of("fsin", "fcos")) {
            String operation = form.equals("fsin") ? "d9fe" : "d9ff";
            edge(form, operation, INFINITY, "", DEFAULT_NAN, IE);
            edge(form, operation, MINUS_INFINITY, "", DEFAULT_NAN, IE);
            edge(form, operation, HUGE, "", HUGE, 0);
        }
        edge("fptan", "d9f2ddd8", ZERO, "", ZERO, 0);
        edge("fptan", "d9f2ddd8", MINUS_ZERO, "", MINUS_ZERO, 0);
        edge("fptan", "d9f2", HUGE, "", HUGE, 0);
        edge("fptan", "d9f2ddd8", INFINITY, "", DEFAULT_NAN, IE);
        edge("f2xm1", "d9f0", ONE, "", ONE, 0);
        edge("f2xm1", "d9f0", MINUS_ONE, "", MINUS_HALF, 0);
        edge("fyl2x", "d9f1", ONE, TWO_, ZERO, 0);
        edge("fyl2x", "d9f1", TWO_, TWO_, TWO_, 0);
        edge("fyl2x", "d9f1", FOUR, TWO_, FOUR, 0);
        edge("fyl2x", "d9f1", HALF, TWO_, "0000000000000080" + "00c0", 0);
        edge("fyl2x", "d9f1", ZERO, ONE, MINUS_INFINITY, ZE);
        edge("fyl2x", "d9f1", ZERO, MINUS_ONE, INFINITY, ZE);
        edge("fyl2x", "d9f1", MINUS_ZERO, ONE, MINUS_INFINITY, ZE);
        edge("fyl2x", "d9f1", ZERO, ZERO, DEFAULT_NAN, IE);
        edge("fyl2x", "d9f1", ZERO, INFINITY, MINUS_INFINITY, 0);
        edge("fyl2x", "d9f1", ZERO, MINUS_INFINITY, INFINITY, 0);
        edge("fyl2x", "d9f1", ONE, INFINITY, DEFAULT_NAN, IE);
        edge("fyl2x", "d9f1", TWO_, INFINITY, INFINITY, 0);
        edge("fyl2x", "d9f1", HALF, INFINITY, MINUS_INFINITY, 0);
        edge("fyl2x", "d9f1", INFINITY, ONE, INFINITY, 0);
        edge("fyl2x", "d9f1", INFINITY, MINUS_ONE, MINUS_INFINITY, 0);
        edge("fyl2x", "d9f1", INFINITY, ZERO, DEFAULT_NAN, IE);
        edge("fyl2x", "d9f1", MINUS_ONE, ONE, DEFAULT_NAN, IE);
        edge("fyl2x", "d9f1", MINUS_INFINITY, ONE, DEFAULT_NAN, IE);
        edge("fyl2x", "d9f1", NAN, ONE, NAN, 0);
        edge("fyl2x", "d9f1", ONE, NAN, NAN, 0);
        edge("fyl2xp1", "d9f9", ZERO, ONE, ZERO, 0);
        edge("fyl2xp1", "d9f9", MINUS_ZERO, ONE, MINUS_ZERO, 0);
        edge("fyl2xp1", "d9f9", ZERO, MINUS_ONE, MINUS_ZERO, 0);
        edge("fyl2xp1", "d9f9", ZERO, INFINITY, DEFAULT_NAN, IE);
        edge("fyl2xp1", "d9f9", INFINITY, ZERO, DEFAULT_NAN, IE);
        edge("fpatan", "d9f3", ONE, ZERO, ZERO, 0);
        edge("fpatan", "d9f3", ONE, MINUS_ZERO, MINUS_ZERO, 0);
        edge("fpatan", "d9f3", ZERO, ZERO, ZERO, 0);
        edge("fpatan", "d9f3", ZERO, MINUS_ZERO, MINUS_ZERO, 0);
        edge("fpatan", "d9f3", INFINITY, ONE, ZERO, 0);
        edge("fpatan", "d9f3", INFINITY, MINUS_ONE, MINUS_ZERO, 0);
        edge("fpatan", "d9f3", NAN, ONE, NAN, 0);
        angle(MINUS_ONE, ZERO, PI);
        angle(MINUS_ONE, MINUS_ZERO, PI.negate());
        angle(MINUS_ZERO, ZERO, PI);
        angle(MINUS_INFINITY, ONE, PI);
        angle(MINUS_INFINITY, MINUS_ONE, PI.negate());
        angle(ZERO, ONE, PI.divide(TWO, DIGITS));
        angle(ZERO, MINUS_ONE, PI.divide(TWO, DIGITS).negate());
        angle(MINUS_ZERO, ONE, PI.divide(TWO, DIGITS));
        angle(ONE, INFINITY, PI.divide(TWO, DIGITS));
        angle(MINUS_ONE, MINUS_INFINITY, PI.divide(TWO, DIGITS).negate());
        angle(INFINITY, INFINITY, PI.divide(BigDecimal.valueOf(4), DIGITS));
        angle(INFINITY, MINUS_INFINITY, PI.divide(BigDecimal.valueOf(4), DIGITS).negate());
        angle(MINUS_INFINITY, INFINITY, PI.multiply(new BigDecimal("0.75"), DIGITS));
        angle(MINUS_INFINITY, MINUS_INFINITY, PI.multiply(new BigDecimal("-0.75"), DIGITS));
        angle(ONE, ONE, PI.divide(BigDecimal.valueOf(4), DIGITS));
        angle(MINUS_ONE, ONE, PI.multiply(new BigDecimal("0.75"), DIGITS));
    }

    private void angle(String x, String y, BigDecimal result) {
        List<Real> around = Real.around(result);
        vector("fpatan", "d9f3" + store(FIRST), x, y, List.of(entry(FIRST, around.get(0).bytes())), List.of(entry(FIRST, around.get(1).bytes())), -1);
    }
}

package exo86.ash.check;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Which values of a subject the arms seen so far accept: disjoint intervals in order. Variants and booleans are numbers here. */
final class Coverage {
    /** From {@code low} to {@code high}, both included. */
    record Interval(BigInteger low, BigInteger high) {
        static Interval of(long value) {
            return new Interval(BigInteger.valueOf(value), BigInteger.valueOf(value));
        }

        boolean touches(Interval other) {
            return low.compareTo(other.high.add(BigInteger.ONE)) <= 0 && other.low.compareTo(high.add(BigInteger.ONE)) <= 0;
        }

        Interval with(Interval other) {
            return new Interval(low.min(other.low), high.max(other.high));
        }

        @Override
        public String toString() {
            return low.equals(high) ? low.toString() : low + ".." + high.add(BigInteger.ONE);
        }
    }

    private final Interval domain;
    private List<Interval> covered = new ArrayList<>();

    Coverage(Interval domain) {
        this.domain = domain;
    }

    boolean covers(Interval interval) {
        return covered.stream().anyMatch(c -> c.low().compareTo(interval.low()) <= 0 && c.high().compareTo(interval.high()) >= 0);
    }

    void add(Interval interval) {
        List<Interval> next = new ArrayList<>();
        Interval grown = interval;
        for (Interval one : covered) {
            if (one.touches(grown)) {
                grown = one.with(grown);
            } else {
                next.add(one);
            }
        }
        next.add(grown);
        next.sort((a, b) -> a.low().compareTo(b.low()));
        covered = next;
    }

    /** What no arm accepts. */
    List<Interval> missing() {
        List<Interval> missing = new ArrayList<>();
        BigInteger next = domain.low();
        for (Interval one : covered) {
            if (one.low().compareTo(next) > 0) {
                missing.add(new Interval(next, one.low().subtract(BigInteger.ONE)));
            }
            next = next.max(one.high().add(BigInteger.ONE));
        }
        if (next.compareTo(domain.high()) <= 0) {
            missing.add(new Interval(next, domain.high()));
        }
        return missing;
    }

    Interval domain() {
        return domain;
    }
}

package exo86.cpu;

import java.util.HashMap;
import java.util.Map;

/** Numbers for the pairs of base and limit that CS has had, so that a mode can name them. */
final class CodeSegments {
    /** Real-mode code may have as many bases as there are pages; more is no use to anybody. */
    private static final int MOST = 1 << 16;

    /** What was asked last for each slot: programs of several segments come and go between a few of them all the time. */
    private static final int SLOTS = 256;

    private final Map<Long, Integer> numbers = new HashMap<>();
    private final long[] lastPairs = new long[SLOTS];
    private final int[] lastNumbers = new int[SLOTS];

    /** From 1 on; 0 if there are too many. */
    int number(int base, int limit) {
        long pair = (long) base << 32 | limit & 0xFFFFFFFFL;
        int slot = (base >>> 4 ^ base >>> 12) & SLOTS - 1;
        if (lastNumbers[slot] == 0 || lastPairs[slot] != pair) {
            lastPairs[slot] = pair;
            lastNumbers[slot] = lookUp(pair);
        }
        return lastNumbers[slot];
    }

    private int lookUp(long pair) {
        Integer known = numbers.get(pair);
        if (known == null && numbers.size() < MOST) {
            known = numbers.size() + 1;
            numbers.put(pair, known);
        }
        return known == null ? 0 : known;
    }
}

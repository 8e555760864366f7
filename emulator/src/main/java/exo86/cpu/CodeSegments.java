package exo86.cpu;

import java.util.HashMap;
import java.util.Map;

/** Numbers for the pairs of base and limit that CS has had, so that a mode can name them. */
final class CodeSegments {
    /** Real-mode code may have as many bases as there are pages; more is no use to anybody. */
    private static final int MOST = 1 << 16;

    private final Map<Long, Integer> numbers = new HashMap<>();
    private long last;
    private int lastNumber;

    /** From 1 on; 0 if there are too many. */
    int number(int base, int limit) {
        long pair = (long) base << 32 | limit & 0xFFFFFFFFL;
        if (lastNumber == 0 || pair != last) {
            Integer known = numbers.get(pair);
            if (known == null) {
                known = numbers.size() < MOST ? numbers.size() + 1 : 0;
                if (known != 0) {
                    numbers.put(pair, known);
                }
            }
            last = pair;
            lastNumber = known;
        }
        return lastNumber;
    }
}

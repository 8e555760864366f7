package exo86.verify;

import java.util.Random;

/**
 * How many instructions run between two comparisons: mostly so many that compiled code is left by its own choice, sometimes so few that it may not
 * even be entered.
 */
public final class Stretches {
    private final Random random;
    private final int longest;

    /** Up to {@code longest} instructions, the same sequence for the same seed. */
    public Stretches(long seed, int longest) {
        this.random = new Random(seed);
        this.longest = longest;
    }

    public int next() {
        int bound = switch (random.nextInt(10)) {
            case 0 -> 40;
            case 1, 2, 3 -> 1000;
            default -> longest;
        };
        return 1 + random.nextInt(Math.min(bound, longest));
    }
}

package exo86.ash.allocate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Cuts of small random networks against all ways to part them. */
final class MinimumCutTests {
    private static final int NODES = 8;

    @Test
    void noWayToPartCostsLess() {
        Random random = new Random(86);
        for (int run = 0; run < 500; run++) {
            double[] source = new double[NODES];
            double[] sink = new double[NODES];
            double[][] between = new double[NODES][NODES];
            MinimumCut cut = new MinimumCut(NODES);
            for (int a = 0; a < NODES; a++) {
                cut.source(a, source[a] = random.nextInt(8));
                cut.sink(a, sink[a] = random.nextInt(8) == 0 ? Double.POSITIVE_INFINITY : random.nextInt(8));
                int b = random.nextInt(NODES);
                for (int other : new int[] {b, (a + 1) % NODES}) {
                    int forth = random.nextInt(6);
                    int back = random.nextInt(6);
                    between[a][other] += forth;
                    between[other][a] += back;
                    cut.between(a, other, forth, back);
                }
            }
            double least = Double.POSITIVE_INFINITY;
            for (int side = 0; side < 1 << NODES; side++) {
                least = Math.min(least, price(side, source, sink, between));
            }
            int found = 0;
            double said = cut.cut();
            for (int a = 0; a < NODES; a++) {
                found |= cut.withSource(a) ? 1 << a : 0;
            }
            assertEquals(least, said, 1e-6, "run " + run);
            assertEquals(least, price(found, source, sink, between), 1e-6, "sides of run " + run);
        }
    }

    private static double price(int side, double[] source, double[] sink, double[][] between) {
        double price = 0;
        for (int a = 0; a < NODES; a++) {
            boolean with = (side & 1 << a) != 0;
            price += with ? sink[a] : source[a];
            for (int b = 0; b < NODES; b++) {
                price += with && (side & 1 << b) == 0 ? between[a][b] : 0;
            }
        }
        return price;
    }
}

package exo86.asm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Disassembly of random bytes, assembled again, means the same: its disassembly is the same text. */
final class RoundTripTests {
    @Test
    void disassemblyAssemblesToAnEquivalentEncoding() {
        RoundTrip trip = new RoundTrip();
        for (int bits : new int[] {32, 16}) {
            trip.run(bits, 1986, 20_000);
        }
        System.out.println("disassembled and assembled again: " + trip.compared);
        assertTrue(trip.compared > 20_000, "only " + trip.compared);
        assertTrue(trip.different.isEmpty(),
            () -> trip.different.size() + " different:\n" + String.join("\n", trip.different.subList(0, Math.min(100, trip.different.size()))));
    }
}

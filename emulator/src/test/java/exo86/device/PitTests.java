package exo86.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PitTests {
    private final Bench bench = new Bench();
    private final Bench.Probe irq = bench.probe();
    private final Pit pit = new Pit(bench.timeline, irq);

    private void out(int... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            pit.write(pairs[i], 1, pairs[i + 1]);
        }
    }

    private void load(int channel, int mode, int count) {
        out(0x43, channel << 6 | 0x30 | mode << 1, 0x40 + channel, count & 0xff, 0x40 + channel, count >> 8);
    }

    private int count(int channel) {
        out(0x43, channel << 6);
        return pit.read(0x40 + channel, 1) | pit.read(0x40 + channel, 1) << 8;
    }

    private void tick(long tick) {
        bench.to(Pit.time(tick));
    }

    @Test
    void clockIsExact() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            long tick = random.nextLong(1L << 50);
            long time = Pit.time(tick);
            assertEquals(tick, Pit.ticks(time));
            assertEquals(tick - 1, Pit.ticks(time - 1));
        }
        assertEquals(Pit.FREQUENCY * 3600, Pit.ticks(3_600_000_000_000L));
    }

    @Test
    void terminalCountRaisesOnce() {
        load(0, 0, 100);
        assertFalse(irq.high);
        tick(100);
        assertFalse(irq.high);
        assertEquals(1, count(0));
        tick(101);
        assertTrue(irq.high);
        tick(1000);
        assertTrue(irq.high);
        assertEquals(0x10000 - 899, count(0), "it counts on through zero");
    }

    @Test
    void rateGeneratorPeriod() {
        load(0, 2, 1193);
        irq.changes.clear();
        tick(1 + 3 * 1193);
        assertEquals(List.of("-" + Pit.time(1193), "+" + Pit.time(1194), "-" + Pit.time(2 * 1193), "+" + Pit.time(2 * 1193 + 1),
                "-" + Pit.time(3 * 1193), "+" + Pit.time(3 * 1193 + 1)), irq.changes);
    }

    @Test
    void squareWave() {
        load(0, 3, 101);
        irq.changes.clear();
        tick(1 + 101);
        assertEquals(List.of("-" + Pit.time(1 + 51), "+" + Pit.time(1 + 101)), irq.changes);
        assertEquals(100, count(0));
        tick(1 + 101 + 1);
        assertEquals(98, count(0));
    }

    @Test
    void newRateWaitsForThePeriodsEnd() {
        load(0, 2, 1000);
        tick(500);
        out(0x40, 10, 0x40, 0);
        tick(999);
        assertEquals(2, count(0));
        tick(1001);
        assertEquals(10, count(0));
        irq.changes.clear();
        tick(1001 + 10);
        assertEquals(2, irq.changes.size());
    }

    @Test
    void softwareStrobe() {
        load(0, 4, 50);
        assertTrue(irq.high);
        irq.changes.clear();
        tick(60);
        assertEquals(List.of("-" + Pit.time(51), "+" + Pit.time(52)), irq.changes);
    }

    @Test
    void oneShotStartsAtTheGate() {
        load(2, 1, 20);
        tick(10);
        assertTrue(pit.speakerOutput());
        pit.speakerGate(true);
        tick(12);
        assertFalse(pit.speakerOutput());
        tick(31);
        assertTrue(pit.speakerOutput());
        pit.speakerGate(false);
        pit.speakerGate(true);
        tick(33);
        assertFalse(pit.speakerOutput(), "triggered again");
    }

    @Test
    void hardwareStrobe() {
        load(2, 5, 20);
        tick(100);
        assertTrue(pit.speakerOutput());
        pit.speakerGate(true);
        tick(121);
        assertFalse(pit.speakerOutput());
        tick(122);
        assertTrue(pit.speakerOutput());
    }

    @Test
    void gateHoldsTheCount() {
        load(2, 0, 1000);
        tick(200);
        assertEquals(1000, count(2));
        pit.speakerGate(true);
        tick(300);
        assertEquals(900, count(2));
        pit.speakerGate(false);
        tick(400);
        assertEquals(900, count(2));
    }

    @Test
    void latchKeepsTheCountUntilRead() {
        load(0, 2, 1000);
        tick(101);
        out(0x43, 0);
        tick(301);
        assertEquals(900, pit.read(0x40, 1) | pit.read(0x40, 1) << 8);
        assertEquals(700, count(0));
    }

    @Test
    void readBackGivesStatusThenCount() {
        load(0, 2, 1000);
        tick(101);
        out(0x43, 0xc2);
        assertEquals(0xb4, pit.read(0x40, 1));
        assertEquals(900, pit.read(0x40, 1) | pit.read(0x40, 1) << 8);
        load(0, 2, 1000);
        out(0x43, 0xe2);
        assertEquals(0x40, pit.read(0x40, 1) & 0x40, "the count is not loaded yet");
    }

    @Test
    void singleByteAccess() {
        out(0x43, 0x14, 0x40, 200);
        tick(51 + 0);
        assertEquals(150, pit.read(0x40, 1));
        out(0x43, 0x24, 0x40, 2);
        long start = 52;
        tick(start + 256);
        assertEquals(1, pit.read(0x40, 1));
    }

    @Test
    void binaryCodedDecimal() {
        out(0x43, 0x31, 0x40, 0x00, 0x40, 0x10);
        tick(1 + 1);
        assertEquals(0x0999, count(0));
    }

    @Test
    void everyControlSequenceStaysQuiet() {
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            pit.write(0x40 + random.nextInt(4), 1, random.nextInt(256));
            pit.read(0x40 + random.nextInt(4), 1);
            if (random.nextInt(4) == 0) {
                pit.speakerGate(random.nextBoolean());
            }
            bench.to(bench.now + random.nextInt(3000));
        }
        assertTrue(bench.timeline.next() > bench.now);
    }
}

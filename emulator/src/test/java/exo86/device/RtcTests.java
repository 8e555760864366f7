package exo86.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class RtcTests {
    private static final long SECOND = 1_000_000_000;
    /** 2026-02-28 23:59:58 UTC, a Saturday. */
    private static final long START = 1_772_323_198L;

    private final Bench bench = new Bench();
    private final Bench.Probe irq = bench.probe();
    private final Rtc rtc = new Rtc(bench.timeline, irq, START, 64L << 20, true);

    private int in(int register) {
        rtc.write(0x70, 1, register);
        return rtc.read(0x71, 1);
    }

    private void out(int register, int value) {
        rtc.write(0x70, 1, register);
        rtc.write(0x71, 1, value);
    }

    private String time() {
        return "%02x%02x-%02x-%02x %02x:%02x:%02x %d".formatted(in(0x32), in(9), in(8), in(7), in(4), in(2), in(0), in(6));
    }

    @Test
    void followsVirtualTime() {
        assertEquals("2026-02-28 23:59:58 7", time());
        bench.to(2 * SECOND);
        assertEquals("2026-03-01 00:00:00 1", time());
    }

    @Test
    void binaryAndTwelveHours() {
        out(0x0b, 0x06);
        assertEquals(23, in(4));
        out(0x0b, 0x00);
        assertEquals(0x91, in(4), "11 pm");
    }

    @Test
    void canBeSet() {
        out(0x0b, 0x82);
        out(0x00, 0x30);
        out(0x02, 0x15);
        out(0x04, 0x07);
        out(0x07, 0x24);
        out(0x08, 0x12);
        out(0x09, 0x99);
        out(0x32, 0x19);
        bench.to(10 * SECOND);
        assertEquals(0x30, in(0), "it stands while it is being set");
        out(0x0b, 0x02);
        bench.to(11 * SECOND);
        assertEquals("1999-12-24 07:15:31 6", time());
    }

    @Test
    void impossibleDateIsIgnored() {
        out(0x08, 0x77);
        assertEquals("2026-02-28 23:59:58 7", time());
    }

    @Test
    void warnsOfTheUpdate() {
        assertEquals(0x26, in(0x0a));
        bench.to(SECOND - 100_000);
        assertEquals(0xa6, in(0x0a));
    }

    @Test
    void updateInterrupt() {
        out(0x0b, 0x12);
        bench.to(SECOND - 1);
        assertFalse(irq.high);
        bench.to(SECOND);
        assertTrue(irq.high);
        assertEquals(0x90, in(0x0c) & 0x90);
        assertFalse(irq.high);
        assertEquals(0, in(0x0c));
    }

    @Test
    void periodicInterruptAt1024Hertz() {
        out(0x0b, 0x42);
        int count = 0;
        while (bench.timeline.next() <= SECOND) {
            bench.to(bench.timeline.next());
            assertTrue(irq.high);
            assertEquals(0xc0, in(0x0c) & 0xc0);
            count++;
        }
        assertEquals(1024, count);
    }

    @Test
    void alarm() {
        out(1, 0x01);
        out(3, 0x00);
        out(5, 0xff);
        out(0x0b, 0x22);
        bench.to(2 * SECOND);
        assertFalse(irq.high);
        bench.to(3 * SECOND);
        assertTrue(irq.high);
        assertEquals(0xa0, in(0x0c) & 0xa0);
    }

    @Test
    void flagsComeUpWithoutInterrupts() {
        bench.to(SECOND);
        assertEquals(0x50, in(0x0c), "update and periodic, no interrupt");
    }

    @Test
    void memorySizes() {
        assertEquals(640, in(0x15) | in(0x16) << 8);
        assertEquals(63 * 1024, in(0x30) | in(0x31) << 8);
        assertEquals(48 * 16, in(0x34) | in(0x35) << 8);
        int sum = 0;
        for (int i = 0x10; i < 0x2e; i++) {
            sum += in(i);
        }
        assertEquals(sum, in(0x2e) << 8 | in(0x2f));
    }

    @Test
    void randomAccessesNeverBreakIt() {
        Random random = new Random(4);
        for (int i = 0; i < 50_000; i++) {
            out(random.nextInt(128), random.nextInt(256));
            in(random.nextInt(128));
            bench.to(bench.now + random.nextLong(SECOND / 100));
        }
        out(0x0b, 2);
        assertEquals(0, in(0x0b) & 0x80);
    }
}

package exo86.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UartTests {
    private static final int BASE = 0x3f8;

    private final Bench bench = new Bench();
    private final Bench.Probe irq = bench.probe();
    private final StringBuilder sent = new StringBuilder();
    private final Uart uart = new Uart(BASE, irq, value -> sent.append((char) value));

    private void out(int... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            uart.write(BASE + pairs[i], 1, pairs[i + 1]);
        }
    }

    private int in(int register) {
        return uart.read(BASE + register, 1);
    }

    @Test
    void sends() {
        assertEquals(0x60, in(5));
        out(0, 'h', 0, 'i');
        assertEquals("hi", sent.toString());
    }

    @Test
    void divisorLatchHidesData() {
        out(3, 0x80, 0, 0x34, 1, 0x12);
        assertEquals(0x34, in(0));
        assertEquals(0x12, in(1));
        out(3, 0x03);
        assertEquals(0, in(1));
        assertEquals("", sent.toString());
    }

    @Test
    void scratchAndFifoIdentification() {
        out(7, 0x5a);
        assertEquals(0x5a, in(7));
        assertEquals(0x01, in(2));
        out(2, 0x01);
        assertEquals(0xc1, in(2));
    }

    @Test
    void transmitterInterruptPulsesForEachByte() {
        out(4, 0x0b, 1, 0x02);
        assertTrue(irq.high);
        assertEquals(0x02, in(2));
        assertFalse(irq.high, "reading the cause takes it back");
        out(0, 'x');
        assertTrue(irq.high);
        irq.changes.clear();
        out(0, 'y');
        assertEquals(2, irq.changes.size(), "down and up, or an edge-triggered controller sees nothing");
    }

    @Test
    void receiverInterrupt() {
        out(4, 0x0b, 1, 0x01);
        uart.receive('k');
        assertTrue(irq.high);
        assertEquals(0x04, in(2));
        assertEquals(0x61, in(5));
        assertEquals('k', in(0));
        assertFalse(irq.high);
        assertEquals(0x60, in(5));
    }

    @Test
    void interruptNeedsOut2() {
        out(4, 0x03, 1, 0x01);
        uart.receive('k');
        assertFalse(irq.high);
    }

    @Test
    void fifoTriggerLevel() {
        out(2, 0x81, 4, 0x0b, 1, 0x01);
        uart.receive('a');
        assertEquals(0xcc, in(2), "below the trigger level it is a time-out");
        for (int i = 0; i < 7; i++) {
            uart.receive('b');
        }
        assertEquals(0xc4, in(2));
    }

    @Test
    void overrunIsReportedOnce() {
        out(4, 0x0b, 1, 0x05);
        uart.receive('a');
        uart.receive('b');
        assertEquals(0x06, in(2));
        assertEquals(0x63, in(5));
        assertEquals(0x61, in(5));
        assertEquals('b', in(0));
    }

    @Test
    void loopback() {
        out(4, 0x1f, 0, 0x77);
        assertEquals(0x77, in(0));
        assertEquals(0xf0, in(6) & 0xf0);
        assertEquals("", sent.toString());
        out(4, 0x10);
        assertEquals(0x0b, in(6) & 0x0f & ~4, "CTS, DSR and DCD have changed");
    }

    @Test
    void scriptKeepsItsPace() {
        ArrayDeque<Integer> script = new ArrayDeque<>(List.of((int) 'a', (int) 'b', InputSource.END));
        SerialInput input = new SerialInput(bench.timeline, uart, new InputSource.Script(script::remove));
        bench.to(1_000_000);
        assertEquals(0x60, in(5), "nothing before the guest receives");
        out(1, 0x01);
        bench.to(1_000_000 + SerialInput.PACE - 1);
        assertEquals(0x60, in(5));
        bench.to(1_000_000 + SerialInput.PACE);
        assertEquals(0x61, in(5));
        bench.to(5_000_000);
        assertEquals('a', in(0));
        assertEquals(0x60, in(5), "the next byte does not come before its time");
        bench.to(5_000_000 + SerialInput.PACE);
        assertEquals('b', in(0));
        bench.to(6_000_000);
        assertEquals(0x04, in(0), "the end of the script is one Ctrl-D");
        bench.to(9_000_000);
        assertEquals(0x60, in(5));
        assertEquals(List.of(1_100_000L, 5_100_000L, 5_200_000L),
                input.log().stream().map(InputSource.Stamped::time).toList());
    }

    @Test
    void pollingGuestReceivesToo() {
        ArrayDeque<Integer> script = new ArrayDeque<>(List.of((int) 'a'));
        new SerialInput(bench.timeline, uart, new InputSource.Script(script::remove));
        for (int i = 0; i < 16; i++) {
            in(5);
        }
        bench.to(SerialInput.PACE);
        assertEquals('a', in(0));
    }

    @Test
    void clearedFifoDoesNotEndTheScript() {
        ArrayDeque<Integer> script = new ArrayDeque<>(List.of((int) 'a', (int) 'b'));
        new SerialInput(bench.timeline, uart, new InputSource.Script(script::remove));
        out(1, 0x01);
        bench.to(200_000);
        out(2, 0x07);
        bench.to(400_000);
        assertEquals('b', in(0));
    }

    @Test
    void recordingArrivesAtItsTimes() {
        new SerialInput(bench.timeline, uart, new InputSource.Recording(
                List.of(new InputSource.Stamped(10, 'x'), new InputSource.Stamped(500, 'y'))));
        bench.to(10);
        assertEquals('x', in(0));
        bench.to(499);
        assertEquals(0x60, in(5));
        bench.to(500);
        assertEquals('y', in(0));
    }

    @Test
    void liveByteWaitsForTheGuest() {
        ArrayDeque<Integer> typed = new ArrayDeque<>(List.of((int) 'a', (int) 'b'));
        SerialInput input = new SerialInput(bench.timeline, uart,
                new InputSource.Live(() -> typed.isEmpty() ? InputSource.NONE : typed.remove()));
        assertFalse(input.poll());
        out(1, 0x01);
        assertTrue(input.poll());
        assertFalse(input.poll(), "the guest has not read the first");
        assertEquals('a', in(0));
        assertTrue(input.poll());
    }
}

package exo86.device;

import exo86.mmu.StateSink;

/**
 * The 8254 timer: three counters on a clock of 1,193,182 Hz, derived from virtual nanoseconds in whole numbers, so that
 * no rounding ever adds up. Counter 0 drives IRQ 0, counter 1 stood for memory refresh, counter 2 the speaker.
 *
 * <p>Only counter 0's output is watched by another part; the one event of this device is its next change.
 */
public final class Pit implements PortDevice {
    /** The timer's clock in hertz. */
    public static final long FREQUENCY = 1_193_182;
    private static final long NANOSECONDS = 1_000_000_000;

    private final Timeline timeline;
    private final Timeline.Event change;
    private final Line irq;
    private final PitChannel[] channels = {new PitChannel(), new PitChannel(), new PitChannel()};
    /** The tick up to which counter 0's output has been put on the line: a late event still makes every edge. */
    private long seen;

    public Pit(Timeline timeline, Line irq) {
        this.timeline = timeline;
        this.irq = irq;
        this.change = timeline.event("pit counter 0", this::settle);
        channels[2].gate(false, 0);
        irq.set(true);
    }

    /** The number of clock ticks that have passed at a time: floor(time · 1193182 / 10⁹). */
    static long ticks(long time) {
        return time / NANOSECONDS * FREQUENCY + time % NANOSECONDS * FREQUENCY / NANOSECONDS;
    }

    /** The first time at which that many ticks have passed. */
    static long time(long ticks) {
        return ticks / FREQUENCY * NANOSECONDS + (ticks % FREQUENCY * NANOSECONDS + FREQUENCY - 1) / FREQUENCY;
    }

    private long tick() {
        return ticks(timeline.now());
    }

    /** Moves IRQ 0 to where the output is now and schedules the next change. */
    private void settle() {
        PitChannel channel = channels[0];
        long tick = tick();
        channel.advance(tick);
        while (seen < tick) {
            seen = Math.min(tick, channel.nextChange(seen));
            irq.set(channel.output(seen));
        }
        irq.set(channel.output(tick));
        long next = channel.nextChange(tick);
        if (next == Long.MAX_VALUE) {
            change.cancel();
        } else {
            change.schedule(time(next));
        }
    }

    @Override
    public int read(int port, int bytes) {
        if (port == 0x43) {
            return 0xff;
        }
        long tick = tick();
        PitChannel channel = channels[port & 3];
        channel.advance(tick);
        return channel.read(tick);
    }

    @Override
    public void write(int port, int bytes, int value) {
        long tick = tick();
        for (PitChannel channel : channels) {
            channel.advance(tick);
        }
        if (port != 0x43) {
            channels[port & 3].write(value, tick);
        } else if (value >> 6 == 3) {
            readBack(value, tick);
        } else if ((value & 0x30) == 0) {
            channels[value >> 6].latchCount(tick);
        } else {
            channels[value >> 6].control(value, tick);
        }
        settle();
    }

    private void readBack(int command, long tick) {
        for (int i = 0; i < 3; i++) {
            if ((command & 2 << i) != 0) {
                if ((command & 0x20) == 0) {
                    channels[i].latchCount(tick);
                }
                if ((command & 0x10) == 0) {
                    channels[i].latchStatus(tick);
                }
            }
        }
    }

    /** Counter 2's gate, which port 61h drives. */
    void speakerGate(boolean high) {
        long tick = tick();
        channels[2].advance(tick);
        channels[2].gate(high, tick);
    }

    /** Counter 2's output, which port 61h shows. */
    boolean speakerOutput() {
        long tick = tick();
        channels[2].advance(tick);
        return channels[2].output(tick);
    }

    /** One line a counter, for people who look. */
    public String describe() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            text.append(i == 0 ? "" : "\n").append("counter ").append(i).append(' ').append(channels[i].describe(tick()));
        }
        return text.toString();
    }

    @Override
    public void hash(StateSink sink) {
        for (PitChannel channel : channels) {
            channel.hash(sink);
        }
        sink.add(seen);
    }
}

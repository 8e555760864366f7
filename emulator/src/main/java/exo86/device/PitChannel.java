package exo86.device;

import exo86.mmu.StateSink;

/**
 * One counter of the 8254, as a function of its clock: nothing ticks. The state is when the count was loaded, with what,
 * and in which mode; counter value and output follow from the tick that somebody asks about.
 *
 * <p>Ticks are absolute clock numbers since power-on. A written count is loaded one tick later; a running mode 2 or 3
 * takes a new count at the end of its (half) period. While the gate holds the counter, {@link #held} says how far it had
 * come. Callers {@link #advance} to the present before anything else.
 */
final class PitChannel {
    private static final long NEVER = Long.MAX_VALUE;

    private int mode;
    private int access = 3;
    private boolean bcd;
    private boolean gate = true;
    private boolean highAtRest = true;

    private boolean running;
    private long start;
    private int period = 0x10000;
    /** Ticks counted when the gate went low, -1 while counting. */
    private long held = -1;
    /** A count that waits for the end of the period, or for the trigger in modes 1 and 5; 0 for none. */
    private int waiting;
    /** The tick at which a waiting count replaces the one of a running mode 2 or 3. */
    private long swapAt;
    private boolean nullCount = true;

    private int lowByte;
    private boolean highByteNext;
    private boolean readHighNext;
    private int latchedCount = -1;
    private int latchedStatus = -1;

    private boolean triggered() {
        return mode == 1 || mode == 5;
    }

    private boolean periodic() {
        return mode == 2 || mode == 3;
    }

    /** Control word: mode, access and code; the counter stops until a count is written. */
    void control(int word, long tick) {
        access = word >> 4 & 3;
        mode = word >> 1 & 7;
        if (mode > 5) {
            mode -= 4;
        }
        bcd = (word & 1) != 0;
        running = false;
        held = -1;
        start = tick;
        waiting = 0;
        nullCount = true;
        highAtRest = mode != 0;
        highByteNext = false;
        readHighNext = false;
        latchedCount = -1;
        latchedStatus = -1;
    }

    void write(int value, long tick) {
        switch (access) {
            case 1 -> load(value, tick);
            case 2 -> load(value << 8, tick);
            default -> {
                if (!highByteNext) {
                    lowByte = value;
                    highByteNext = true;
                    if (mode == 0) {
                        running = false;
                        highAtRest = false;
                    }
                } else {
                    highByteNext = false;
                    load(value << 8 | lowByte, tick);
                }
            }
        }
    }

    private void load(int written, long tick) {
        int count = bcd ? fromBcd(written) : written;
        if (count == 0) {
            count = bcd ? 10_000 : 0x10000;
        }
        nullCount = true;
        if (triggered() || periodic() && running) {
            waiting = count;
            swapAt = boundary(tick);
            return;
        }
        begin(count, tick + 1);
        if (!gate) {
            held = 0;
        }
    }

    private void begin(int count, long tick) {
        period = count;
        start = tick;
        running = true;
        held = -1;
        waiting = 0;
    }

    void gate(boolean high, long tick) {
        if (high == gate) {
            return;
        }
        gate = high;
        switch (mode) {
            case 0, 4 -> {
                if (running && !high) {
                    held = Math.max(0, tick - start);
                } else if (running) {
                    start = tick - held;
                    held = -1;
                }
            }
            case 2, 3 -> {
                if (running && !high) {
                    held = 0;
                } else if (running) {
                    begin(waiting != 0 ? waiting : period, tick + 1);
                }
            }
            default -> {
                if (high && (waiting != 0 || running)) {
                    begin(waiting != 0 ? waiting : period, tick + 1);
                }
            }
        }
    }

    /** Brings loads that were waiting for a boundary up to this tick. */
    void advance(long tick) {
        if (running && held < 0 && tick >= start) {
            nullCount = waiting != 0;
            if (waiting != 0 && periodic() && tick >= swapAt) {
                begin(waiting, swapAt);
                nullCount = false;
            }
        }
    }

    /** The end of the (half) period that runs at this tick. */
    private long boundary(long tick) {
        long whole = start + Math.max(0, tick - start) / period * period;
        long half = whole + highTicks();
        return mode == 3 && tick < half ? half : whole + period;
    }

    private int highTicks() {
        return mode == 3 ? (period + 1) / 2 : period - 1;
    }

    private long elapsed(long tick) {
        return held >= 0 ? held : Math.max(0, tick - start);
    }

    boolean output(long tick) {
        if (!running) {
            return highAtRest;
        }
        if (periodic()) {
            return held >= 0 || tick < start || elapsed(tick) % period < highTicks();
        }
        long elapsed = elapsed(tick);
        return switch (mode) {
            case 0, 1 -> elapsed >= period || mode == 1 && tick < start;
            default -> elapsed != period;
        };
    }

    /** The first tick after this one at which the output changes by itself. */
    long nextChange(long tick) {
        if (!running || held >= 0) {
            return NEVER;
        }
        if (periodic()) {
            if (period == 1) {
                return NEVER;
            }
            if (tick < start) {
                return start + highTicks();
            }
            long whole = start + (tick - start) / period * period;
            long fall = whole + highTicks();
            return tick < fall ? fall : whole + period;
        }
        long end = start + period;
        if (tick < end) {
            return mode == 1 && tick < start ? start : end;
        }
        return mode >= 4 && tick < end + 1 ? end + 1 : NEVER;
    }

    private int count(long tick) {
        if (!running) {
            return 0;
        }
        long elapsed = elapsed(tick);
        int value;
        if (mode == 2) {
            value = (int) (period - elapsed % period);
        } else if (mode == 3) {
            long phase = elapsed % period;
            long inHalf = phase < highTicks() ? phase : phase - highTicks();
            value = (int) ((period & ~1) - 2 * inHalf);
        } else {
            value = (int) Math.floorMod(period - elapsed, bcd ? 10_000L : 0x10000L);
        }
        return (bcd ? toBcd(value % 10_000) : value) & 0xffff;
    }

    int read(long tick) {
        if (latchedStatus >= 0) {
            int status = latchedStatus;
            latchedStatus = -1;
            return status;
        }
        int value = latchedCount >= 0 ? latchedCount : count(tick);
        boolean high = access == 2 || access == 3 && readHighNext;
        if (access == 3) {
            readHighNext = !readHighNext;
        }
        if (access != 3 || high) {
            latchedCount = -1;
        }
        return high ? value >> 8 : value & 0xff;
    }

    void latchCount(long tick) {
        if (latchedCount < 0) {
            latchedCount = count(tick);
        }
    }

    void latchStatus(long tick) {
        if (latchedStatus < 0) {
            latchedStatus = (output(tick) ? 0x80 : 0) | (nullCount ? 0x40 : 0) | access << 4 | mode << 1 | (bcd ? 1 : 0);
        }
    }

    private static int fromBcd(int value) {
        return (value >> 12 & 15) * 1000 + (value >> 8 & 15) * 100 + (value >> 4 & 15) * 10 + (value & 15);
    }

    private static int toBcd(int value) {
        return value / 1000 << 12 | value / 100 % 10 << 8 | value / 10 % 10 << 4 | value % 10;
    }

    String describe(long tick) {
        return "mode %d count %d of %d output %s gate %s".formatted(mode, count(tick), period,
                output(tick) ? "high" : "low", gate ? "high" : "low");
    }

    void hash(StateSink sink) {
        sink.add(mode | access << 4 | bit(bcd, 8) | bit(gate, 9) | bit(highAtRest, 10) | bit(running, 11)
                | bit(nullCount, 12) | bit(highByteNext, 13) | bit(readHighNext, 14) | lowByte << 16);
        sink.add(start);
        sink.add((long) period << 32 | waiting);
        sink.add(held);
        sink.add(swapAt);
        sink.add((long) latchedCount << 32 | latchedStatus & 0xffff_ffffL);
    }

    private static int bit(boolean set, int position) {
        return set ? 1 << position : 0;
    }
}

package exo86.device;

import exo86.mmu.StateSink;
import java.util.function.IntConsumer;

/**
 * The 16550A behind COM1. A sent byte leaves at once, so the transmitter is always empty; a received one comes from
 * {@link SerialInput}, which asks {@link #wantsByte} first, so the receiver never overruns except in loopback.
 *
 * <p>The interrupt output pulses when a byte is sent (THRE falls and rises), because the request line of a PC is edge
 * triggered. A byte below the FIFO's trigger level reports as a character time-out at once.
 */
public final class Uart implements PortDevice {
    /** Reads of the line status with nothing else between them after which the guest is waiting for input by polling. */
    private static final int POLLING = 16;
    private static final int RECEIVE = 1;
    private static final int TRANSMIT = 2;
    private static final int LINE = 4;
    private static final int MODEM = 8;
    private static final int OUT2 = 0x08;
    private static final int LOOP = 0x10;
    private static final int OVERRUN = 0x02;
    private static final int[] TRIGGERS = {1, 4, 8, 14};

    private final int base;
    private final Line irq;
    private final IntConsumer output;
    private Runnable whenWanting = () -> { };

    private int enabled;
    private int lineControl;
    private int modemControl;
    private int divisor = 12;
    private int scratch;
    private int fifoControl;
    private int lineErrors;
    private int modemChanges;
    private int modemLines = 0xb0;
    private boolean transmitPending;
    private final byte[] received = new byte[16];
    private int receivedFirst;
    private int receivedCount;
    private int polls;
    private boolean receiveSeen;

    /** @param output takes every byte that the guest sends */
    public Uart(int base, Line irq, IntConsumer output) {
        this.base = base;
        this.irq = irq;
        this.output = output;
    }

    /** Calls back each time the receiver becomes empty or is enabled while empty. */
    void whenWanting(Runnable action) {
        whenWanting = action;
    }

    /** Whether the guest receives, by interrupt or by polling, and has read all it was sent. */
    public boolean wantsByte() {
        return receiveSeen && receivedCount == 0 && (modemControl & LOOP) == 0;
    }

    /** A byte arrives on the wire. */
    void receive(int value) {
        boolean fifo = (fifoControl & 1) != 0;
        if (receivedCount == (fifo ? 16 : 1)) {
            lineErrors |= OVERRUN;
            if (!fifo) {
                received[receivedFirst] = (byte) value;
            }
        } else {
            received[(receivedFirst + receivedCount++) % 16] = (byte) value;
        }
        settle();
    }

    private int cause() {
        if ((enabled & LINE) != 0 && lineErrors != 0) {
            return 6;
        }
        if ((enabled & RECEIVE) != 0 && receivedCount > 0) {
            boolean fifo = (fifoControl & 1) != 0;
            return !fifo || receivedCount >= TRIGGERS[fifoControl >> 6] ? 4 : 0xc;
        }
        if ((enabled & TRANSMIT) != 0 && transmitPending) {
            return 2;
        }
        return (enabled & MODEM) != 0 && modemChanges != 0 ? 0 : 1;
    }

    private void settle() {
        irq.set((modemControl & OUT2) != 0 && (modemControl & LOOP) == 0 && cause() != 1);
    }

    private void wanting() {
        if (wantsByte()) {
            whenWanting.run();
        }
    }

    private void receiveEnabled() {
        if (!receiveSeen) {
            receiveSeen = true;
            wanting();
        }
    }

    @Override
    public int read(int port, int bytes) {
        int register = port - base;
        polls = register == 5 ? polls + 1 : 0;
        boolean latch = (lineControl & 0x80) != 0;
        int value = switch (register) {
            case 0 -> latch ? divisor & 0xff : readByte();
            case 1 -> latch ? divisor >> 8 : enabled;
            case 2 -> identify();
            case 3 -> lineControl;
            case 4 -> modemControl;
            case 5 -> lineStatus();
            case 6 -> modemStatus();
            default -> scratch;
        };
        settle();
        return value;
    }

    private int readByte() {
        if (receivedCount == 0) {
            return 0;
        }
        int value = received[receivedFirst] & 0xff;
        receivedFirst = (receivedFirst + 1) % 16;
        if (--receivedCount == 0) {
            wanting();
        }
        return value;
    }

    private int identify() {
        int cause = cause();
        if (cause == 2) {
            transmitPending = false;
        }
        return cause | ((fifoControl & 1) != 0 ? 0xc0 : 0);
    }

    private int lineStatus() {
        int value = 0x60 | lineErrors | (receivedCount > 0 ? 1 : 0);
        lineErrors = 0;
        if (polls == POLLING) {
            receiveEnabled();
        }
        return value;
    }

    private int modemStatus() {
        int value = modemLines | modemChanges;
        modemChanges = 0;
        return value;
    }

    @Override
    public void write(int port, int bytes, int value) {
        polls = 0;
        boolean latch = (lineControl & 0x80) != 0;
        switch (port - base) {
            case 0 -> {
                if (latch) {
                    divisor = divisor & 0xff00 | value;
                } else {
                    send(value);
                }
            }
            case 1 -> {
                if (latch) {
                    divisor = divisor & 0xff | value << 8;
                } else {
                    enable(value & 0x0f);
                }
            }
            case 2 -> control(value);
            case 3 -> lineControl = value;
            case 4 -> modem(value & 0x1f);
            case 7 -> scratch = value;
            default -> { }
        }
        settle();
    }

    private void send(int value) {
        transmitPending = false;
        settle();
        if ((modemControl & LOOP) != 0) {
            receive(value);
        } else {
            output.accept(value);
        }
        transmitPending = true;
    }

    private void enable(int value) {
        if ((value & TRANSMIT) != 0 && (enabled & TRANSMIT) == 0) {
            transmitPending = true;
        }
        enabled = value;
        if ((value & RECEIVE) != 0) {
            receiveEnabled();
        }
    }

    private void control(int value) {
        boolean dropped = (value & 0x02) != 0 || ((value ^ fifoControl) & 1) != 0;
        fifoControl = (value & 1) != 0 ? value & 0xc9 : 0;
        if (dropped && receivedCount > 0) {
            receivedCount = 0;
            wanting();
        }
    }

    /** In loopback the modem outputs come back as the modem inputs; else a terminal is there and ready. */
    private void modem(int value) {
        boolean looped = (modemControl & LOOP) != 0;
        modemControl = value;
        int lines = (value & LOOP) == 0 ? 0xb0
                : (value & 1) << 5 | (value & 2) << 3 | (value & 4) << 4 | (value & 8) << 4;
        int changed = lines ^ modemLines;
        modemChanges |= (changed >> 4 & 0x0b) | ((modemLines & ~lines & 0x40) != 0 ? 4 : 0);
        modemLines = lines;
        if (looped) {
            wanting();
        }
    }

    @Override
    public void hash(StateSink sink) {
        sink.add((long) enabled | (long) lineControl << 8 | (long) modemControl << 16 | (long) divisor << 24
                | (long) scratch << 40 | (long) fifoControl << 48 | (long) lineErrors << 56);
        sink.add((long) modemChanges | (long) modemLines << 8 | (transmitPending ? 1L << 16 : 0)
                | (receiveSeen ? 1L << 17 : 0) | (long) receivedCount << 24 | (long) Math.min(polls, POLLING + 1) << 32);
        for (int i = 0; i < receivedCount; i++) {
            sink.add(received[(receivedFirst + i) % 16]);
        }
    }
}

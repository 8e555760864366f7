package exo86.device;

import exo86.cpu.InterruptController;
import exo86.mmu.StateSink;

/**
 * The two 8259A of a PC: the slave's output is line 2 of the master. Sixteen request lines, one output to the CPU.
 *
 * <p>The output is recomputed whenever something changes, so that {@link #raised} is one field read. An acknowledge that
 * finds no request any more yields the spurious vector 7 of the chip that was asked and puts nothing in service there.
 */
public final class PicPair implements PortDevice, InterruptController {
    private static final int CASCADE = 2;

    private final Pic master = new Pic(true);
    private final Pic slave = new Pic(false);
    private boolean output;

    public Line line(int number) {
        return number < 8 ? high -> {
            master.line(number, high);
            settle();
        } : high -> {
            slave.line(number - 8, high);
            settle();
        };
    }

    private void settle() {
        master.line(CASCADE, slave.pending() >= 0);
        output = master.pending() >= 0;
    }

    @Override
    public boolean raised() {
        return output;
    }

    @Override
    public int acknowledge() {
        int number = master.pending();
        int vector;
        if (number < 0) {
            vector = master.vector(7);
        } else {
            master.accept(number);
            vector = number == CASCADE ? acknowledgeSlave() : master.vector(number);
        }
        settle();
        return vector;
    }

    private int acknowledgeSlave() {
        int number = slave.pending();
        if (number >= 0) {
            slave.accept(number);
        }
        master.line(CASCADE, false);
        return slave.vector(number < 0 ? 7 : number);
    }

    /** Whether no request at all can reach the CPU, whatever the lines do. */
    public boolean everythingMasked() {
        return master.everythingMasked();
    }

    @Override
    public int read(int port, int bytes) {
        int value = switch (port) {
            case 0x20, 0x21 -> master.read(port & 1);
            case 0xa0, 0xa1 -> slave.read(port & 1);
            case 0x4d0 -> master.levelTriggered();
            case 0x4d1 -> slave.levelTriggered();
            default -> 0xff;
        };
        settle();
        return value;
    }

    @Override
    public void write(int port, int bytes, int value) {
        switch (port) {
            case 0x20, 0x21 -> master.write(port & 1, value);
            case 0xa0, 0xa1 -> slave.write(port & 1, value);
            case 0x4d0 -> master.levelTriggered(value & 0xf8);
            case 0x4d1 -> slave.levelTriggered(value & 0xde);
            default -> { }
        }
        settle();
    }

    /** One line a chip, for people who look. */
    public String describe() {
        return "master " + master.describe() + "\nslave  " + slave.describe();
    }

    @Override
    public void hash(StateSink sink) {
        master.hash(sink);
        slave.hash(sink);
    }
}

package exo86.device;

import exo86.mmu.StateSink;
import java.util.function.IntConsumer;

/**
 * How a guest ends the machine: a byte to the exit port is its status, 2000h to the power-management port turns it off.
 * Wider writes to the exit port count their low byte.
 */
public final class ExitPorts implements PortDevice {
    public static final int EXIT = 0x501;
    public static final int POWER = 0x604;
    private static final int SLEEP_ENABLE = 0x2000;

    private final IntConsumer exit;
    private final Runnable powerOff;

    public ExitPorts(IntConsumer exit, Runnable powerOff) {
        this.exit = exit;
        this.powerOff = powerOff;
    }

    @Override
    public boolean wide(int port) {
        return true;
    }

    @Override
    public int read(int port, int bytes) {
        return -1;
    }

    @Override
    public void write(int port, int bytes, int value) {
        if (port != POWER) {
            exit.accept(value & 0xff);
        } else if ((value & SLEEP_ENABLE) != 0) {
            powerOff.run();
        }
    }

    @Override
    public void hash(StateSink sink) { }
}

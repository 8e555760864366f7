package exo86.device;

import exo86.mmu.StateSink;
import java.util.function.Consumer;

/**
 * The i8042 at ports 60h and 64h with no keyboard and no mouse behind it. It tests itself, keeps its command byte, moves
 * the A20 gate and pulses the reset line; a byte for the missing keyboard is answered with a time-out.
 */
public final class KeyboardController implements PortDevice {
    private static final int FULL = 0x01;
    private static final int SYSTEM = 0x04;
    private static final int COMMAND = 0x08;
    private static final int UNLOCKED = 0x10;
    private static final int TIMEOUT = 0x40;

    private final Line irq;
    private final SystemControl system;
    private final Consumer<String> reset;
    private int commandByte = 0x61;
    private int output;
    private int status = SYSTEM | UNLOCKED;
    /** The command whose data byte comes next, 0 for none. */
    private int expecting;

    public KeyboardController(Line irq, SystemControl system, Consumer<String> reset) {
        this.irq = irq;
        this.system = system;
        this.reset = reset;
    }

    @Override
    public int read(int port, int bytes) {
        if (port == 0x64) {
            return status;
        }
        status &= ~(FULL | TIMEOUT);
        irq.set(false);
        return output;
    }

    @Override
    public void write(int port, int bytes, int value) {
        if (port == 0x64) {
            status |= COMMAND;
            command(value);
        } else {
            status &= ~COMMAND;
            data(value);
        }
    }

    private void command(int value) {
        expecting = 0;
        switch (value) {
            case 0x20 -> answer(commandByte);
            case 0x60, 0xd1, 0xd2, 0xd3, 0xd4 -> expecting = value;
            case 0xa7 -> commandByte |= 0x20;
            case 0xa8 -> commandByte &= ~0x20;
            case 0xaa -> answer(0x55);
            case 0xab -> answer(0x00);
            case 0xad -> commandByte |= 0x10;
            case 0xae -> commandByte &= ~0x10;
            case 0xc0 -> answer(0x80);
            case 0xd0 -> answer(0xcd | (system.a20() ? 2 : 0));
            case 0xdd -> system.a20(false);
            case 0xdf -> system.a20(true);
            default -> {
                if (value >= 0xf0 && (value & 1) == 0) {
                    reset.accept("the keyboard controller's reset line (command %02Xh)".formatted(value));
                }
            }
        }
    }

    private void data(int value) {
        switch (expecting) {
            case 0x60 -> commandByte = value;
            case 0xd1 -> {
                system.a20((value & 2) != 0);
                if ((value & 1) == 0) {
                    reset.accept("the keyboard controller's output port");
                }
            }
            case 0xd2 -> answer(value);
            case 0xd3, 0xd4 -> { }
            default -> {
                answer(0xfe);
                status |= TIMEOUT;
            }
        }
        expecting = 0;
    }

    private void answer(int value) {
        output = value;
        status |= FULL;
        irq.set((commandByte & 1) != 0);
    }

    @Override
    public void hash(StateSink sink) {
        sink.add((long) commandByte | (long) output << 8 | (long) status << 16 | (long) expecting << 24);
    }
}

package exo86.conform;

import exo86.cpu.Cpu;
import exo86.cpu.InterruptController;
import exo86.cpu.PortBus;
import exo86.cpu.Stop;
import exo86.mmu.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The least board that an image of vectors needs: 16 MiB, port E9h to print on, the exit port. */
final class VectorBoard implements PortBus, InterruptController {
    private static final int MEMORY = 16 << 20, MULTIBOOT = 0x2BADB002;
    private static final long BUDGET = 20_000_000_000L;

    private final Memory memory = new Memory(MEMORY);
    private final Cpu cpu = new Cpu(memory, this, this);
    private final StringBuilder printed = new StringBuilder();

    /** How the run ended, and what it printed. */
    record Result(Stop stop, String printed) { }

    static Result run(byte[] image) {
        return new VectorBoard().go(image);
    }

    private Result go(byte[] image) {
        ByteBuffer view = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        memory.write(view.getInt(52 + 12), image, 0, image.length);
        cpu.enterFlatProtectedMode(view.getInt(24));
        cpu.eax = MULTIBOOT;
        cpu.deadline = BUDGET;
        return new Result(cpu.run(), printed.toString());
    }

    @Override
    public int in(int port, int bytes) {
        return (port == 0xE9 ? 0xE9 : -1) & -1 >>> 32 - 8 * bytes;
    }

    @Override
    public void out(int port, int bytes, int value) {
        if (port == 0xE9) {
            printed.append((char) (value & 0xFF));
        } else if (port == 0x501) {
            cpu.stopRequested = true;
        }
    }

    @Override
    public boolean raised() {
        return false;
    }

    @Override
    public int acknowledge() {
        return 0;
    }
}

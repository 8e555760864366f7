package exo86.device;

import exo86.mmu.StateSink;
import java.util.function.IntConsumer;

/** Port E9h: every byte written goes to the host; a read returns E9h, which is how guests find it. */
public final class DebugConsole implements PortDevice {
    private final IntConsumer output;

    public DebugConsole(IntConsumer output) {
        this.output = output;
    }

    @Override
    public int read(int port, int bytes) {
        return 0xe9;
    }

    @Override
    public void write(int port, int bytes, int value) {
        output.accept(value);
    }

    @Override
    public void hash(StateSink sink) { }
}

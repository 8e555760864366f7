package exo86.device;

import exo86.mmu.StateSink;
import java.util.function.Consumer;

/**
 * The board's own control ports: 61h (speaker gate and output, refresh toggle), 92h (A20 and fast reset), CF9h (reset).
 * There is one A20 gate, open at power-on; port 92h and the keyboard controller both move it, and the last one wins.
 */
public final class SystemControl implements PortDevice {
    /** Time between two changes of the refresh bit: 18 ticks of the timer's clock. */
    private static final long REFRESH = 15_085;

    private final Timeline timeline;
    private final Pit pit;
    private final Line a20Gate;
    private final Consumer<String> reset;
    private int speaker;
    private int fast;
    private boolean a20 = true;
    private int resetControl;

    /** @param a20Gate the processor's A20 input */
    public SystemControl(Timeline timeline, Pit pit, Line a20Gate, Consumer<String> reset) {
        this.timeline = timeline;
        this.pit = pit;
        this.a20Gate = a20Gate;
        this.reset = reset;
    }

    boolean a20() {
        return a20;
    }

    void a20(boolean open) {
        a20 = open;
        a20Gate.set(open);
    }

    @Override
    public int read(int port, int bytes) {
        return switch (port) {
            case 0x61 -> speaker | (int) (timeline.now() / REFRESH & 1) << 4 | (pit.speakerOutput() ? 0x20 : 0);
            case 0x92 -> fast | (a20 ? 2 : 0);
            default -> resetControl;
        };
    }

    @Override
    public void write(int port, int bytes, int value) {
        switch (port) {
            case 0x61 -> {
                speaker = value & 0x0f;
                pit.speakerGate((value & 1) != 0);
            }
            case 0x92 -> {
                boolean pulse = (value & 1) != 0 && (fast & 1) == 0;
                fast = value & 1;
                a20((value & 2) != 0);
                if (pulse) {
                    reset.accept("port 92h");
                }
            }
            default -> {
                boolean pulse = (value & 4) != 0 && (resetControl & 4) == 0;
                resetControl = value & 0x0e;
                if (pulse) {
                    reset.accept("port CF9h");
                }
            }
        }
    }

    @Override
    public void hash(StateSink sink) {
        sink.add((long) speaker | (long) fast << 8 | (long) resetControl << 16 | (a20 ? 1L << 24 : 0));
    }
}

package exo86.device;

import exo86.mmu.StateSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A workbench for single devices: a clock that the test moves, events that fire on the way, and recorded lines. */
final class Bench {
    long now;
    final Timeline timeline = new Timeline(() -> now, due -> { });

    /** Moves time forward through every event up to {@code time}. */
    void to(long time) {
        while (timeline.next() <= time) {
            now = Math.max(now, timeline.next());
            timeline.fireOne();
        }
        now = time;
    }

    /** A line that remembers each change of its level. */
    final class Probe implements Line {
        boolean high;
        final List<String> changes = new ArrayList<>();

        @Override
        public void set(boolean level) {
            if (level != high) {
                high = level;
                changes.add((level ? "+" : "-") + now);
            }
        }
    }

    Probe probe() {
        return new Probe();
    }

    /** All that a device puts into the state hash, as text. */
    static String state(PortDevice device) {
        StringBuilder text = new StringBuilder();
        device.hash(new StateSink() {
            @Override
            public void add(long value) {
                text.append(value).append(' ');
            }

            @Override
            public void add(byte[] bytes, int offset, int length) {
                text.append(Arrays.hashCode(Arrays.copyOfRange(bytes, offset, offset + length))).append(' ');
            }
        });
        return text.toString();
    }
}

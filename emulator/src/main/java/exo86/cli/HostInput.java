package exo86.cli;

import exo86.device.InputSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;

/**
 * Bytes from the host, read by a thread of their own so that the machine can stop while it waits for one. At most
 * {@link #AHEAD} bytes are read ahead.
 */
final class HostInput {
    private static final int AHEAD = 4096;

    private final InputStream in;
    private final Keys keys;
    private final ArrayDeque<Integer> ready = new ArrayDeque<>();
    private boolean started;
    private boolean ended;
    private boolean released;

    /** What a typed byte does before the guest may see it. */
    interface Keys {
        /** The bytes for the guest, perhaps none. */
        int[] typed(int value);
    }

    HostInput(InputStream in, Keys keys) {
        this.in = in;
        this.keys = keys;
    }

    synchronized void start() {
        if (!started) {
            started = true;
            Thread reader = new Thread(this::read, "host input");
            reader.setDaemon(true);
            reader.start();
        }
    }

    private void read() {
        byte[] buffer = new byte[512];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                for (int i = 0; i < count; i++) {
                    put(buffer[i] & 0xff);
                }
            }
        } catch (IOException | InterruptedException over) {
            // the same as the end of the input
        }
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    /** Types for the user; what does not fit is lost, and the result says so. */
    synchronized boolean type(byte[] bytes) {
        for (byte b : bytes) {
            if (ready.size() >= AHEAD) {
                return false;
            }
            ready.add(b & 0xff);
        }
        notifyAll();
        return true;
    }

    private void put(int value) throws InterruptedException {
        int[] bytes = keys.typed(value);
        synchronized (this) {
            while (ready.size() >= AHEAD) {
                wait();
            }
            for (int b : bytes) {
                ready.add(b);
            }
            notifyAll();
        }
    }

    /** The next byte, {@link InputSource#NONE} if none is ready. */
    synchronized int poll() {
        if (ready.isEmpty()) {
            return ended ? InputSource.END : InputSource.NONE;
        }
        notifyAll();
        return ready.remove();
    }

    /** Waits for the next byte; {@link InputSource#NONE} only after {@link #release}. */
    synchronized int take() {
        start();
        while (ready.isEmpty() && !ended && !released) {
            try {
                wait();
            } catch (InterruptedException stop) {
                return InputSource.NONE;
            }
        }
        return poll();
    }

    /** Waits until a byte is ready or the time is over. */
    synchronized void await(long nanoseconds) {
        long deadline = System.nanoTime() + nanoseconds;
        while (ready.isEmpty() && !ended && !released) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return;
            }
            try {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    /** Ends all waiting: the machine is to stop. */
    synchronized void release() {
        released = true;
        notifyAll();
    }

    /** Waiting is possible again after {@link #release}. */
    synchronized void resume() {
        released = false;
    }
}

package exo86.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Collects what the guest prints, byte by byte, and passes it on in one piece at the end of each line and when the machine pauses. A line goes out at
 * once because who reads may measure time by it: a pause may be 50 ms away.
 */
final class OutputBuffer {
    private final OutputStream out;
    private final byte[] buffer = new byte[8192];
    private int used;
    private boolean gone;
    private boolean lineBegins = true;

    OutputBuffer(OutputStream out) {
        this.out = out;
    }

    /** Standard output itself, without the layers of {@code System.out}. */
    static OutputStream standard() {
        return new FileOutputStream(FileDescriptor.out);
    }

    void put(int value) {
        if (used == buffer.length) {
            flush();
        }
        buffer[used++] = (byte) value;
        lineBegins = value == '\n';
        if (lineBegins) {
            flush();
        }
    }

    /** Ends a line that the guest has begun, so that something else can be printed. */
    void endLine() {
        if (!lineBegins) {
            put('\n');
        }
        flush();
    }

    /** Passes on what was collected; false when nobody takes it any more. */
    boolean flush() {
        if (used > 0 && !gone) {
            try {
                out.write(buffer, 0, used);
                out.flush();
            } catch (IOException closed) {
                gone = true;
            }
        }
        used = 0;
        return !gone;
    }
}

package exo86.device;

import java.util.List;

/** Where the bytes typed at COM1 come from, and when each enters the machine. */
public sealed interface InputSource {
    /** No byte is ready. */
    int NONE = -1;
    /** There will never be another byte. */
    int END = -2;

    /** Bytes from the host: 0..255, {@link #NONE} or {@link #END}. */
    @FunctionalInterface
    interface Bytes {
        int next();
    }

    /** One byte and the time at which it entered the machine. */
    record Stamped(long time, int value) { }

    /** A script: each byte at a fixed distance after the guest asked; {@code bytes} waits for the host. */
    record Script(Bytes bytes) implements InputSource { }

    /** Somebody types: a byte enters when it is there and the guest has read the one before. */
    record Live(Bytes bytes) implements InputSource { }

    /** What an earlier run recorded, each byte at its time. */
    record Recording(List<Stamped> bytes) implements InputSource {
        public Recording {
            bytes = List.copyOf(bytes);
        }
    }

    /** Nobody is there. */
    record Silent() implements InputSource { }
}

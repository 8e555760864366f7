package exo86.device;

import exo86.mmu.StateSink;

/** A part that answers at some I/O ports. The bus splits wide accesses into bytes unless the part takes them whole. */
public interface PortDevice {
    /** The value of an 8-bit read, or a {@code bytes}-wide one where {@link #wide} says so. */
    int read(int port, int bytes);

    void write(int port, int bytes, int value);

    /** Whether a 16- or 32-bit access at this port is one access for the part, not several byte accesses. */
    default boolean wide(int port) {
        return false;
    }

    /** Everything that a later access or event can depend on. */
    void hash(StateSink sink);
}

package exo86.debug;

import java.util.BitSet;
import java.util.OptionalInt;

/** The bytes of a variable that does not lie in memory as a whole, those of them that are known. */
final class HeldBytes {
    /** Where they seem to lie, for who reads them as memory. */
    static final int ADDRESS = 0x1000_0000;

    private final byte[] bytes;
    private final BitSet known = new BitSet();

    HeldBytes(int size) {
        bytes = new byte[size];
    }

    void put(int offset, byte value) {
        bytes[offset] = value;
        known.set(offset);
    }

    boolean isUnknown() {
        return known.isEmpty();
    }

    OptionalInt read(int address) {
        int offset = address - ADDRESS;
        return offset >= 0 && known.get(offset) ? OptionalInt.of(bytes[offset] & 0xFF) : OptionalInt.empty();
    }
}

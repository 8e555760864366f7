package exo86.ash.ir.interpret;

import exo86.ash.ir.Datum;
import exo86.ash.ir.Module;
import exo86.ash.ir.Width;
import exo86.ash.tree.Image;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The bytes of a run: the program's data from {@link #BASE} on, then the stack. */
public final class Memory {
    private static final int BASE = 0x10000;
    private static final int STACK = 1 << 20;
    private static final int FIRST_FUNCTION = 0x7000_0000;
    private static final int FUNCTION_BYTES = 16;

    private final ByteBuffer bytes;
    private final Map<String, Integer> addresses = new HashMap<>();
    private final Map<Integer, String> functions = new HashMap<>();
    private final int stackLimit;

    Memory(Module module) {
        int at = BASE;
        for (Datum datum : module.data()) {
            int align = Math.max(4, datum.align());
            at = (at + align - 1) / align * align;
            addresses.put(datum.name(), at);
            at = Math.addExact(at, datum.image().bytes().length);
        }
        stackLimit = (at + 0xFFF & ~0xFFF) - BASE;
        bytes = ByteBuffer.allocate(stackLimit + STACK).order(ByteOrder.LITTLE_ENDIAN);
        module.functions().forEach(function -> address(function.name()));
        for (Datum datum : module.data()) {
            int start = addresses.get(datum.name()) - BASE;
            bytes.put(start, datum.image().bytes());
            for (Image.Address address : datum.image().addresses()) {
                bytes.putInt(start + address.offset(), address(address.symbol()) + address.addend());
            }
        }
    }

    /** The first address behind the stack. */
    int stackTop() {
        return BASE + bytes.capacity();
    }

    /** The stack does not go below this. */
    int stackLimit() {
        return BASE + stackLimit;
    }

    /** A symbol's address; one that is no data is a function. */
    int address(String symbol) {
        return addresses.computeIfAbsent(symbol, s -> {
            int address = FIRST_FUNCTION + FUNCTION_BYTES * functions.size();
            functions.put(address, s);
            return address;
        });
    }

    /** The function at an address. */
    Optional<String> function(int address) {
        return Optional.ofNullable(functions.get(address));
    }

    private int index(int address, int size) {
        long index = Integer.toUnsignedLong(address) - BASE;
        if (index < 0 || index + size > bytes.capacity()) {
            throw new Fault(String.format("access to %d bytes at %#x", size, address));
        }
        return (int) index;
    }

    public int load(Width width, int address) {
        int index = index(address, width.bytes());
        return switch (width.bytes()) {
            case 1 -> width.extend(bytes.get(index));
            case 2 -> width.extend(bytes.getShort(index));
            default -> bytes.getInt(index);
        };
    }

    public void store(Width width, int address, int value) {
        int index = index(address, width.bytes());
        switch (width.bytes()) {
            case 1 -> bytes.put(index, (byte) value);
            case 2 -> bytes.putShort(index, (short) value);
            default -> bytes.putInt(index, value);
        }
    }

    void copy(int to, int from, int size) {
        byte[] moved = new byte[size];
        bytes.get(index(from, size), moved);
        bytes.put(index(to, size), moved);
    }

    void fill(int to, int word, int size) {
        int index = index(to, size);
        for (int i = 0; i < size; i++) {
            bytes.put(index + i, (byte) (word >>> 8 * (i & 3)));
        }
    }

    /** Bytes as a native function sees them. */
    public byte[] read(int address, int size) {
        byte[] read = new byte[size];
        bytes.get(index(address, size), read);
        return read;
    }
}

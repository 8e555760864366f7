package exo86.asm;

import exo86.isa.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A section while it is assembled, emptied at the start of each pass. As a {@link Value.Base} it stands for its own start. */
final class SectionContent implements Value.Base {
    static final int MAX_SIZE = 64 << 20;

    private final String name;
    /** Attributes in force: NASM's words. */
    boolean alloc;
    boolean exec;
    boolean write;
    boolean nobits;
    int align;

    /** What waits for an address: {@code width} in bits; {@code end} is the offset that a relative field counts from. */
    record Fixup(int offset, int width, boolean relative, int end, Value value, SourceLine line, int column) {
    }

    /** Code from {@code offset} on comes from that line. */
    record LineEntry(int offset, SourceLine line) {
    }

    byte[] bytes = new byte[256];
    int size;
    final List<Fixup> fixups = new ArrayList<>();
    final List<LineEntry> lines = new ArrayList<>();

    SectionContent(String name) {
        this.name = name;
        switch (name) {
            case ".text" -> attributes(true, true, false, false, 16);
            case ".data" -> attributes(true, false, true, false, 4);
            case ".bss" -> attributes(true, false, true, true, 4);
            case ".rodata" -> attributes(true, false, false, false, 4);
            default -> attributes(true, false, false, false, 1);
        }
    }

    private void attributes(boolean allocated, boolean executable, boolean writable, boolean empty, int alignment) {
        alloc = allocated;
        exec = executable;
        write = writable;
        nobits = empty;
        align = alignment;
    }

    @Override
    public String name() {
        return name;
    }

    /** Applies one of NASM's attributes; the reason if it is none. */
    Optional<String> attribute(String attribute) {
        switch (attribute) {
            case "alloc" -> alloc = true;
            case "noalloc" -> alloc = false;
            case "exec" -> exec = true;
            case "noexec" -> exec = false;
            case "write" -> write = true;
            case "nowrite" -> write = false;
            case "nobits" -> nobits = true;
            case "progbits" -> nobits = false;
            default -> {
                if (!attribute.startsWith("align=")) {
                    return Optional.of("unknown section attribute '" + attribute + "'");
                }
                long value = Long.parseLong(attribute.substring(6));
                if (value < 1 || value > 4096 || Long.bitCount(value) != 1) {
                    return Optional.of("alignment must be a power of two up to 4096");
                }
                align = (int) value;
            }
        }
        return Optional.empty();
    }

    void clear() {
        size = 0;
        fixups.clear();
        lines.clear();
    }

    void put(byte[] data) {
        if (!nobits) {
            reserveRoom(size + data.length);
            System.arraycopy(data, 0, bytes, size, data.length);
        }
        size += data.length;
    }

    void fill(long count, int value) {
        if (!nobits) {
            reserveRoom(size + (int) count);
            Arrays.fill(bytes, size, size + (int) count, (byte) value);
        }
        size += (int) count;
    }

    private void reserveRoom(int wanted) {
        if (wanted > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(wanted, bytes.length * 2));
        }
    }

    void store(int offset, int width, long value) {
        for (int i = 0; i < width / 8; i++) {
            bytes[offset + i] = (byte) (value >> 8 * i);
        }
    }

    byte[] content() {
        return nobits ? new byte[0] : Arrays.copyOf(bytes, size);
    }
}

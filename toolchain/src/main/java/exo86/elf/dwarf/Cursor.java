package exo86.elf.dwarf;

import exo86.elf.ElfException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads a debug section from a position to a limit, and never past it. Offsets in messages are offsets in the section.
final class Cursor {
    private static final int STRING_LIMIT = 4096;

    final String section;
    private final byte[] bytes;
    private int position;
    private final int limit;

    Cursor(String section, byte[] bytes) {
        this(section, bytes, 0, bytes.length);
    }

    private Cursor(String section, byte[] bytes, int position, int limit) {
        this.section = section;
        this.bytes = bytes;
        this.position = position;
        this.limit = limit;
    }

    int position() {
        return position;
    }

    int limit() {
        return limit;
    }

    boolean atEnd() {
        return position >= limit;
    }

    /// A cursor of the same section from an offset that the section itself gives.
    Cursor at(long offset) throws ElfException {
        if (offset < 0 || offset > bytes.length) {
            throw error("reference to offset 0x%x; expected at most 0x%x".formatted(offset, bytes.length));
        }
        return new Cursor(section, bytes, (int) offset, bytes.length);
    }

    /// A cursor of the next `length` bytes, which this one skips.
    Cursor take(long length) throws ElfException {
        if (length < 0 || length > limit - position) {
            throw error("length 0x%x; expected at most 0x%x".formatted(length, limit - position));
        }
        Cursor part = new Cursor(section, bytes, position, position + (int) length);
        position += (int) length;
        return part;
    }

    int u8() throws ElfException {
        if (position >= limit) {
            throw error("data ends; expected at least one byte more");
        }
        return bytes[position++] & 0xFF;
    }

    /// The next byte, which stays the next one.
    int peek() throws ElfException {
        int next = u8();
        position--;
        return next;
    }

    int u16() throws ElfException {
        return u8() | u8() << 8;
    }

    int u32() throws ElfException {
        return u16() | u16() << 16;
    }

    long unsigned(int width) throws ElfException {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value |= (long) u8() << 8 * i;
        }
        return value;
    }

    long unsignedLeb128() throws ElfException {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int part = u8();
            value |= shift < 64 ? (long) (part & 0x7F) << shift : 0;
            if ((part & 0x80) == 0) {
                return value;
            }
        }
    }

    long signedLeb128() throws ElfException {
        long value = 0;
        for (int shift = 0; ; ) {
            int part = u8();
            value |= shift < 64 ? (long) (part & 0x7F) << shift : 0;
            shift += 7;
            if ((part & 0x80) == 0) {
                return shift < 64 && (part & 0x40) != 0 ? value | -1L << shift : value;
            }
        }
    }

    /// A LEB128 number that stands for an index, a size or a register: more than 31 bits are an error.
    int index() throws ElfException {
        long value = unsignedLeb128();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw error("number 0x%x; expected less than 2 to the 31".formatted(value));
        }
        return (int) value;
    }

    String string() throws ElfException {
        int start = position;
        while (u8() != 0) {
            if (position - start > STRING_LIMIT) {
                throw error("text that does not end; expected a zero byte after at most " + STRING_LIMIT + " bytes");
            }
        }
        return new String(bytes, start, position - 1 - start, StandardCharsets.UTF_8);
    }

    byte[] rest() {
        byte[] rest = Arrays.copyOfRange(bytes, position, limit);
        position = limit;
        return rest;
    }

    ElfException error(String problem) {
        return new ElfException(section, position, problem);
    }
}

package exo86.elf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing array of bytes, little-endian.
public final class ByteWriter {
    private byte[] bytes = new byte[256];
    private int size;

    public int size() {
        return size;
    }

    public ByteWriter put8(int value) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, size * 2);
        }
        bytes[size++] = (byte) value;
        return this;
    }

    public ByteWriter put16(int value) {
        return put8(value).put8(value >>> 8);
    }

    public ByteWriter put32(int value) {
        return put16(value).put16(value >>> 16);
    }

    public ByteWriter put(byte[] more) {
        if (size + more.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more.length));
        }
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
        return this;
    }

    /// The text in UTF-8 and a zero byte.
    public ByteWriter putString(String text) {
        return put(text.getBytes(StandardCharsets.UTF_8)).put8(0);
    }

    public ByteWriter putUnsignedLeb128(int value) {
        int rest = value;
        while (rest >>> 7 != 0) {
            put8(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        return put8(rest);
    }

    public ByteWriter putSignedLeb128(int value) {
        int rest = value;
        while (rest < -64 || rest > 63) {
            put8(rest & 0x7F | 0x80);
            rest >>= 7;
        }
        return put8(rest & 0x7F);
    }

    /// Zeros up to an offset at or after the present one.
    public ByteWriter padTo(int offset) {
        if (offset > size) {
            put(new byte[offset - size]);
        }
        return this;
    }

    public ByteWriter align(int boundary) {
        return padTo(size + (-size & boundary - 1));
    }

    public void patch32(int offset, int value) {
        for (int i = 0; i < 4; i++) {
            bytes[offset + i] = (byte) (value >>> 8 * i);
        }
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }
}

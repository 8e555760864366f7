package exo86.machine;

import exo86.mmu.Memory;
import exo86.mmu.StateSink;

/**
 * A 128-bit digest of everything put in, in order. Not cryptographic: two multiply-and-rotate lanes with different
 * constants, fast enough to hash all of memory in milliseconds.
 */
final class StateHash implements StateSink {
    private static final long FIRST = 0x9E3779B97F4A7C15L;
    private static final long SECOND = 0xC2B2AE3D27D4EB4FL;

    private long one = FIRST;
    private long two = SECOND;

    @Override
    public void add(long value) {
        one = Long.rotateLeft((one ^ value) * FIRST, 31);
        two = Long.rotateLeft((two + value) * SECOND, 29) ^ one;
    }

    @Override
    public void add(byte[] bytes, int offset, int length) {
        add(length);
        long a = one;
        long b = two;
        int i = offset;
        for (; i <= offset + length - 8; i += 8) {
            long value = (int) Memory.INT.get(bytes, i) & 0xffff_ffffL | (long) (int) Memory.INT.get(bytes, i + 4) << 32;
            a = Long.rotateLeft((a ^ value) * FIRST, 31);
            b = Long.rotateLeft((b + value) * SECOND, 29) ^ a;
        }
        one = a;
        two = b;
        for (; i < offset + length; i++) {
            add(bytes[i]);
        }
    }

    /** The digest as 32 hexadecimal digits. */
    String text() {
        long a = mix(one ^ Long.rotateLeft(two, 32));
        long b = mix(two + a);
        return "%016x%016x".formatted(a, b);
    }

    private static long mix(long value) {
        long v = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        v = (v ^ v >>> 27) * 0x94D049BB133111EBL;
        return v ^ v >>> 31;
    }
}

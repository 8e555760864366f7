package exo86.verify;

import exo86.mmu.StateSink;

/** A quick digest for two states that are nearly always equal. */
final class Mixer implements StateSink {
    private long sum;

    @Override
    public void add(long value) {
        sum = Long.rotateLeft((sum ^ value) * 0x9E3779B97F4A7C15L, 29);
    }

    @Override
    public void add(byte[] bytes, int offset, int length) {
        for (int k = offset; k < offset + length; k++) {
            add(bytes[k]);
        }
    }

    long take() {
        long taken = sum;
        sum = 0;
        return taken;
    }
}

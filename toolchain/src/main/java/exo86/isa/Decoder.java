package exo86.isa;

/**
 * Bytes to {@link Instruction}. Never throws, whatever the bytes, and never reads at or beyond {@code limit}.
 */
public final class Decoder {
    /** {@link #decode} needs more bytes than there are before {@code limit}: fetch the next page and decode again. */
    public static final int TRUNCATED = 0;

    private Decoder() {
    }

    /**
     * Decodes the instruction at {@code code[offset]} in a code segment of {@code bits} (16 or 32).
     *
     * @return its length, 1–15, also for {@link Op#INVALID} and {@link Op#TOO_LONG}; or {@link #TRUNCATED}, and then {@code into} is garbage
     */
    public static int decode(byte[] code, int offset, int limit, int bits, Instruction into) {
        return TRUNCATED;
    }
}

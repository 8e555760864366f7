package exo86.isa;

import java.util.List;

/** An encoded instruction: its bytes, and the fields that wait for an address and hold 0 so far. */
public record Encoding(byte[] bytes, List<Fixup> fixups) {
    /**
     * A field of {@code width} bits at {@code offset} of the instruction.
     *
     * @param relative the field wants {@code value} minus the address behind the instruction, else {@code value} itself
     */
    public record Fixup(int offset, int width, boolean relative, Value value) {
    }
}

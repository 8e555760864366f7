package exo86.ash.ir;

import java.util.Optional;

/**
 * Functions of module {@code cpu} that are one instruction, or a few, without a call. All but BSF and BSR are fences: no access to memory
 * crosses them.
 */
public enum Builtin {
    INB(1, 1), INW(1, 1), INL(1, 1), OUTB(2, 0), OUTW(2, 0), OUTL(2, 0), CLI(0, 0), STI(0, 0), HLT(0, 0), PAUSE(0, 0), RDTSC(0, 2), CR0(0, 1), CR2(0, 1),
    CR3(0, 1), SET_CR0(1, 0), SET_CR3(1, 0), INVLPG(1, 0), BSF(1, 1), BSR(1, 1);

    private final int operands;
    private final int results;

    Builtin(int operands, int results) {
        this.operands = operands;
        this.results = results;
    }

    public int operands() {
        return operands;
    }

    public int results() {
        return results;
    }

    /** It only computes. */
    public boolean pure() {
        return this == BSF || this == BSR;
    }

    /** What one that only computes gives; 32 where there is no bit. */
    public int apply(int word) {
        return switch (this) {
            case BSF -> Integer.numberOfTrailingZeros(word);
            case BSR -> word == 0 ? 32 : 31 - Integer.numberOfLeadingZeros(word);
            default -> throw new IllegalStateException(this + " does more than compute");
        };
    }

    /** The name of the function in module {@code cpu}, and in the text form. */
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The one that stands for the function with this link name. */
    public static Optional<Builtin> of(String linkName) {
        if (linkName.startsWith("cpu.")) {
            for (Builtin builtin : values()) {
                if (linkName.substring(4).equals(builtin.text())) {
                    return Optional.of(builtin);
                }
            }
        }
        return Optional.empty();
    }
}

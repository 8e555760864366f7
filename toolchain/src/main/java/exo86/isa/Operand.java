package exo86.isa;

/** What the {@link Encoder} is asked to encode: an operand as one writes it, before a form is chosen. */
public sealed interface Operand {
    /** Which set of registers {@link Register#number} counts in. */
    enum RegisterFile { GENERAL, SEGMENT, CONTROL, DEBUG, ST }

    record Register(RegisterFile file, int number, int width) implements Operand {
    }

    /**
     * {@code segment:[base + index * scale + displacement]}. {@code width} in bits, 0 if the other operands say it; {@code segment}, {@code base}
     * and {@code index} may be {@link Registers#NONE}; {@code addressSize} 16, 32, or 0 for an absolute address in the code's own size.
     * {@code displacementWidth} 8, 16 or 32 forces one, 0 takes the shortest.
     */
    record Memory(int width, int segment, int base, int index, int scale, Value displacement, int addressSize, int displacementWidth) implements Operand {
    }

    /** A number, or a jump's target. {@code width} 0 unless written; {@code strict}: not to be shortened. */
    record Immediate(Value value, int width, boolean strict) implements Operand {
    }

    /** {@code selector:offset}; {@code width} of the offset, 0 for the code's own size. */
    record Far(Value selector, Value offset, int width) implements Operand {
    }

    static Operand register32(int number) {
        return new Register(RegisterFile.GENERAL, number, 32);
    }

    static Operand register16(int number) {
        return new Register(RegisterFile.GENERAL, number, 16);
    }

    static Operand register8(int number) {
        return new Register(RegisterFile.GENERAL, number, 8);
    }

    static Operand immediate(long value) {
        return new Immediate(Value.of(value), 0, false);
    }

    /** The address of a symbol as an immediate, or as a jump's or call's target. */
    static Operand symbol(String name, long addend) {
        return new Immediate(Value.symbol(name, addend), 0, false);
    }

    /** {@code [base + displacement]} with 32-bit addressing. */
    static Operand memory(int width, int base, int displacement) {
        return new Memory(width, Registers.NONE, base, Registers.NONE, 1, Value.of(displacement), 32, 0);
    }

    /** {@code [base + index * scale + displacement]} with 32-bit addressing; base and index may be {@link Registers#NONE}. */
    static Operand memory(int width, int base, int index, int scale, Value displacement) {
        return new Memory(width, Registers.NONE, base, index, scale, displacement, 32, 0);
    }
}

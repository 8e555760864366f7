package exo86.isa;

import java.util.List;

/**
 * An instruction to encode: what {@link Encoder#encode(Request)} takes when operation and operands alone do not say all.
 *
 * @param condition   for J, SET and CMOV, else {@link Condition#NONE}
 * @param repeat      0xF3, 0xF2 or 0
 * @param segment     a segment prefix in front, or {@link Registers#NONE}
 * @param operandSize 16 or 32 if demanded, else 0
 * @param addressSize 16 or 32 if demanded, else 0
 * @param branch      which form of a jump
 */
public record Request(Op op, int condition, List<Operand> operands, boolean lock, int repeat, int segment, int operandSize, int addressSize, Branch branch) {
    /** A relative jump's displacement: one byte, or the operand size. */
    public enum Branch { SHORT, NEAR }

    public static Request of(Op op, int condition, Operand... operands) {
        return new Request(op, condition, List.of(operands), false, 0, Registers.NONE, 0, 0, Branch.NEAR);
    }
}

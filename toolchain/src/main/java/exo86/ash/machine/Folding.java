package exo86.ash.machine;

import exo86.isa.Op;

/** Which register operands of an instruction may be something else instead. */
public final class Folding {
    private Folding() {
    }

    /** The register at {@code index} may be a place in memory of the same width. */
    public static boolean takesMemory(Instruction i, int index) {
        if (i.register(index) < 0 || i.isRemark()) {
            return false;
        }
        int register = i.register(index);
        for (int n = 0; n < i.count(); n++) {
            if (i.operand(n) instanceof Operand.Memory || i.operand(n) instanceof Operand.Control || n != index && i.register(n) == register) {
                return false;
            }
        }
        boolean second = i.count() == 2 && i.operand(1) instanceof Operand.Register;
        return switch (i.op()) {
            case MOV, ADD, ADC, SUB, SBB, AND, OR, XOR, CMP, TEST, INC, DEC, NEG, NOT, SHL, SHR, SAR, ROL, ROR, MUL, DIV, IDIV, PUSH, CALL ->
                true;
            case SHLD, SHRD -> index == 0;
            case IMUL -> i.count() == 1 || index == 1;
            case MOVZX, MOVSX, CMOV, BSF, BSR -> index == 1;
            case SET -> true;
            case JMP -> i.count() == 1;
            case BT -> index == 0 && !second;
            default -> false;
        };
    }

    /** The register at {@code index} may be a number or an address. */
    public static boolean takesImmediate(Instruction i, int index) {
        return switch (i.op()) {
            case MOV, ADD, ADC, SUB, SBB, AND, OR, XOR, CMP, TEST -> index == 1 && i.register(1) >= 0;
            case IMUL -> index == 1 && i.count() == 2 && i.register(1) >= 0 && i.register(0) != i.register(1);
            case PUSH -> i.register(0) >= 0;
            default -> false;
        };
    }

    /** Puts an immediate in the place of a register; to be called only where {@link #takesImmediate} says so. */
    public static void immediate(Instruction i, int index, Operand.Immediate immediate) {
        if (i.op() == Op.IMUL) {
            i.become(Op.IMUL, i.operand(0), i.operand(0), immediate);
            return;
        }
        i.operand(index, immediate);
    }
}

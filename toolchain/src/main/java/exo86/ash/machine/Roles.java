package exo86.ash.machine;

import exo86.isa.Op;

/** What operations do with their operands. */
public final class Roles {
    /** The operand is read. */
    public static final int USE = 1;
    /** The operand is written. */
    public static final int DEFINE = 2;

    private Roles() {
    }

    /** {@link #USE}, {@link #DEFINE} or both for the operand at {@code index}; a register that is written in part is read too. */
    public static int of(Op op, int index, int count) {
        if (index > 0) {
            return op == Op.XCHG ? USE | DEFINE : USE;
        }
        return switch (op) {
            case MOV, MOVZX, MOVSX, LEA, SET, POP, BSF, BSR -> DEFINE;
            case IMUL -> count == 3 ? DEFINE : count == 2 ? USE | DEFINE : USE;
            case ADD, ADC, SUB, SBB, AND, OR, XOR, NOT, NEG, INC, DEC, SHL, SHR, SAR, ROL, ROR, RCL, RCR, SHLD, SHRD, BSWAP, CMOV, XCHG, BTS, BTR,
                BTC -> USE | DEFINE;
            default -> USE;
        };
    }

    public static boolean readsFlags(Op op) {
        return switch (op) {
            case J, SET, CMOV, ADC, SBB, RCL, RCR, CMC -> true;
            default -> false;
        };
    }

    /** Whether the flags before it are lost. Rotates and shifts by CL may keep them, and so do not count. */
    public static boolean writesFlags(Op op) {
        return switch (op) {
            case ADD, ADC, SUB, SBB, AND, OR, XOR, NEG, CMP, TEST, IMUL, MUL, DIV, IDIV, BSF, BSR, CALL, STC, CLC, RET -> true;
            default -> false;
        };
    }

    /** Whether it may change any flag. */
    public static boolean touchesFlags(Op op) {
        return switch (op) {
            case MOV, MOVZX, MOVSX, LEA, SET, CMOV, NOT, BSWAP, XCHG, PUSH, POP, J, JMP, MOVS, STOS, CDQ, NOP, UD2 -> false;
            default -> true;
        };
    }
}

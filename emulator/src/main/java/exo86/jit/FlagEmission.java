package exo86.jit;

import static exo86.jit.Locals.FLAG_A;
import static exo86.jit.Locals.FLAG_B;
import static exo86.jit.Locals.FLAG_OP;
import static exo86.jit.Locals.FLAG_RESULT;
import static org.objectweb.asm.Opcodes.*;

import exo86.cpu.Flags;
import org.objectweb.asm.Label;

/**
 * The lazy flags in locals: recording and reading them, with what is known of their kind.
 *
 * <p>Flag bits are computed without branches wherever that is possible, because HotSpot moves such computations to the exits, where alone
 * they are used most of the time.
 */
final class FlagEmission {
    private static final String FLAGS = "exo86/cpu/Flags";

    private final Code code;

    FlagEmission(Code code) {
        this.code = code;
    }

    /** Operands and result are in their locals: completes the lazy flags if anybody wants all of them. */
    void complete(int kind, int live) {
        if ((live & Step.EXACT) != 0) {
            code.constant(FlagKind.lazy(kind)).store(FLAG_OP);
        }
    }

    /** All six flags, packed, are on the stack. */
    void explicit() {
        code.store(FLAG_A).constant(Flags.EXPLICIT).store(FLAG_OP).constant(0).store(FLAG_B).constant(0).store(FLAG_RESULT);
    }

    private Code all() {
        return code.load(FLAG_OP).load(FLAG_A).load(FLAG_B).load(FLAG_RESULT);
    }

    /** Pushes the six flags, packed. */
    void pack() {
        all().invoke(FLAGS, "pack", "(IIII)I");
    }

    /** Pushes EFLAGS as PUSHF does. */
    void eflags() {
        all().bridge("eflags", "(IIII)I");
    }

    /** Pushes CF, 0 or 1. */
    void carry(int kind) {
        if (FlagKind.logic(kind)) {
            code.constant(0);
        } else if (FlagKind.plain(kind, Flags.SUB)) {
            // (~a & b | ~(a ^ b) & a - b) < 0
            code.load(FLAG_A).constant(-1).op(IXOR).load(FLAG_B).op(IAND);
            code.load(FLAG_A).load(FLAG_B).op(IXOR).constant(-1).op(IXOR).load(FLAG_A).load(FLAG_B).op(ISUB).op(IAND).op(IOR).shiftRight(31);
        } else if (FlagKind.plain(kind, Flags.ADD)) {
            // (a & b | (a | b) & ~result) < 0
            code.load(FLAG_A).load(FLAG_B).op(IAND);
            code.load(FLAG_A).load(FLAG_B).op(IOR).load(FLAG_RESULT).constant(-1).op(IXOR).op(IAND).op(IOR).shiftRight(31);
        } else if (FlagKind.plain(kind, Flags.RESULT) || FlagKind.plain(kind, Flags.INCREMENT) || FlagKind.plain(kind, Flags.DECREMENT)) {
            code.load(FLAG_B).constant(1).op(IAND);
        } else {
            all().bridge("carry", "(IIII)I");
        }
    }

    /** Jumps if the condition (0–15) holds. */
    void jumpIf(int kind, int condition, Label label) {
        boolean negated = (condition & 1) != 0;
        int group = condition >>> 1;
        if (!FlagKind.fuses(kind, condition)) {
            code.constant(condition);
            all().invoke(FLAGS, "condition", "(IIIII)Z").jump(IFNE, label);
            return;
        }
        switch (FlagKind.operation(kind)) {
            case Flags.SUB -> compare(group, negated, label);
            case Flags.ADD -> sum(group, negated, label);
            default -> result(kind, group, negated, label);
        }
    }

    private void compare(int group, boolean negated, Label label) {
        switch (group) {
            case 1 -> unsigned(FLAG_A, FLAG_B).jump(negated ? IF_ICMPGE : IF_ICMPLT, label);
            case 2 -> code.load(FLAG_A).load(FLAG_B).jump(negated ? IF_ICMPNE : IF_ICMPEQ, label);
            case 3 -> unsigned(FLAG_A, FLAG_B).jump(negated ? IF_ICMPGT : IF_ICMPLE, label);
            case 4 -> code.load(FLAG_A).load(FLAG_B).op(ISUB).jump(negated ? IFGE : IFLT, label);
            case 6 -> code.load(FLAG_A).load(FLAG_B).jump(negated ? IF_ICMPGE : IF_ICMPLT, label);
            default -> code.load(FLAG_A).load(FLAG_B).jump(negated ? IF_ICMPGT : IF_ICMPLE, label);
        }
    }

    private Code unsigned(int a, int b) {
        return code.load(a).add(Integer.MIN_VALUE).load(b).add(Integer.MIN_VALUE);
    }

    private void sum(int group, boolean negated, Label label) {
        switch (group) {
            case 1 -> unsigned(FLAG_RESULT, FLAG_A).jump(negated ? IF_ICMPGE : IF_ICMPLT, label);
            case 3 -> {
                // bit 31 of ~(result | -result) is ZF
                code.load(FLAG_RESULT).op(DUP).op(INEG).op(IOR).constant(-1).op(IXOR);
                carry(Flags.ADD);
                code.constant(31).op(ISHL).op(IOR).jump(negated ? IFGE : IFLT, label);
            }
            default -> zeroOrSign(group, negated, label);
        }
    }

    private void result(int kind, int group, boolean negated, Label label) {
        boolean logic = FlagKind.logic(kind);
        switch (group) {
            case 0 -> never(negated, label);
            case 1 -> {
                if (logic) {
                    never(negated, label);
                } else {
                    code.load(FLAG_B).constant(1).op(IAND).jump(negated ? IFEQ : IFNE, label);
                }
            }
            case 3 -> {
                if (logic) {
                    zeroOrSign(2, negated, label);
                } else {
                    // CF or ZF: bit 31 of (carry << 31 | ~(result | -result))
                    code.load(FLAG_B).constant(31).op(ISHL).load(FLAG_RESULT).op(DUP).op(INEG).op(IOR).constant(-1).op(IXOR).op(IOR)
                        .jump(negated ? IFGE : IFLT, label);
                }
            }
            case 6 -> zeroOrSign(4, negated, label);
            case 7 -> code.load(FLAG_RESULT).jump(negated ? IFGT : IFLE, label);
            default -> zeroOrSign(group, negated, label);
        }
    }

    private void never(boolean negated, Label label) {
        if (negated) {
            // a conditional jump, so that what follows needs no frame of its own
            code.constant(0).jump(IFEQ, label);
        }
    }

    private void zeroOrSign(int group, boolean negated, Label label) {
        code.load(FLAG_RESULT).jump(group == 2 ? negated ? IFNE : IFEQ : negated ? IFGE : IFLT, label);
    }
}

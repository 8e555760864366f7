package exo86.jit;

import static exo86.jit.Locals.FLAG_B;
import static exo86.jit.Locals.FLAG_OP;
import static exo86.jit.Locals.FLAG_RESULT;
import static exo86.jit.Locals.T0;
import static exo86.jit.Locals.T1;
import static exo86.jit.Locals.T2;
import static org.objectweb.asm.Opcodes.*;

import exo86.cpu.Flags;
import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.isa.OperandKind;
import java.util.Map;
import org.objectweb.asm.Label;

/** Shifts and rotates: inline for shifts of 32 bits or by a constant and where nobody looks at the flags, else the interpreter's arithmetic. */
final class ShiftEmitters {
    private static final String ALU = "exo86/cpu/Alu";

    private ShiftEmitters() {
    }

    static void addTo(Map<Op, Emitter> table) {
        for (Op op : new Op[] {Op.SHL, Op.SHR, Op.SAR}) {
            table.put(op, ShiftEmitters::shift);
        }
        for (Op op : new Op[] {Op.ROL, Op.ROR, Op.RCL, Op.RCR}) {
            table.put(op, ShiftEmitters::rotate);
        }
        table.put(Op.SHLD, ShiftEmitters::shiftDouble);
        table.put(Op.SHRD, ShiftEmitters::shiftDouble);
    }

    private static int digit(Op op) {
        return switch (op) {
            case ROL -> 0;
            case ROR -> 1;
            case RCL -> 2;
            case RCR -> 3;
            case SHL -> 4;
            case SHR -> 5;
            default -> 7;
        };
    }

    private static void shift(Emission out, Step step) {
        Instruction i = step.instruction;
        if (Effects.constantShift(i)) {
            if (Effects.shiftCount(i) != 0) {
                shiftByConstant(out, step, Effects.shiftCount(i));
            } else {
                // the operand is checked for writing, and stays
                out.check(i, i.width0, true);
            }
        } else if (i.width0 == 32) {
            shiftByRegister(out, step);
        } else {
            shared(out, step);
        }
    }

    private static int opcode(Op op) {
        return op == Op.SHL ? ISHL : op == Op.SHR ? IUSHR : ISHR;
    }

    private static void shiftByConstant(Emission out, Step step, int count) {
        Instruction i = step.instruction;
        int above = 32 - i.width0;
        out.check(i, i.width0, true);
        out.operand(i, 0);
        if (step.live != 0) {
            out.code.shiftLeft(above).store(T0);
            flags(out, i.op, above, () -> out.code.constant(count), () -> out.code.constant(i.op == Op.SHL ? 32 - count : count - 1));
            out.code.load(FLAG_RESULT).shiftRight(above);
            out.flags.complete(FlagKinds.after(i), step.live);
        } else if (i.op == Op.SAR && above != 0) {
            // the sign from the top of 32 bits
            out.code.shiftLeft(above).constant(Math.min(above + count, 31)).op(ISHR);
        } else {
            out.code.constant(count).op(opcode(i.op));
        }
        out.setOperand0(i);
    }

    /**
     * Value in T0, {@code above} bits up, as narrow flags are kept: computes the result and the flags' CF and OF. {@code last} pushes where the last
     * bit that moves out stands: in all 32 bits for SHL, else in the value's own.
     */
    private static void flags(Emission out, Op op, int above, Runnable count, Runnable last) {
        out.code.load(T0);
        count.run();
        out.code.op(opcode(op));
        if (op != Op.SHL && above != 0) {
            out.code.and(-1 << above);
        }
        out.code.store(FLAG_RESULT).load(T0);
        if (op != Op.SHL && above != 0) {
            out.code.constant(above).op(op == Op.SAR ? ISHR : IUSHR);
        }
        last.run();
        out.code.op(op == Op.SAR ? ISHR : IUSHR).constant(1).op(IAND);
        if (op == Op.SHL) {
            // OF: the top bit of the result differs from CF
            out.code.op(DUP).load(FLAG_RESULT).shiftRight(31).op(IXOR).constant(11).op(ISHL).op(IOR);
        } else if (op == Op.SHR) {
            out.code.load(FLAG_RESULT).op(DUP).constant(1).op(ISHL).op(IXOR).shiftRight(31).constant(11).op(ISHL).op(IOR);
        }
        out.code.store(FLAG_B);
    }

    /** A count of 0 leaves the flags as they are. */
    private static void shiftByRegister(Emission out, Step step) {
        Instruction i = step.instruction;
        out.check(i, 32, true);
        out.operand(i, 0);
        if (step.live == 0) {
            out.register(1, 32);
            out.code.op(opcode(i.op));
            out.setOperand0(i);
            return;
        }
        out.code.store(T0);
        out.register(1, 32);
        out.code.and(31).op(DUP).store(T1);
        Label none = new Label();
        out.code.jump(IFEQ, none);
        Runnable last = () -> {
            if (i.op == Op.SHL) {
                out.code.constant(32).load(T1).op(ISUB);
            } else {
                out.code.load(T1).constant(1).op(ISUB);
            }
        };
        flags(out, i.op, 0, () -> out.code.load(T1), last);
        out.code.constant(Flags.RESULT).store(FLAG_OP).load(FLAG_RESULT);
        out.setOperand0(i);
        out.code.label(none);
    }

    private static void rotate(Emission out, Step step) {
        Instruction i = step.instruction;
        boolean plain = i.op == Op.ROL || i.op == Op.ROR;
        if (step.live != 0 || !plain || i.width0 != 32) {
            shared(out, step);
            return;
        }
        out.check(i, 32, true);
        out.operand(i, 0);
        out.operand(i, 1);
        out.code.invoke("java/lang/Integer", i.op == Op.ROL ? "rotateLeft" : "rotateRight", "(II)I");
        out.setOperand0(i);
    }

    /** The interpreter's arithmetic. With a count of 0 it returns value and flags as they were. */
    private static void shared(Emission out, Step step) {
        Instruction i = step.instruction;
        out.check(i, i.width0, true);
        out.code.constant(digit(i.op));
        out.operand(i, 0);
        count(out, i);
        out.code.constant(i.width0);
        out.flags.pack();
        out.code.invoke(ALU, "shift", "(IIIII)J");
        finish(out, step);
    }

    private static void count(Emission out, Instruction i) {
        if (i.kind1 == OperandKind.REGISTER) {
            out.register(1, 8);
        } else {
            out.code.constant(Effects.shiftCount(i));
        }
    }

    /** Result and flags are a long on the stack. */
    private static void finish(Emission out, Step step) {
        Instruction i = step.instruction;
        out.code.op(DUP2).op(L2I);
        out.code.store(T2).constant(32).op(LUSHR).op(L2I);
        if (step.live != 0) {
            out.flags.explicit();
        } else {
            out.code.op(POP);
        }
        out.code.load(T2);
        out.setOperand0(i);
    }

    private static void shiftDouble(Emission out, Step step) {
        Instruction i = step.instruction;
        boolean constant = Effects.constantShift(i);
        out.check(i, i.width0, true);
        if (constant && Effects.shiftCount(i) == 0) {
            return;
        }
        int count = Effects.shiftCount(i);
        if (constant && step.live == 0 && i.width0 == 32) {
            boolean left = i.op == Op.SHLD;
            out.operand(i, 0);
            out.code.constant(count).op(left ? ISHL : IUSHR);
            out.operand(i, 1);
            out.code.constant(32 - count).op(left ? IUSHR : ISHL).op(IOR);
            out.setOperand0(i);
            return;
        }
        out.operand(i, 0);
        out.operand(i, 1);
        if (constant) {
            out.code.constant(count);
        } else {
            out.register(1, 8);
        }
        out.code.constant(i.width0);
        out.flags.pack();
        out.code.invoke(ALU, i.op == Op.SHLD ? "shiftLeftDouble" : "shiftRightDouble", "(IIIII)J");
        finish(out, step);
    }
}

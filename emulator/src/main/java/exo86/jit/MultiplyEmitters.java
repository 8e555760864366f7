package exo86.jit;

import static exo86.jit.Locals.FLAG_B;
import static exo86.jit.Locals.FLAG_RESULT;
import static exo86.jit.Locals.LONG;
import static exo86.jit.Locals.T0;
import static org.objectweb.asm.Opcodes.*;

import exo86.cpu.Flags;
import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.isa.OperandKind;
import java.util.Map;

/** Multiplication and division. A division that raises #DE leaves before it. */
final class MultiplyEmitters {
    private static final int EAX = 0, EDX = 2;

    private MultiplyEmitters() {
    }

    static void addTo(Map<Op, Emitter> table) {
        table.put(Op.MUL, (out, step) -> multiplyWide(out, step, false));
        table.put(Op.IMUL, (out, step) -> {
            if (step.instruction.kind1 == OperandKind.NONE) {
                multiplyWide(out, step, true);
            } else {
                multiply(out, step);
            }
        });
        table.put(Op.DIV, MultiplyEmitters::divide);
        table.put(Op.IDIV, MultiplyEmitters::divide);
    }

    private static void wide(Emission out, boolean signed) {
        out.code.op(I2L);
        if (!signed) {
            out.code.out.visitLdcInsn(0xFFFFFFFFL);
            out.code.op(LAND);
        }
    }

    /** 8 and 16 bits: the product fits into an int. */
    private static void multiplyNarrow(Emission out, Step step, boolean signed) {
        Instruction i = step.instruction;
        int width = i.width0;
        out.check(i, width, false);
        out.operand(i, 0);
        extend(out, width, signed);
        out.register(EAX, width);
        extend(out, width, signed);
        out.code.op(IMUL).store(T0);
        out.code.load(T0);
        out.setRegister(EAX, 16);
        if (width == 16) {
            out.code.load(T0).shiftRight(16);
            out.setRegister(EDX, 16);
        }
        narrowFlags(out, step, width, signed);
    }

    private static void extend(Emission out, int width, boolean signed) {
        if (signed) {
            out.code.op(width == 8 ? I2B : I2S);
        }
    }

    /** Product in T0: what of it is not in the low half sets CF and OF. */
    private static void narrowFlags(Emission out, Step step, int width, boolean signed) {
        if (step.live == 0) {
            return;
        }
        out.code.load(T0).shiftLeft(32 - width).store(FLAG_RESULT);
        out.code.load(T0);
        if (signed) {
            out.code.load(T0).op(width == 8 ? I2B : I2S).op(IXOR);
        } else {
            out.code.shiftRight(width);
        }
        out.code.op(DUP).op(INEG).op(IOR).constant(31).op(ISHR).constant(Flags.CF | Flags.OF).op(IAND).store(FLAG_B);
        out.flags.complete(FlagKinds.after(step.instruction), step.live);
    }

    private static void multiplyWide(Emission out, Step step, boolean signed) {
        Instruction i = step.instruction;
        if (i.width0 != 32) {
            multiplyNarrow(out, step, signed);
            return;
        }
        out.check(i, 32, false);
        out.operand(i, 0);
        wide(out, signed);
        out.register(EAX, 32);
        wide(out, signed);
        out.code.op(LMUL).op(DUP2).op(L2I);
        out.setRegister(EAX, 32);
        out.code.constant(32).op(LUSHR).op(L2I);
        out.setRegister(EDX, 32);
        if (step.live != 0) {
            out.register(EAX, 32);
            out.code.store(FLAG_RESULT);
            out.register(EDX, 32);
            overflow(out, step, signed);
        }
    }

    /** The high half is on the stack, the low one in the result's local: CF and OF say whether the low half is not all. */
    private static void overflow(Emission out, Step step, boolean signed) {
        if (signed) {
            out.code.load(FLAG_RESULT).constant(31).op(ISHR).op(IXOR);
        }
        out.code.op(DUP).op(INEG).op(IOR).constant(31).op(ISHR).constant(Flags.CF | Flags.OF).op(IAND).store(FLAG_B);
        out.flags.complete(FlagKinds.after(step.instruction), step.live);
    }

    private static void multiply(Emission out, Step step) {
        Instruction i = step.instruction;
        boolean three = i.kind2 != OperandKind.NONE;
        if (i.width0 != 32) {
            out.check(i, 16, false);
            out.operand(i, three ? 1 : 0);
            out.code.op(I2S);
            out.operand(i, three ? 2 : 1);
            out.code.op(I2S).op(IMUL).op(DUP).store(T0);
            out.setRegister(i.register0, 16);
            narrowFlags(out, step, 16, true);
            return;
        }
        out.check(i, 32, false);
        out.operand(i, three ? 1 : 0);
        if (step.live == 0) {
            out.operand(i, three ? 2 : 1);
            out.code.op(IMUL);
            out.setRegister(i.register0, 32);
            return;
        }
        out.code.op(I2L);
        out.operand(i, three ? 2 : 1);
        out.code.op(I2L).op(LMUL).op(DUP2).op(L2I).op(DUP).store(FLAG_RESULT);
        out.setRegister(i.register0, 32);
        out.code.constant(32).op(LUSHR).op(L2I);
        overflow(out, step, true);
    }

    /** First whether the quotient fits, then quotient and remainder at once. */
    private static void divide(Emission out, Step step) {
        Instruction i = step.instruction;
        boolean signed = i.op == Op.IDIV;
        if (i.width0 != 32) {
            divideNarrow(out, i, signed);
            return;
        }
        out.check(i, 32, false);
        out.operand(i, 0);
        out.code.store(T0);
        out.register(EAX, 32);
        out.register(EDX, 32);
        out.code.load(T0).bridge(signed ? "dividesSigned" : "divides", "(III)I").jump(IFEQ, out.miss());
        out.register(EAX, 32);
        out.register(EDX, 32);
        out.code.load(T0).bridge(signed ? "divideSigned" : "divide", "(III)J");
        out.code.out.visitVarInsn(LSTORE, LONG);
        out.code.out.visitVarInsn(LLOAD, LONG);
        out.code.op(L2I);
        out.setRegister(EAX, 32);
        out.code.out.visitVarInsn(LLOAD, LONG);
        out.code.constant(32).op(LUSHR).op(L2I);
        out.setRegister(EDX, 32);
    }

    private static void divideNarrow(Emission out, Instruction i, boolean signed) {
        int width = i.width0;
        out.check(i, width, false);
        out.register(EAX, 16);
        if (width == 16) {
            out.register(EDX, 16);
            out.code.shiftLeft(16).op(IOR);
        }
        out.operand(i, 0);
        out.code.constant(width).bridge(signed ? "divideNarrowSigned" : "divideNarrow", "(III)J").storeLong();
        out.code.loadLong().op(LCONST_0).op(LCMP).jump(IFLT, out.miss());
        out.code.loadLong().op(L2I);
        out.setRegister(EAX, 16);
        if (width == 16) {
            out.code.loadLong().op(L2I).shiftRight(16);
            out.setRegister(EDX, 16);
        }
    }
}

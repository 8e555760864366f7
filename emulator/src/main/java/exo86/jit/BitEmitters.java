package exo86.jit;

import static exo86.jit.Locals.AT;
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

/** Single bits, scans, single flags, decimal adjustment. */
final class BitEmitters {
    private static final String ALU = "exo86/cpu/Alu";

    private BitEmitters() {
    }

    static void addTo(Map<Op, Emitter> table) {
        for (Op op : new Op[] {Op.BT, Op.BTS, Op.BTR, Op.BTC}) {
            table.put(op, BitEmitters::bit);
        }
        table.put(Op.BSF, BitEmitters::scan);
        table.put(Op.BSR, BitEmitters::scan);
        table.put(Op.CLC, (out, step) -> merge(out, step, ~Flags.CF, () -> out.code.constant(0)));
        table.put(Op.STC, (out, step) -> merge(out, step, ~Flags.CF, () -> out.code.constant(Flags.CF)));
        table.put(Op.CMC, (out, step) -> {
            if (step.live != 0) {
                out.flags.pack();
                out.code.constant(Flags.CF).op(IXOR);
                out.flags.explicit();
            }
        });
        table.put(Op.LAHF, (out, step) -> {
            out.flags.pack();
            out.code.and(Flags.STATUS & 0xFF).constant(2).op(IOR);
            out.setRegister(4, 8);
        });
        table.put(Op.SAHF, (out, step) -> merge(out, step, Flags.OF, () -> {
            out.register(4, 8);
            out.code.and(Flags.STATUS & 0xFF);
        }));
        for (Op op : new Op[] {Op.DAA, Op.DAS}) {
            table.put(op, (out, step) -> {
                out.register(0, 8);
                out.flags.pack();
                out.code.invoke(ALU, op == Op.DAA ? "decimalAdjustAfterAddition" : "decimalAdjustAfterSubtraction", "(II)J");
                adjusted(out, step, 8);
            });
        }
        for (Op op : new Op[] {Op.AAM, Op.AAD}) {
            table.put(op, (out, step) -> {
                out.register(0, op == Op.AAM ? 8 : 16);
                out.code.constant(step.instruction.immediate & 0xFF);
                out.code.invoke(ALU, op == Op.AAM ? "asciiAdjustAfterMultiply" : "asciiAdjustBeforeDivide", "(II)J");
                adjusted(out, step, 16);
            });
        }
        table.put(Op.SALC, BitEmitters::carryByte);
        for (Op op : new Op[] {Op.AAA, Op.AAS}) {
            table.put(op, (out, step) -> {
                out.register(0, 16);
                out.code.constant(op == Op.AAA ? 1 : -1);
                out.flags.pack();
                out.code.invoke(ALU, "asciiAdjust", "(III)J");
                adjusted(out, step, 16);
            });
        }
    }

    private static void carryByte(Emission out, Step step) {
        out.flags.carry(FlagKind.UNKNOWN);
        out.code.op(INEG);
        out.setRegister(0, 8);
    }

    /** Result and flags are a long on the stack. */
    private static void adjusted(Emission out, Step step, int width) {
        out.code.op(DUP2).op(L2I);
        out.setRegister(0, width);
        out.code.constant(32).op(LUSHR).op(L2I);
        if (step.live != 0) {
            out.flags.explicit();
        } else {
            out.code.op(POP);
        }
    }

    /** Flags become those of before in {@code kept}, and the pushed ones. */
    private static void merge(Emission out, Step step, int kept, Runnable set) {
        if (step.live != 0) {
            out.flags.pack();
            out.code.constant(kept).op(IAND);
            set.run();
            out.code.op(IOR);
            out.flags.explicit();
        }
    }

    /** A bit offset in a register reaches other memory than the operand. */
    private static void bit(Emission out, Step step) {
        Instruction i = step.instruction;
        int width = i.width0;
        if (i.hasMemory() && i.kind1 == OperandKind.REGISTER) {
            out.address(i, () -> {
                out.register(i.register1, width);
                if (width == 16) {
                    out.code.op(I2S).constant(4).op(ISHR).constant(1).op(ISHL).op(IADD);
                } else {
                    out.code.constant(5).op(ISHR).constant(2).op(ISHL).op(IADD);
                }
            });
            out.check(i.segment, width, i.op != Op.BT, Effects.windowed(i, out.addressing), AT);
        } else {
            out.check(i, width, i.op != Op.BT);
        }
        out.operand(i, 0);
        out.code.store(T0);
        if (i.kind1 == OperandKind.REGISTER) {
            out.register(i.register1, 32);
        } else {
            out.code.constant(i.immediate);
        }
        out.code.and(width - 1).store(T1);
        if (i.op != Op.BT) {
            out.code.load(T0).constant(1).load(T1).op(ISHL);
            switch (i.op) {
                case BTS -> out.code.op(IOR);
                case BTR -> out.code.constant(-1).op(IXOR).op(IAND);
                default -> out.code.op(IXOR);
            }
            out.setOperand0(i);
        }
        merge(out, step, ~Flags.CF, () -> out.code.load(T0).load(T1).op(IUSHR).constant(1).op(IAND));
    }

    /** Of a zero source the destination stays. */
    private static void scan(Emission out, Step step) {
        Instruction i = step.instruction;
        out.check(i, i.width1, false);
        out.operand(i, 1);
        out.code.store(T2);
        Label zero = new Label();
        out.code.load(T2).jump(IFEQ, zero);
        if (i.op == Op.BSF) {
            out.code.load(T2).invoke("java/lang/Integer", "numberOfTrailingZeros", "(I)I");
        } else {
            out.code.constant(31).load(T2).invoke("java/lang/Integer", "numberOfLeadingZeros", "(I)I").op(ISUB);
        }
        out.setRegister(i.register0, i.width0);
        out.code.label(zero);
        // ~(source | -source) has bit 31 set if the source is 0: ZF
        merge(out, step, ~Flags.ZF, () -> out.code.load(T2).load(T2).op(INEG).op(IOR).constant(-1).op(IXOR).shiftRight(31).constant(6).op(ISHL));
    }
}

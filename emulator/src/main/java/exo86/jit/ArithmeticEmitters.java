package exo86.jit;

import static exo86.jit.Locals.FLAG_A;
import static exo86.jit.Locals.FLAG_B;
import static exo86.jit.Locals.FLAG_RESULT;
import static org.objectweb.asm.Opcodes.*;

import exo86.cpu.Flags;
import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.isa.OperandKind;
import java.util.Map;

/**
 * Addition, subtraction, logic, comparison, increments.
 *
 * <p>With live flags, operands go shifted to the top of the int, as {@link Flags} wants them, straight into the flags' locals and are added there.
 */
final class ArithmeticEmitters {
    private ArithmeticEmitters() {
    }

    static void addTo(Map<Op, Emitter> table) {
        for (Op op : new Op[] {Op.ADD, Op.SUB, Op.CMP}) {
            table.put(op, ArithmeticEmitters::sum);
        }
        for (Op op : new Op[] {Op.AND, Op.OR, Op.XOR, Op.TEST}) {
            table.put(op, ArithmeticEmitters::logic);
        }
        table.put(Op.ADC, ArithmeticEmitters::sumWithCarry);
        table.put(Op.SBB, ArithmeticEmitters::sumWithCarry);
        table.put(Op.INC, ArithmeticEmitters::step);
        table.put(Op.DEC, ArithmeticEmitters::step);
        table.put(Op.NEG, ArithmeticEmitters::negate);
        table.put(Op.NOT, (out, step) -> {
            Instruction i = step.instruction;
            out.check(i, i.width0, true);
            out.operand(i, 0);
            out.code.constant(-1).op(IXOR);
            out.setOperand0(i);
        });
        table.put(Op.XADD, ArithmeticEmitters::exchangeAdd);
    }

    private static void check(Emission out, Instruction i) {
        out.check(i, i.width0, i.kind0 == OperandKind.MEMORY && i.op != Op.CMP && i.op != Op.TEST);
    }

    private static void sum(Emission out, Step step) {
        Instruction i = step.instruction;
        check(out, i);
        int opcode = i.op == Op.ADD ? IADD : ISUB;
        if (step.live == 0) {
            if (i.op != Op.CMP) {
                out.operand(i, 0);
                out.operand(i, 1);
                out.code.op(opcode);
                out.setOperand0(i);
            }
            return;
        }
        int shift = 32 - i.width0;
        out.operand(i, 0);
        out.code.shiftLeft(shift).store(FLAG_A);
        out.operand(i, 1);
        out.code.shiftLeft(shift).store(FLAG_B);
        finish(out, step, opcode, shift);
    }

    /** Adds or subtracts what is in the flags' locals, records and stores. */
    private static void finish(Emission out, Step step, int opcode, int shift) {
        Instruction i = step.instruction;
        boolean stores = i.op != Op.CMP;
        boolean records = opcode == IADD || (step.live & Step.EXACT) != 0;
        if (stores || records) {
            out.code.load(FLAG_A).load(FLAG_B).op(opcode);
            if (records) {
                if (stores) {
                    out.code.op(DUP);
                }
                out.code.store(FLAG_RESULT);
            }
        }
        if (stores) {
            out.code.shiftRight(shift);
            out.setOperand0(i);
        }
        out.flags.complete(FlagKinds.after(i), step.live);
    }

    private static void sumWithCarry(Emission out, Step step) {
        Instruction i = step.instruction;
        check(out, i);
        int opcode = i.op == Op.ADC ? IADD : ISUB;
        int shift = 32 - i.width0;
        if (step.live == 0) {
            out.operand(i, 0);
            out.operand(i, 1);
            out.code.op(opcode);
            out.flags.carry(step.flagsBefore);
            out.code.op(opcode);
            out.setOperand0(i);
            return;
        }
        out.flags.carry(step.flagsBefore);
        out.code.shiftLeft(shift).store(Locals.T0);
        out.operand(i, 0);
        out.code.shiftLeft(shift).store(FLAG_A);
        out.operand(i, 1);
        out.code.shiftLeft(shift).store(FLAG_B);
        out.code.load(FLAG_A).load(FLAG_B).op(opcode).load(Locals.T0).op(opcode).op(DUP).store(FLAG_RESULT).shiftRight(shift);
        out.setOperand0(i);
        out.flags.complete(FlagKinds.after(i), step.live);
    }

    private static void logic(Emission out, Step step) {
        Instruction i = step.instruction;
        check(out, i);
        boolean stores = i.op != Op.TEST;
        if (!stores && step.live == 0) {
            return;
        }
        int shift = 32 - i.width0;
        boolean zero = i.op == Op.XOR && i.kind1 == OperandKind.REGISTER && i.kind0 == OperandKind.REGISTER && i.register0 == i.register1;
        if (zero) {
            out.code.constant(0);
        } else {
            out.operand(i, 0);
            out.operand(i, 1);
            out.code.op(i.op == Op.OR ? IOR : i.op == Op.XOR ? IXOR : IAND);
        }
        if (step.live != 0) {
            if (stores) {
                out.code.op(DUP);
            }
            out.code.shiftLeft(shift).store(FLAG_RESULT);
        }
        if (stores) {
            out.setOperand0(i);
        }
        if ((step.live & Step.EXACT) != 0) {
            out.code.constant(0).store(FLAG_B);
        }
        out.flags.complete(FlagKinds.after(i), step.live);
    }

    /** INC and DEC: CF stays, so it goes into the flags. */
    private static void step(Emission out, Step step) {
        Instruction i = step.instruction;
        out.check(i, i.width0, true);
        int shift = 32 - i.width0;
        if (step.live != 0) {
            out.flags.carry(step.flagsBefore);
            out.code.store(FLAG_B);
        }
        out.operand(i, 0);
        out.code.constant(i.op == Op.INC ? 1 : -1).op(IADD);
        if (step.live != 0) {
            out.code.op(DUP).shiftLeft(shift).store(FLAG_RESULT);
        }
        out.setOperand0(i);
        out.flags.complete(FlagKinds.after(i), step.live);
    }

    private static void negate(Emission out, Step step) {
        Instruction i = step.instruction;
        out.check(i, i.width0, true);
        int shift = 32 - i.width0;
        if (step.live == 0) {
            out.operand(i, 0);
            out.code.op(INEG);
            out.setOperand0(i);
            return;
        }
        out.code.constant(0).store(FLAG_A);
        out.operand(i, 0);
        out.code.shiftLeft(shift).store(FLAG_B);
        finish(out, step, ISUB, shift);
    }

    private static void exchangeAdd(Emission out, Step step) {
        Instruction i = step.instruction;
        out.check(i, i.width0, true);
        int shift = 32 - i.width0;
        out.operand(i, 0);
        out.code.store(Locals.T0);
        out.operand(i, 1);
        out.code.store(Locals.T1);
        if (i.kind0 == OperandKind.REGISTER) {
            out.code.load(Locals.T0);
            out.setRegister(i.register1, i.width1);
        }
        out.code.load(Locals.T0).load(Locals.T1).op(IADD);
        out.setOperand0(i);
        if (i.kind0 == OperandKind.MEMORY) {
            out.code.load(Locals.T0);
            out.setRegister(i.register1, i.width1);
        }
        out.code.load(Locals.T0).shiftLeft(shift).store(FLAG_A).load(Locals.T1).shiftLeft(shift).store(FLAG_B);
        out.code.load(FLAG_A).load(FLAG_B).op(IADD).store(FLAG_RESULT);
        out.flags.complete(FlagKinds.after(i), Step.EXACT);
    }
}

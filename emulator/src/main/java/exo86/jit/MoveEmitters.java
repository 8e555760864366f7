package exo86.jit;

import static org.objectweb.asm.Opcodes.*;

import exo86.cpu.Flags;
import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.isa.OperandKind;
import java.util.Map;
import org.objectweb.asm.Label;

/** Moves, exchanges, extensions, conditions as values. */
final class MoveEmitters {
    private MoveEmitters() {
    }

    static void addTo(Map<Op, Emitter> table) {
        table.put(Op.MOV, MoveEmitters::move);
        table.put(Op.MOVZX, MoveEmitters::extend);
        table.put(Op.MOVSX, MoveEmitters::extend);
        table.put(Op.LEA, MoveEmitters::address);
        table.put(Op.XCHG, MoveEmitters::exchange);
        table.put(Op.BSWAP, MoveEmitters::swapBytes);
        table.put(Op.CBW, (out, step) -> {
            out.register(0, 8);
            out.code.op(I2B);
            out.setRegister(0, 16);
        });
        table.put(Op.CWDE, (out, step) -> {
            out.register(0, 32);
            out.code.op(I2S);
            out.setRegister(0, 32);
        });
        table.put(Op.CWD, (out, step) -> {
            out.register(0, 32);
            out.code.op(I2S).constant(15).op(ISHR);
            out.setRegister(2, 16);
        });
        table.put(Op.CDQ, (out, step) -> {
            out.register(0, 32);
            out.code.constant(31).op(ISHR);
            out.setRegister(2, 32);
        });
        table.put(Op.XLAT, (out, step) -> {
            Instruction i = step.instruction;
            out.register(3, 32);
            out.register(0, 8);
            out.code.op(IADD).and(i.addressSize == 16 ? 0xFFFF : -1);
            out.check(i.segment, 8, false, false, Locals.AT);
            out.memory(8, Locals.AT);
            out.setRegister(0, 8);
        });
        table.put(Op.CMPXCHG, MoveEmitters::compareExchange);
        table.put(Op.CMPXCHG8B, MoveEmitters::compareExchange8Bytes);
        table.put(Op.SET, MoveEmitters::set);
        table.put(Op.CMOV, MoveEmitters::moveIf);
    }

    private static void move(Emission out, Step step) {
        Instruction i = step.instruction;
        if (i.kind0 == OperandKind.SEGMENT) {
            SegmentEmitters.move(out, i);
            return;
        }
        if (i.kind1 == OperandKind.SEGMENT) {
            moveSelector(out, i);
            return;
        }
        out.check(i, i.width0, i.kind0 == OperandKind.MEMORY);
        out.operand(i, 1);
        out.setOperand0(i);
    }

    /** To memory it is 16 bits wide, whatever the operand size. */
    private static void moveSelector(Emission out, Instruction i) {
        out.check(i, 16, true);
        out.code.constant(i.register1).bridge("selector", "(I)I");
        if (i.kind0 == OperandKind.REGISTER) {
            out.setRegister(i.register0, i.width0);
        } else {
            out.setMemory(16, Locals.AT);
        }
    }

    private static void extend(Emission out, Step step) {
        Instruction i = step.instruction;
        out.check(i, i.width1, false);
        out.operand(i, 1);
        if (i.op == Op.MOVSX) {
            out.code.op(i.width1 == 8 ? I2B : I2S);
        }
        out.setRegister(i.register0, i.width0);
    }

    private static void address(Emission out, Step step) {
        Instruction i = step.instruction;
        out.address(i);
        out.setRegister(i.register0, i.width0);
    }

    private static void exchange(Emission out, Step step) {
        Instruction i = step.instruction;
        int width = i.width0;
        out.check(i, width, true);
        out.operand(i, 0);
        out.code.store(Locals.T0);
        out.operand(i, 1);
        out.code.store(Locals.T1);
        out.code.load(Locals.T1);
        out.setOperand0(i);
        out.code.load(Locals.T0);
        if (i.kind1 == OperandKind.MEMORY) {
            out.setMemory(width, Locals.AT);
        } else {
            out.setRegister(i.register1, width);
        }
    }

    private static void swapBytes(Emission out, Step step) {
        Instruction i = step.instruction;
        if (i.width0 == 16) {
            // the SDM leaves the result undefined; processors store 0
            out.code.constant(0);
        } else {
            out.register(i.register0, 32);
            out.code.invoke("java/lang/Integer", "reverseBytes", "(I)I");
        }
        out.setRegister(i.register0, i.width0);
    }

    private static void set(Emission out, Step step) {
        Instruction i = step.instruction;
        out.check(i, 8, true);
        Label met = new Label();
        out.code.constant(1).store(Locals.T0);
        out.flags.jumpIf(step.flagsBefore, i.condition, met);
        out.code.constant(0).store(Locals.T0);
        out.code.label(met);
        out.code.load(Locals.T0);
        out.setOperand0(i);
    }

    /** The source is read whether the condition holds or not. */
    private static void moveIf(Emission out, Step step) {
        Instruction i = step.instruction;
        out.check(i, i.width0, false);
        out.operand(i, 1);
        out.code.store(Locals.T0);
        Label not = new Label();
        out.flags.jumpIf(step.flagsBefore, i.condition ^ 1, not);
        out.code.load(Locals.T0);
        out.setRegister(i.register0, i.width0);
        out.code.label(not);
    }

    /** Memory is always written: the new value or the old one. */
    private static void compareExchange(Emission out, Step step) {
        Instruction i = step.instruction;
        int shift = 32 - i.width0;
        out.check(i, i.width0, true);
        out.register(0, i.width0);
        out.code.shiftLeft(shift).store(Locals.FLAG_A);
        out.operand(i, 0);
        out.code.shiftLeft(shift).store(Locals.FLAG_B);
        out.code.load(Locals.FLAG_A).load(Locals.FLAG_B).op(ISUB).store(Locals.FLAG_RESULT);
        out.flags.complete(FlagKinds.after(i), step.live);
        Label differs = new Label();
        Label done = new Label();
        out.code.load(Locals.FLAG_RESULT).jump(IFNE, differs);
        out.operand(i, 1);
        out.setOperand0(i);
        out.code.jump(GOTO, done);
        out.code.label(differs);
        out.code.load(Locals.FLAG_B).shiftRight(shift);
        out.setRegister(0, i.width0);
        out.code.label(done);
    }

    /** Without a match memory is left alone here: that it is written with what it holds nobody can see. */
    private static void compareExchange8Bytes(Emission out, Step step) {
        Instruction i = step.instruction;
        out.check(i, 64, true);
        out.code.load(Locals.AT).add(4).store(Locals.STACK_AT);
        out.memory(32, Locals.AT);
        out.code.store(Locals.T0);
        out.memory(32, Locals.STACK_AT);
        out.code.store(Locals.T1);
        if (step.live != 0) {
            out.flags.pack();
            out.code.and(~Flags.ZF).store(Locals.FLAG_A);
        }
        Label differs = new Label();
        Label done = new Label();
        out.register(0, 32);
        out.code.load(Locals.T0).jump(IF_ICMPNE, differs);
        out.register(2, 32);
        out.code.load(Locals.T1).jump(IF_ICMPNE, differs);
        out.register(3, 32);
        out.setMemory(32, Locals.AT);
        out.register(1, 32);
        out.setMemory(32, Locals.STACK_AT);
        if (step.live != 0) {
            out.code.load(Locals.FLAG_A).constant(Flags.ZF).op(IOR).store(Locals.FLAG_A);
        }
        out.code.jump(GOTO, done).label(differs).load(Locals.T0);
        out.setRegister(0, 32);
        out.code.load(Locals.T1);
        out.setRegister(2, 32);
        out.code.label(done);
        if (step.live != 0) {
            out.code.load(Locals.FLAG_A);
            out.flags.explicit();
        }
    }
}

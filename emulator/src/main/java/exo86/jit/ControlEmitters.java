package exo86.jit;

import static exo86.jit.Locals.AT;
import static exo86.jit.Locals.REGISTER;
import static exo86.jit.Locals.STACK_AT;
import static exo86.jit.Locals.T0;
import static org.objectweb.asm.Opcodes.*;

import exo86.isa.Condition;
import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.isa.OperandKind;
import java.util.Map;
import org.objectweb.asm.Label;

/** Near transfers. Each ends its block and says where control goes. */
final class ControlEmitters {
    private static final int ECX = 1 << 1, ESP = 1 << 4;

    private ControlEmitters() {
    }

    static void addTo(Map<Op, Emitter> table) {
        table.put(Op.J, (out, step) -> {
            Instruction i = step.instruction;
            out.flags.jumpIf(step.flagsBefore, i.condition, out.control.way(i.target(step.eip), 0));
            out.control.flowOn(0);
        });
        table.put(Op.JCXZ, (out, step) -> {
            out.register(1, step.instruction.addressSize);
            out.code.jump(IFEQ, out.control.way(step.instruction.target(step.eip), 0));
            out.control.flowOn(0);
        });
        for (Op op : new Op[] {Op.LOOP, Op.LOOPE, Op.LOOPNE}) {
            table.put(op, ControlEmitters::loop);
        }
        table.put(Op.INTO, (out, step) -> out.flags.jumpIf(FlagKind.UNKNOWN, Condition.O, out.miss()));
        table.put(Op.BOUND, ControlEmitters::bound);
        table.put(Op.JMP, ControlEmitters::jump);
        table.put(Op.CALL, ControlEmitters::call);
        table.put(Op.RET, ControlEmitters::ret);
    }

    private static void loop(Emission out, Step step) {
        Instruction i = step.instruction;
        out.code.load(REGISTER + 1).add(-1);
        out.setRegister(1, i.addressSize);
        Label taken = out.control.way(i.target(step.eip), ECX);
        if (i.op == Op.LOOP) {
            out.register(1, i.addressSize);
            out.code.jump(IFNE, taken);
        } else {
            Label over = new Label();
            out.register(1, i.addressSize);
            out.code.jump(IFEQ, over);
            out.flags.jumpIf(step.flagsBefore, i.op == Op.LOOPE ? Condition.E : Condition.NE, taken);
            out.code.label(over);
        }
        out.control.flowOn(ECX);
    }

    /** An index that is outside leaves before the instruction, as an overflow does before INTO. */
    private static void bound(Emission out, Step step) {
        Instruction i = step.instruction;
        int width = i.operandSize;
        out.checkParts(i, width, width);
        for (boolean upper : new boolean[] {false, true}) {
            out.register(i.register0, width);
            extend(out, width);
            out.memory(width, AT);
            extend(out, width);
            out.code.jump(upper ? IF_ICMPGT : IF_ICMPLT, out.miss());
            out.code.load(AT).add(width / 8).store(AT);
        }
    }

    private static void extend(Emission out, int width) {
        if (width == 16) {
            out.code.op(I2S);
        }
    }

    private static void jump(Emission out, Step step) {
        Instruction i = step.instruction;
        if (i.kind0 == OperandKind.RELATIVE) {
            out.control.flowTo(i.target(step.eip), 0);
            return;
        }
        out.check(i, i.operandSize, false);
        out.operand(i, 0);
        out.code.store(T0);
        out.control.checkTarget(T0, i.operandSize);
        out.control.select(T0);
        out.control.spill(0);
        out.control.goTo(T0);
    }

    private static void call(Emission out, Step step) {
        Instruction i = step.instruction;
        boolean direct = i.kind0 == OperandKind.RELATIVE;
        if (!direct) {
            out.check(i, i.operandSize, false);
            out.operand(i, 0);
            out.code.store(T0);
            out.control.checkTarget(T0, i.operandSize);
        }
        int bytes = i.operandSize / 8;
        out.checkStack(-bytes, i.operandSize, true);
        out.code.constant(step.next());
        out.setMemory(i.operandSize, STACK_AT);
        out.moveStackPointer(-bytes);
        out.control.spill(ESP);
        out.control.call(direct ? i.target(step.eip) : 0, direct);
    }

    private static void ret(Emission out, Step step) {
        Instruction i = step.instruction;
        int released = i.kind0 == OperandKind.NONE ? 0 : i.immediate & 0xFFFF;
        out.checkStack(0, i.operandSize, false);
        out.memory(i.operandSize, STACK_AT);
        out.code.store(T0);
        out.control.checkTarget(T0, i.operandSize);
        out.moveStackPointer(i.operandSize / 8 + released);
        out.control.spill(ESP);
        out.control.leaveTo(T0);
    }
}

package exo86.jit;

import static exo86.jit.Emission.STACK_AT;
import static exo86.jit.Emission.T0;
import static org.objectweb.asm.Opcodes.IF_ICMPGT;

import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.isa.OperandKind;
import exo86.isa.Registers;
import java.util.Map;

/** PUSH, POP, LEAVE and their like on a 32-bit stack. */
final class StackEmitters {
    private StackEmitters() {
    }

    static void addTo(Map<Op, Emitter> table) {
        table.put(Op.PUSH, StackEmitters::push);
        table.put(Op.POP, StackEmitters::pop);
        table.put(Op.LEAVE, StackEmitters::leave);
        table.put(Op.PUSHF, (out, step) -> {
            out.checkStack(-4, 32, true);
            out.flags.eflags();
            out.setMemory(32, STACK_AT);
            out.moveStackPointer(-4);
        });
        table.put(Op.PUSHA, StackEmitters::pushAll);
        table.put(Op.POPA, StackEmitters::popAll);
    }

    private static void push(Emission out, Step step) {
        Instruction i = step.instruction;
        out.check(i, 32, false);
        out.checkStack(-4, 32, true);
        if (i.kind0 == OperandKind.IMMEDIATE) {
            out.code.constant(i.immediate);
        } else {
            out.operand(i, 0);
        }
        out.setMemory(32, STACK_AT);
        out.moveStackPointer(-4);
    }

    private static void pop(Emission out, Step step) {
        out.checkStack(0, 32, false);
        out.moveStackPointer(4);
        out.memory(32, STACK_AT);
        out.setRegister(step.instruction.register0, 32);
    }

    /** Eight registers that lie in one page, else it is the interpreter's. */
    private static void checkAll(Emission out, int displacement, boolean write) {
        out.checkStack(displacement, 32, write);
        out.code.load(STACK_AT).and(0xFFF).constant(0x1000 - 32).jump(IF_ICMPGT, out.miss());
    }

    private static void pushAll(Emission out, Step step) {
        checkAll(out, -32, true);
        for (int register = 7; register >= 0; register--) {
            out.register(register, 32);
            out.setMemory(32, STACK_AT);
            next(out);
        }
        out.moveStackPointer(-32);
    }

    /** All but ESP, which goes over its own value. */
    private static void popAll(Emission out, Step step) {
        checkAll(out, 0, false);
        for (int register = 7; register >= 0; register--) {
            if (register != Registers.ESP) {
                out.memory(32, STACK_AT);
                out.setRegister(register, 32);
            }
            next(out);
        }
        out.moveStackPointer(32);
    }

    private static void next(Emission out) {
        out.code.load(STACK_AT).add(4).store(STACK_AT);
    }

    private static void leave(Emission out, Step step) {
        out.register(Registers.EBP, 32);
        out.check(32, false, true, STACK_AT);
        out.memory(32, STACK_AT);
        out.code.store(T0);
        out.register(Registers.EBP, 32);
        out.code.add(4);
        out.setRegister(Registers.ESP, 32);
        out.code.load(T0);
        out.setRegister(Registers.EBP, 32);
    }
}

package exo86.jit;

import static exo86.jit.Locals.STACK_AT;
import static exo86.jit.Locals.T0;
import static org.objectweb.asm.Opcodes.IF_ICMPGT;

import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.isa.OperandKind;
import exo86.isa.Registers;
import java.util.Map;

/** PUSH, POP, LEAVE and their like. */
final class StackEmitters {
    private StackEmitters() {
    }

    static void addTo(Map<Op, Emitter> table) {
        table.put(Op.PUSH, StackEmitters::push);
        table.put(Op.POP, StackEmitters::pop);
        table.put(Op.LEAVE, StackEmitters::leave);
        table.put(Op.PUSHF, (out, step) -> {
            int width = step.instruction.operandSize;
            out.checkStack(-width / 8, width, true);
            out.flags.eflags();
            out.setMemory(width, STACK_AT);
            out.moveStackPointer(-width / 8);
        });
        table.put(Op.PUSHA, StackEmitters::pushAll);
        table.put(Op.POPA, StackEmitters::popAll);
    }

    private static void push(Emission out, Step step) {
        Instruction i = step.instruction;
        int width = i.operandSize;
        out.check(i, width, false);
        out.checkStack(-width / 8, width, true);
        if (i.kind0 == OperandKind.IMMEDIATE) {
            out.code.constant(i.immediate);
        } else {
            out.operand(i, 0);
        }
        out.setMemory(width, STACK_AT);
        out.moveStackPointer(-width / 8);
    }

    private static void pop(Emission out, Step step) {
        int width = step.instruction.operandSize;
        out.checkStack(0, width, false);
        out.moveStackPointer(width / 8);
        out.memory(width, STACK_AT);
        out.setRegister(step.instruction.register0, width);
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
        int width = step.instruction.operandSize;
        out.stackOffset(Registers.EBP);
        out.check(Registers.SS, width, false, out.addressing.flatStack(), STACK_AT);
        out.memory(width, STACK_AT);
        out.code.store(T0);
        out.register(Registers.EBP, 32);
        out.code.add(width / 8);
        out.setStackPointer();
        out.code.load(T0);
        out.setRegister(Registers.EBP, width);
    }
}

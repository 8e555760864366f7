package exo86.jit;

import static exo86.jit.Locals.AT;
import static exo86.jit.Locals.STACK_AT;
import static exo86.jit.Locals.T0;
import static exo86.jit.Locals.T1;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.IF_ICMPGT;
import static org.objectweb.asm.Opcodes.IF_ICMPLT;

import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.isa.OperandKind;
import exo86.isa.Registers;
import java.util.Map;

/** PUSH, POP, LEAVE and their like. */
final class StackEmitters {
    /** Of ENTER: what it writes is then a width that {@link Bridge#index} can be asked for. */
    static final int MOST_LEVELS = 6;

    private StackEmitters() {
    }

    static void addTo(Map<Op, Emitter> table) {
        table.put(Op.PUSH, StackEmitters::push);
        table.put(Op.POP, StackEmitters::pop);
        table.put(Op.LEAVE, StackEmitters::leave);
        table.put(Op.ENTER, StackEmitters::enter);
        table.put(Op.PUSHF, (out, step) -> {
            int width = step.instruction.operandSize;
            if (out.addressing.selectors() == Addressing.Selectors.VIRTUAL) {
                out.code.bridge("showsFlags", "()Z").jump(IFEQ, out.miss());
            }
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
        if (i.kind0 == OperandKind.SEGMENT) {
            // two bytes are written, whatever the stack pointer moves by
            out.checkStack(-width / 8, 16, true);
            out.code.constant(i.register0).bridge("selector", "(I)I");
            out.setMemory(16, STACK_AT);
            out.moveStackPointer(-width / 8);
            return;
        }
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
        Instruction i = step.instruction;
        int width = i.operandSize;
        if (i.kind0 == OperandKind.SEGMENT) {
            SegmentEmitters.pop(out, i);
            return;
        }
        out.checkStack(0, width, false);
        if (i.kind0 == OperandKind.MEMORY) {
            // the address is computed with the stack pointer already moved
            out.address(i, () -> out.code.add(i.base == Registers.ESP ? width / 8 : 0));
            out.check(i.segment, width, true, Effects.windowed(i, out.addressing), AT);
            out.memory(width, STACK_AT);
            out.setMemory(width, AT);
            out.moveStackPointer(width / 8);
            return;
        }
        out.moveStackPointer(width / 8);
        out.memory(width, STACK_AT);
        out.setRegister(i.register0, width);
    }

    /** The new top of the stack must be writable too. */
    private static void enter(Emission out, Step step) {
        Instruction i = step.instruction;
        int width = i.operandSize;
        int locals = i.immediate & 0xFFFF;
        if ((i.immediate2 & 31) > 0) {
            enterLevel(out, i.immediate2 & 31, width, locals);
            return;
        }
        out.checkStack(-width / 8, width, true);
        out.code.load(STACK_AT).store(AT);
        out.checkStack(-width / 8 - locals, width, true);
        out.register(Registers.EBP, width);
        out.setMemory(width, AT);
        out.moveStackPointer(-width / 8);
        out.register(Registers.ESP, width);
        out.setRegister(Registers.EBP, width);
        out.moveStackPointer(-locals);
    }

    /**
     * A nested procedure: its caller's frame pointer, those of the procedures around it, which stand below the caller's, and its own. What is read and what is
     * written lie in one page each, and neither wraps, else it is the interpreter's.
     */
    private static void enterLevel(Emission out, int level, int width, int locals) {
        int bytes = width / 8;
        int outer = (level - 1) * bytes, all = (level + 1) * bytes;
        if (!out.addressing.wideStack()) {
            out.register(Registers.ESP, 16);
            out.code.constant(all).jump(IF_ICMPLT, out.miss());
            out.register(Registers.EBP, 16);
            out.code.constant(outer).jump(IF_ICMPLT, out.miss());
        }
        out.checkStack(-all - locals, width, true);
        out.checkStack(-all, 8 * all, true);
        if (outer > 0) {
            out.stackOffset(Registers.EBP);
            out.code.add(-outer);
            out.check(Registers.SS, 8 * outer, false, false, AT);
        }
        out.register(Registers.EBP, width);
        setSlot(out, all - bytes, width);
        for (int k = 1; k < level; k++) {
            out.code.load(AT).add(outer - k * bytes).store(T0);
            out.memory(width, T0);
            setSlot(out, all - (k + 1) * bytes, width);
        }
        out.register(Registers.ESP, width);
        out.code.add(-bytes);
        setSlot(out, 0, width);
        out.moveStackPointer(-bytes);
        out.register(Registers.ESP, width);
        out.setRegister(Registers.EBP, width);
        out.moveStackPointer(-all + bytes - locals);
    }

    /** Writes what is on the stack {@code above} what was checked. */
    private static void setSlot(Emission out, int above, int width) {
        out.code.store(T1).load(STACK_AT).add(above).store(T0).load(T1);
        out.setMemory(width, T0);
    }

    /** Eight registers that lie in one page, and do not wrap, else it is the interpreter's. */
    private static void checkAll(Emission out, int width, boolean pushes) {
        if (!out.addressing.wideStack()) {
            out.register(Registers.ESP, 16);
            out.code.constant(pushes ? width : 0x10000 - width).jump(pushes ? IF_ICMPLT : IF_ICMPGT, out.miss());
        }
        out.checkStack(pushes ? -width : 0, 8 * width, pushes);
    }

    private static void pushAll(Emission out, Step step) {
        int width = step.instruction.operandSize;
        checkAll(out, width, true);
        for (int register = 7; register >= 0; register--) {
            out.register(register, width);
            out.setMemory(width, STACK_AT);
            next(out, width);
        }
        out.moveStackPointer(-width);
    }

    /** All but ESP, which goes over its own value. */
    private static void popAll(Emission out, Step step) {
        int width = step.instruction.operandSize;
        checkAll(out, width, false);
        for (int register = 7; register >= 0; register--) {
            if (register != Registers.ESP) {
                out.memory(width, STACK_AT);
                out.setRegister(register, width);
            }
            next(out, width);
        }
        out.moveStackPointer(width);
    }

    private static void next(Emission out, int width) {
        out.code.load(STACK_AT).add(width / 8).store(STACK_AT);
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

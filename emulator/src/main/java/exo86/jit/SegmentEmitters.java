package exo86.jit;

import static exo86.jit.Locals.AT;
import static exo86.jit.Locals.STACK_AT;
import static exo86.jit.Locals.T0;
import static exo86.jit.Locals.T1;
import static org.objectweb.asm.Opcodes.IFEQ;

import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.isa.OperandKind;
import exo86.isa.Registers;
import java.util.Map;

/**
 * Loads of ES, DS, FS and GS where a selector is a paragraph: programs of more than 64 KiB do that all the time, and nothing about a mode changes by it.
 * Loads of SS, which hold interrupts back, and of descriptors are the interpreter's.
 */
final class SegmentEmitters {
    private SegmentEmitters() {
    }

    static void addTo(Map<Op, Emitter> table) {
        table.put(Op.LES, (out, step) -> loadPointer(out, step.instruction, Registers.ES));
        table.put(Op.LDS, (out, step) -> loadPointer(out, step.instruction, Registers.DS));
        table.put(Op.LFS, (out, step) -> loadPointer(out, step.instruction, Registers.FS));
        table.put(Op.LGS, (out, step) -> loadPointer(out, step.instruction, Registers.GS));
    }

    /** Whether {@code i} is MOV or POP to a segment register. */
    static boolean loads(Instruction i) {
        return i.kind0 == OperandKind.SEGMENT && (i.op == Op.MOV || i.op == Op.POP);
    }

    static boolean paragraphs(Addressing addressing) {
        return addressing.selectors() != Addressing.Selectors.DESCRIPTORS;
    }

    static boolean knows(int segment, Addressing addressing) {
        return paragraphs(addressing) && segment != Registers.CS && segment != Registers.SS;
    }

    static void move(Emission out, Instruction i) {
        out.check(i, 16, false);
        if (i.kind1 == OperandKind.MEMORY) {
            out.memory(16, AT);
        } else {
            out.register(i.register1, 16);
        }
        load(out, i.register0);
    }

    /** Two bytes are read, whatever the stack pointer moves by. */
    static void pop(Emission out, Instruction i) {
        out.checkStack(0, 16, false);
        out.memory(16, STACK_AT);
        load(out, i.register0);
        out.moveStackPointer(i.operandSize / 8);
    }

    /** The offset goes into the register after the segment has been loaded, which may leave. */
    private static void loadPointer(Emission out, Instruction i, int segment) {
        int width = i.operandSize;
        out.checkParts(i, width, 16);
        out.memory(width, AT);
        out.code.store(T0).load(AT).add(width / 8).store(T1);
        out.memory(16, T1);
        load(out, segment);
        out.code.load(T0);
        out.setRegister(i.register0, width);
    }

    /** Loads the selector on the stack. */
    private static void load(Emission out, int segment) {
        out.code.store(T1).constant(segment).load(T1).bridge("loadParagraph", "(II)Z").jump(IFEQ, out.miss());
    }
}

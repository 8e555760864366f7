package exo86.jit;

import static exo86.jit.Locals.AT;
import static exo86.jit.Locals.FLAG_A;
import static exo86.jit.Locals.FLAG_B;
import static exo86.jit.Locals.FLAG_RESULT;
import static exo86.jit.Locals.STACK_AT;
import static org.objectweb.asm.Opcodes.*;

import exo86.cpu.Flags;
import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.isa.Registers;
import java.util.Map;

/** String instructions without repetition, and what sets their direction. A repeated one is the interpreter's, which moves whole pages. */
final class StringEmitters {
    private StringEmitters() {
    }

    static void addTo(Map<Op, Emitter> table) {
        for (Op op : new Op[] {Op.MOVS, Op.STOS, Op.LODS, Op.SCAS, Op.CMPS}) {
            table.put(op, StringEmitters::element);
        }
        table.put(Op.CLD, (out, step) -> out.code.bridge("upwards", "()V"));
        table.put(Op.STD, (out, step) -> out.code.bridge("downwards", "()V"));
    }

    private static void element(Emission out, Step step) {
        Instruction i = step.instruction;
        int width = i.width0;
        boolean source = i.op == Op.MOVS || i.op == Op.LODS || i.op == Op.CMPS;
        boolean destination = i.op != Op.LODS;
        if (source) {
            out.register(Registers.ESI, i.addressSize);
            out.check(i.segment, width, false, false, AT);
        }
        if (destination) {
            out.register(Registers.EDI, i.addressSize);
            out.check(Registers.ES, width, i.op == Op.MOVS || i.op == Op.STOS, false, STACK_AT);
        }
        switch (i.op) {
            case MOVS -> {
                out.memory(width, AT);
                out.setMemory(width, STACK_AT);
            }
            case STOS -> {
                out.register(Registers.EAX, 32);
                out.setMemory(width, STACK_AT);
            }
            case LODS -> {
                out.memory(width, AT);
                out.setRegister(Registers.EAX, width);
            }
            case CMPS -> {
                out.memory(width, AT);
                compare(out, step, width);
            }
            default -> {
                out.register(Registers.EAX, width);
                compare(out, step, width);
            }
        }
        if (source) {
            advance(out, Registers.ESI, i);
        }
        if (destination) {
            advance(out, Registers.EDI, i);
        }
    }

    /** Compares what is on the stack with the destination's element. */
    private static void compare(Emission out, Step step, int width) {
        int shift = 32 - width;
        out.code.shiftLeft(shift).store(FLAG_A);
        out.memory(width, STACK_AT);
        out.code.shiftLeft(shift).store(FLAG_B).load(FLAG_A).load(FLAG_B).op(ISUB).store(FLAG_RESULT);
        out.flags.complete(Flags.SUB | FlagKind.shift(width), step.live);
    }

    private static void advance(Emission out, int register, Instruction i) {
        out.register(register, i.addressSize);
        out.code.constant(i.width0 >>> 3).bridge("inDirection", "(I)I").op(IADD);
        out.setRegister(register, i.addressSize);
    }
}

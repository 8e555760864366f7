package exo86.jit;

import static exo86.jit.Locals.AT;
import static exo86.jit.Locals.BUDGET;
import static exo86.jit.Locals.FLAG_A;
import static exo86.jit.Locals.FLAG_B;
import static exo86.jit.Locals.FLAG_RESULT;
import static exo86.jit.Locals.STACK_AT;
import static exo86.jit.Locals.T0;
import static org.objectweb.asm.Opcodes.*;

import exo86.cpu.Flags;
import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.isa.Registers;
import java.util.Map;
import org.objectweb.asm.Label;

/** String instructions, and what sets their direction. A repeated one is a call of the interpreter's own loop, which moves whole pages. */
final class StringEmitters {
    private StringEmitters() {
    }

    static void addTo(Map<Op, Emitter> table) {
        for (Op op : new Op[] {Op.MOVS, Op.STOS, Op.LODS, Op.SCAS, Op.CMPS}) {
            table.put(op, (out, step) -> {
                if (step.instruction.rep || step.instruction.repne) {
                    repeated(out, step);
                } else {
                    element(out, step);
                }
            });
        }
        table.put(Op.CLD, (out, step) -> out.code.bridge("upwards", "()V"));
        table.put(Op.STD, (out, step) -> out.code.bridge("downwards", "()V"));
    }

    /**
     * As many iterations as plain memory and the budget allow. One of them the block has paid for. If there are more to come, those that have been are
     * in the state, and control leaves before the instruction, so that the interpreter goes on with it.
     */
    private static void repeated(Emission out, Step step) {
        Instruction i = step.instruction;
        boolean comparing = i.op == Op.CMPS || i.op == Op.SCAS;
        out.exits.share(step.reads);
        if (comparing) {
            out.exits.shareFlags();
        }
        out.pushInstruction(i);
        out.code.load(BUDGET).add(1 - out.costBehind()).bridge("repeat", "(" + RegionClass.INSTRUCTION_TYPE + "I)I").store(T0);
        out.exits.load(step.writes | (comparing ? Step.FLAGS : 0));
        Label unfinished = new Label();
        Label miss = out.miss();
        out.code.load(T0).jump(IFLT, unfinished).load(BUDGET).load(T0).op(ISUB).store(BUDGET);
        out.aside(() -> out.code.label(unfinished).load(BUDGET).load(T0).constant(-1).op(IXOR).op(ISUB).store(BUDGET).jump(GOTO, miss));
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

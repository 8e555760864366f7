package exo86.jit;

import static exo86.jit.Locals.AT;
import static org.objectweb.asm.Opcodes.IFEQ;

import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.isa.OperandKind;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The x87: calls of the interpreter's own methods, after checks that leave nothing to go wrong in them: no pending exception, no #NM, an operand that
 * the page map has. What an instruction leaves unmasked stops the next one, at its own check.
 */
final class FloatingPointEmitters {
    private static final Set<Op> ENVIRONMENT = EnumSet.of(Op.FNSTENV, Op.FLDENV, Op.FNSAVE, Op.FRSTOR);

    private FloatingPointEmitters() {
    }

    /** All of the x87 but what stores and loads its environment. */
    static boolean contains(Op op) {
        return op.compareTo(Op.F2XM1) >= 0 && op.compareTo(Op.FYL2XP1) <= 0 && !ENVIRONMENT.contains(op);
    }

    static void addTo(Map<Op, Emitter> table) {
        for (Op op : Op.values()) {
            if (contains(op)) {
                table.put(op, FloatingPointEmitters::shared);
            }
        }
    }

    private static void shared(Emission out, Step step) {
        Instruction i = step.instruction;
        out.code.bridge("floatingPointReady", "()Z").jump(IFEQ, out.miss());
        if (i.kind0 == OperandKind.REGISTER) {
            // FNSTSW AX
            out.code.bridge("statusWord", "()I");
            out.setRegister(i.register0, i.width0);
            return;
        }
        out.check(i, i.width0, stores(i.op));
        if (step.flags == Step.FlagUse.READS) {
            out.exits.shareFlags();
        }
        out.pushInstruction(i);
        if (i.hasMemory()) {
            out.address(i);
            out.code.load(AT);
        } else {
            out.code.constant(0).constant(-1);
        }
        out.code.constant(step.eip).bridge("floatingPoint", "(" + RegionClass.INSTRUCTION_TYPE + "III)V");
        if (step.flags == Step.FlagUse.SETS && step.live != 0) {
            out.exits.load(Step.FLAGS);
        }
    }

    private static boolean stores(Op op) {
        return switch (op) {
            case FST, FSTP, FIST, FISTP, FBSTP, FNSTCW, FNSTSW -> true;
            default -> false;
        };
    }
}

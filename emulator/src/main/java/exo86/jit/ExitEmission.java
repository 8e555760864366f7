package exo86.jit;

import static exo86.jit.Locals.*;
import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;

/** The ways out before an instruction that the interpreter is to execute: what is dirty at each, so that it is spilled there. */
final class ExitEmission {
    private static final String[] FIELDS = {"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi"};

    private final Code code;
    private final List<Exit> exits = new ArrayList<>();
    private Step step;
    /** Instructions of the block that have been paid for and not run if control leaves now. */
    private int ahead;
    private Label miss;
    /** Registers, and whether the flags, may differ from the processor's fields. */
    private int dirty;
    private boolean flagsDirty;

    /** A way out: it shares its spills with others. */
    private record Exit(Label label, int eip, int addBack, int dirty, int loaded, boolean flags, boolean apart) { }

    ExitEmission(Code code) {
        this.code = code;
    }

    /** Emission is at the start of {@code block}. */
    void enter(BasicBlock block) {
        dirty = block.dirty;
        flagsDirty = block.flagsDirty;
    }

    /** Emission is before {@code next}, the block has so many instructions from there on. */
    void before(Step next, int left) {
        step = next;
        ahead = left;
        miss = null;
    }

    /** Emission is behind the step. */
    void after() {
        dirty |= step.writes & Step.REGISTERS;
        flagsDirty |= Liveness.writesFlags(step);
    }

    int dirty() {
        return dirty;
    }

    boolean flagsDirty() {
        return flagsDirty;
    }

    /** The way out before the running instruction, for the interpreter to execute it. */
    Label miss() {
        if (miss == null) {
            miss = exit(step.eip, ahead, step, false);
        }
        return miss;
    }

    /** The way out before the running instruction because the places of a {@link StackGroup} are not in one page. */
    Label apart() {
        return exit(step.eip, ahead, step, true);
    }

    /** The way out at the start of a block that has not been paid for. */
    Label start(BasicBlock block) {
        return exit(block.eip, 0, block.steps.getFirst(), false);
    }

    private Label exit(int eip, int addBack, Step before, boolean apart) {
        Label label = new Label();
        exits.add(new Exit(label, eip, addBack, dirty, dirty | before.loaded, flagsDirty, apart));
        return label;
    }

    void spill(int registers, boolean withFlags) {
        for (int r = 0; r < 8; r++) {
            if ((registers >> r & 1) != 0) {
                code.cpu().load(REGISTER + r).setField(FIELDS[r]);
            }
        }
        if (withFlags) {
            code.load(FLAG_OP).load(FLAG_A).load(FLAG_B).load(FLAG_RESULT).bridge("flags", "(IIII)V");
        }
    }

    /** Puts those of {@code registers} that are dirty into the fields, for a shared operation that reads them there. */
    void share(int registers) {
        spill(dirty & registers, false);
    }

    /** Puts the flags into the fields. */
    void shareFlags() {
        spill(0, true);
    }

    /** Loads registers, flags, the stack window. */
    void load(int what) {
        for (int r = 0; r < 8; r++) {
            if ((what >> r & 1) != 0) {
                code.cpu().field(FIELDS[r]).store(REGISTER + r);
            }
        }
        if ((what & Step.FLAGS) != 0) {
            code.cpu().field("flagOp").store(FLAG_OP).cpu().field("flagA").store(FLAG_A).cpu().field("flagB").store(FLAG_B)
                .cpu().field("flagResult").store(FLAG_RESULT);
        }
        if ((what & Step.WINDOW) != 0) {
            code.load(REGISTER + 4).bridge("window", "(I)I").store(WINDOW).load(REGISTER + 4).bridge("windowRam", "(I)I").store(WINDOW_RAM);
        }
    }

    /** Writes them all. Spills can be shared: what is dirty at one exit must be valid at the others. */
    void write() {
        List<Exit> rest = exits;
        while (!rest.isEmpty()) {
            List<Exit> group = new ArrayList<>();
            List<Exit> others = new ArrayList<>();
            int spilled = 0;
            int valid = Step.REGISTERS;
            boolean withFlags = rest.getFirst().flags;
            boolean apart = rest.getFirst().apart;
            for (Exit exit : rest) {
                int union = spilled | exit.dirty;
                int both = valid & exit.loaded;
                if (exit.flags == withFlags && exit.apart == apart && (union & ~both) == 0) {
                    group.add(exit);
                    spilled = union;
                    valid = both;
                } else {
                    others.add(exit);
                }
            }
            rest = others;
            Label common = new Label();
            for (Exit exit : group) {
                code.label(exit.label);
                if (exit.addBack != 0) {
                    code.increment(BUDGET, exit.addBack);
                }
                code.constant(exit.eip).store(PC);
                if (exit != group.getLast()) {
                    code.jump(GOTO, common);
                }
            }
            code.label(common);
            spill(spilled, withFlags);
            code.load(BUDGET).load(PC).bridge(apart ? "apart" : "missed", "(II)J").op(LRETURN);
        }
    }
}

package exo86.jit;

import static exo86.jit.Locals.*;
import static org.objectweb.asm.Opcodes.*;

import java.util.Arrays;
import org.objectweb.asm.Label;

/** Where control goes after an instruction: on in the region, through a link, into a call and back. */
final class ControlEmission {
    private final Emission out;
    private final Code code;
    private final ExitEmission exits;
    private final RegionClass region;
    private final ControlFlow flow;
    private final Addressing addressing;
    /** Where a result of other regions goes, and the region's start. */
    private final Label back = new Label(), start = new Label();
    private boolean comesBack;
    private BasicBlock block, following;

    ControlEmission(Emission out, RegionClass region, ControlFlow flow) {
        this.out = out;
        this.code = out.code;
        this.exits = out.exits;
        this.region = region;
        this.flow = flow;
        this.addressing = out.addressing;
    }

    /**
     * The method's start: goes back if the budget or the depth does not allow more. Control enters here alone: with the heads of inner loops and
     * return points as entries too, the outer loops would have two entries each, for which HotSpot's second compiler does little: sieve, hash and
     * qsort of cpu.elf took 1.1 to 1.4 times as long.
     */
    void enter(BasicBlock first) {
        for (int local = PC; local < INTS; local++) {
            code.constant(0).store(local);
        }
        code.label(start);
        Label fits = new Label();
        code.load(BUDGET).constant(flow.entry.cost).op(ISUB).load(DEPTH).op(IOR).jump(IFGE, fits);
        code.load(BUDGET).constant(flow.entry.eip).bridge("result", "(II)J").op(LRETURN);
        code.label(fits);
        exits.load(flow.entry.needs);
        if (first != flow.entry) {
            code.jump(GOTO, flow.entry.label);
        }
    }

    /** Emission is at the start of {@code current}; {@code next} is written after it, or null. */
    void enter(BasicBlock current, BasicBlock next) {
        block = current;
        following = next;
    }

    /** Goes on at {@code eip}, with registers {@code written} by the running instruction: nothing to do if its block stands next. */
    void flowTo(int eip, int written) {
        BasicBlock target = flow.block(eip);
        if (target == null) {
            leave(eip, exits.dirty() | written, exits.flagsDirty());
        } else if (target != following) {
            code.jump(GOTO, target.label);
        }
    }

    /** Goes on at the instruction after the block's last one. */
    void flowOn(int written) {
        flowTo(block.next, written);
    }

    /** Jumps to the block of the region whose address is in {@code local}, if it is one of those that an indirect jump is likely to go to. */
    void select(int local) {
        int[] known = Arrays.stream(block.table).filter(eip -> flow.block(eip) != null).toArray();
        if (known.length > 0) {
            Label none = new Label();
            Label[] labels = Arrays.stream(known).mapToObj(eip -> flow.block(eip).label).toArray(Label[]::new);
            code.load(local).choose(known, labels, none).label(none);
        }
    }

    /** Where to jump to get to {@code eip}, in the region or out of it. {@code written}: registers that the running instruction has changed. */
    Label way(int eip, int written) {
        BasicBlock target = flow.block(eip);
        if (target != null) {
            return target.label;
        }
        Label label = new Label();
        int spilled = exits.dirty() | written;
        boolean withFlags = exits.flagsDirty();
        out.aside(() -> {
            code.label(label);
            leave(eip, spilled, withFlags);
        });
        return label;
    }

    /** Leaves before the instruction if EIP in {@code local}, a number of {@code bits}, is beyond the limit of CS. */
    void checkTarget(int local, int bits) {
        if (!addressing.reaches(-1 >>> 32 - bits)) {
            code.load(local).add(Integer.MIN_VALUE).constant(addressing.codeLimit() + Integer.MIN_VALUE).jump(IF_ICMPGT, exits.miss());
        }
    }

    /** Spills all that is dirty, and what the running instruction has {@code written}. */
    void spill(int written) {
        exits.spill(exits.dirty() | written, exits.flagsDirty());
    }

    /** A call of {@code eip}, or of the computed address in {@link Locals#T0} if {@code direct} is false; everything is spilled. */
    void call(int eip, boolean direct) {
        if (direct) {
            runLink(eip);
        } else {
            runComputed(T0);
        }
        BasicBlock returned = flow.block(block.next);
        if (returned == null) {
            comeBack();
            return;
        }
        comesBack = true;
        Label elsewhere = new Label();
        code.storeLong().loadLong().op(L2I).constant(returned.eip).jump(IF_ICMPNE, elsewhere);
        code.loadLong().constant(32).op(LSHR).op(L2I).op(DUP).store(BUDGET).constant(returned.cost).jump(IF_ICMPLT, elsewhere);
        exits.load(returned.needs);
        flowTo(returned.eip, 0);
        out.aside(() -> code.labelWithLong(elsewhere).loadLong().jump(GOTO, back));
    }

    /** Returns to the caller with EIP from {@code local}; everything is spilled. */
    void leaveTo(int local) {
        code.load(BUDGET).load(local).bridge("result", "(II)J").op(LRETURN);
    }

    /** Continues at the computed EIP in {@code local}; everything is spilled. */
    void goTo(int local) {
        runComputed(local);
        comeBack();
    }

    private void leave(int eip, int registers, boolean withFlags) {
        exits.spill(registers, withFlags);
        runLink(eip);
        comeBack();
    }

    private void comeBack() {
        comesBack = true;
        code.jump(GOTO, back);
    }

    private void runComputed(int local) {
        code.load(local).load(BUDGET).load(DEPTH).constant(1).op(ISUB).bridge(addressing.codeBase() == 0 ? "go" : "goInSegment", "(III)J");
    }

    /** Runs what stands at {@code eip}, a long on the stack. */
    private void runLink(int eip) {
        region.pushLink(eip);
        if (!flow.inside(eip)) {
            // another page: its translation may have changed since the link was bound
            code.constant(eip + addressing.codeBase() >>> 12).bridge("leading", "(" + RegionClass.LINK_TYPE + "I)L" + RegionClass.ROUTINE + ";");
        } else {
            code.out.visitFieldInsn(GETFIELD, RegionClass.LINK, "target", "L" + RegionClass.ROUTINE + ";");
        }
        code.load(BUDGET).load(DEPTH).constant(1).op(ISUB);
        code.out.visitMethodInsn(INVOKEVIRTUAL, RegionClass.ROUTINE, "run", "(II)J", false);
    }

    /**
     * What ran outside has come back, its result on the stack: control goes on here if it stopped at this region's start and the budget lasts, else
     * further back. So a loop over two regions does not end at the dispatcher each time that the depth is used up.
     */
    void writeReturn() {
        if (!comesBack) {
            return;
        }
        Label further = new Label();
        code.labelWithLongOnStack(back).storeLong().loadLong().constant(32).op(LSHR).op(L2I).store(BUDGET);
        code.loadLong().op(L2I).constant(flow.entry.eip).jump(IF_ICMPNE, further);
        code.load(BUDGET).constant(flow.entry.cost).jump(IF_ICMPGE, start);
        code.labelWithLong(further).loadLong().op(LRETURN);
    }
}

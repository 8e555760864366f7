package exo86.jit;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;

/** Steps of a region that are entered at the first and left after the last. */
final class BasicBlock {
    final int eip;
    final List<Step> steps = new ArrayList<>();
    /** Blocks of the region that may follow, in the order target, fall-through. After a call: where it returns to. */
    final List<BasicBlock> successors = new ArrayList<>();
    final List<BasicBlock> predecessors = new ArrayList<>();
    final Label label = new Label();
    /** A back edge leads here: the budget is checked. */
    boolean head;
    /** A call returns here. */
    boolean returnPoint;
    /** The last step calls: what follows is not entered with this block's state. */
    boolean calls;
    /** Where control goes after the last step, if that is no transfer. */
    int next;
    /** What executing from here needs at most until the budget is checked again. */
    int cost;
    /** Addresses that an indirect jump at the end is likely to go to. */
    int[] table = {};

    /** Registers that may differ from the processor's fields at the start. */
    int dirty;
    /** Registers whose locals must hold the truth at the start, because they are read, or spilled as dirty, before the next call. */
    int needs;
    /** The lazy flags in locals may be the true ones at the start. */
    boolean flagsDirty;
    /** Kind of the flags at the start. */
    int flagKind = FlagKind.UNKNOWN;
    /** Who looks at the flags that stand at the start. */
    int flagsLive;

    BasicBlock(int eip) {
        this.eip = eip;
    }

    Step last() {
        return steps.getLast();
    }
}

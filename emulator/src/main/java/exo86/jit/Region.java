package exo86.jit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Translated code: the control flow that starts at one place in physical memory, for one EIP and one mode. Control enters it there alone. */
final class Region {
    static final int DROPPED = -1;
    /**
     * Instructions that have to run in a visit for it to be as fast as interpreting them: coming and going costs some 40 ns. System paths leave after
     * one or two, at an INT, an IRET, an absent page (sys.elf: trap, fault, smc).
     */
    static final int BREAK_EVEN = 16;
    private static final int TRIAL = 64 * BREAK_EVEN, MOST = 4 * TRIAL, FIRST_REST = 20_000, LONGEST_REST = 1 << 24;

    final Routine routine;
    /** EIP: the linear address without the base of CS. */
    final int eip;
    final int linear;
    /** RAM offset. */
    final int physical;
    /** RAM offset of the page, as a read map holds it. */
    final int page;
    /** {@link exo86.cpu.Cpu#mode()}, or {@link #DROPPED}. */
    int mode;
    /** A budget below this cannot enter. */
    final int need;
    final int instructions;
    /** Bytes of bytecode. */
    final int bytecode;
    /** The lines of its page from which it was made, a bit each. */
    final int lines;
    /** Where control leaves to known places. */
    final Link[] outgoing;
    /** Links that lead here: reset when it is dropped. */
    final List<Link> incoming = new ArrayList<>();
    /** EIP of the blocks behind the first, and of heads of loops around it, that nobody has waited for yet, see {@link RegionTable#inside}. */
    private final Set<Integer> inner;
    /** What visits were worth lately, in instructions: below 0 the interpreter should have the code for a while. */
    private int worth = TRIAL;
    /** The interpreter has the code, or will have it as soon as it asks. */
    boolean resting;
    private int rest = FIRST_REST;

    Region(Routine routine, int eip, int linear, int physical, int mode, int need, int instructions, int bytecode, int lines, Link[] outgoing,
        Set<Integer> inner) {
        this.routine = routine;
        this.eip = eip;
        this.linear = linear;
        this.physical = physical;
        this.page = physical & ~0xFFF;
        this.mode = mode;
        this.need = need;
        this.instructions = instructions;
        this.bytecode = bytecode;
        this.lines = lines;
        this.outgoing = outgoing;
        this.inner = inner;
    }

    /** Whether the block at {@code eip} is one behind the first; true once. */
    boolean containsForTheFirstTime(int eip) {
        return inner.remove(eip);
    }

    /** Whether it has a way out to {@code target}. */
    boolean leadsTo(int target) {
        for (Link link : outgoing) {
            if (link.eip() == target) {
                return true;
            }
        }
        return false;
    }

    /** A visit from outside ended at code that is the interpreter's after {@code executed} instructions; true if such visits do not pay. */
    boolean tires(int executed) {
        worth = Math.min(worth + executed - BREAK_EVEN, MOST);
        return worth < 0;
    }

    /** Ends a rest by beginning it: so many executions later there is a new trial, and the next rest is longer. */
    int rest() {
        int executions = rest;
        rest = Math.min(rest * 4, LONGEST_REST);
        worth = TRIAL;
        resting = false;
        return executions;
    }
}

package exo86.jit;

import exo86.isa.Op;
import exo86.jit.Step.FlagUse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * Data flow over a region: what may be dirty, what has to be loaded, who looks at the flags.
 *
 * <p>Every possible exit counts as a reader of everything that is dirty and of all flags, because at an exit the state must be exact. So a flag
 * result is dropped only if it is overwritten before the next possible exit.
 */
final class Liveness {
    private final List<BasicBlock> forwards;
    private final List<BasicBlock> backwards;

    private Liveness(Collection<BasicBlock> blocks) {
        forwards = new ArrayList<>(blocks);
        backwards = new ArrayList<>(blocks);
        Collections.reverse(backwards);
    }

    static void analyse(Collection<BasicBlock> blocks, BasicBlock entry) {
        Liveness liveness = new Liveness(blocks);
        liveness.kinds(entry);
        liveness.flags();
        liveness.dirty();
        liveness.needs();
    }

    // ---- forwards: kinds of flags, dirty registers

    private void kinds(BasicBlock entry) {
        int unvisited = -2;
        for (BasicBlock block : forwards) {
            // control may come to these from outside, with flags of any kind
            block.flagKind = block == entry || block.head || block.returnPoint ? FlagKind.UNKNOWN : unvisited;
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (BasicBlock block : forwards) {
                if (block.flagKind == unvisited) {
                    continue;
                }
                int kind = block.flagKind;
                for (Step step : block.steps) {
                    step.flagsBefore = kind;
                    kind = kindAfter(step, kind);
                }
                for (BasicBlock next : block.successors) {
                    int out = block.calls ? FlagKind.UNKNOWN : kind;
                    int met = next.flagKind == unvisited || next.flagKind == out ? out : FlagKind.UNKNOWN;
                    if (met != next.flagKind) {
                        next.flagKind = met;
                        changed = true;
                    }
                }
            }
        }
    }

    private static int kindAfter(Step step, int before) {
        return switch (step.flags) {
            case SETS, SETS_FROM_CARRY -> FlagKinds.after(step.instruction);
            case MERGES -> FlagKind.UNKNOWN;
            default -> before;
        };
    }

    private void dirty() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (BasicBlock block : forwards) {
                int dirty = block.dirty;
                boolean flags = block.flagsDirty;
                for (Step step : block.steps) {
                    dirty |= step.writes & Step.REGISTERS;
                    flags |= writesFlags(step);
                }
                if (block.calls) {
                    dirty = 0;
                    flags = false;
                }
                for (BasicBlock next : block.successors) {
                    if ((next.dirty | dirty) != next.dirty || flags && !next.flagsDirty) {
                        next.dirty |= dirty;
                        next.flagsDirty |= flags;
                        changed = true;
                    }
                }
            }
        }
    }

    /** The flags in locals are the true ones after it. */
    static boolean writesFlags(Step step) {
        return step.live != 0 && (step.flags == FlagUse.SETS || step.flags == FlagUse.SETS_FROM_CARRY || step.flags == FlagUse.MERGES);
    }

    // ---- backwards: who looks at flags, what must be in locals

    private void flags() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (BasicBlock block : backwards) {
                int live = atEnd(block);
                for (int k = block.steps.size() - 1; k >= 0; k--) {
                    Step step = block.steps.get(k);
                    step.live = live;
                    live = before(step, live);
                }
                if (block.head) {
                    live |= Step.EXACT;
                }
                if (live != block.flagsLive) {
                    block.flagsLive = live;
                    changed = true;
                }
            }
        }
    }

    private static int atEnd(BasicBlock block) {
        if (block.calls || exits(block)) {
            return Step.EXACT;
        }
        int live = 0;
        for (BasicBlock next : block.successors) {
            live |= next.flagsLive;
        }
        return live;
    }

    /** Whether control can leave the region at the end of {@code block}. */
    private static boolean exits(BasicBlock block) {
        return switch (block.last().instruction.op) {
            case J, LOOP, LOOPE, LOOPNE, JCXZ -> block.successors.size() < 2 && !(block.successors.size() == 1 && sameTarget(block));
            case JMP -> block.table.length > 0 || block.successors.isEmpty();
            case RET -> true;
            default -> block.successors.isEmpty();
        };
    }

    private static boolean sameTarget(BasicBlock block) {
        return block.last().instruction.target(block.last().eip) == block.next;
    }

    private static int before(Step step, int after) {
        int live = switch (step.flags) {
            case NONE -> after;
            case SETS -> 0;
            case SETS_FROM_CARRY -> after != 0 || carriesAlways(step) ? carry(step) : 0;
            case MERGES -> after != 0 || readsAlways(step) ? Step.EXACT : 0;
            case TESTS -> after | (FlagKind.fuses(step.flagsBefore, step.instruction.condition) ? Step.FUSED : Step.EXACT);
            case READS -> after | Step.EXACT;
        };
        return step.mayExit ? live | Step.EXACT : live;
    }

    private static int carry(Step step) {
        return FlagKind.fuses(step.flagsBefore, 2) ? Step.FUSED : Step.EXACT;
    }

    private static boolean carriesAlways(Step step) {
        return step.instruction.op == Op.ADC || step.instruction.op == Op.SBB;
    }

    private static boolean readsAlways(Step step) {
        return switch (step.instruction.op) {
            case RCL, RCR, DAA, DAS, AAA, AAS, CMC, CMPS, SCAS -> true;
            default -> false;
        };
    }

    private void needs() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (BasicBlock block : backwards) {
                int needs = 0;
                if (!block.calls) {
                    for (BasicBlock next : block.successors) {
                        needs |= next.needs;
                    }
                }
                for (int k = block.steps.size() - 1; k >= 0; k--) {
                    Step step = block.steps.get(k);
                    needs = needsBefore(step, needs);
                    step.loaded = needs;
                }
                needs |= block.dirty | (block.flagsDirty && block.flagsLive != 0 ? Step.FLAGS : 0);
                if ((needs & Step.WINDOW) != 0) {
                    needs |= 1 << 4;
                }
                if (needs != block.needs) {
                    block.needs = needs;
                    changed = true;
                }
            }
        }
    }

    private static int needsBefore(Step step, int after) {
        int needs = after & ~step.writes | step.reads;
        return switch (step.flags) {
            case NONE -> needs;
            case SETS -> needs & ~Step.FLAGS;
            default -> before(step, step.live) != 0 ? needs | Step.FLAGS : needs & ~Step.FLAGS;
        };
    }
}

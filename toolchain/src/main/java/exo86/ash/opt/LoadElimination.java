package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Dominators;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.Width;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads nothing that is known: a load of what was loaded or stored before, with no write between that may touch it, is that value. What a block knows
 * is what all its predecessors know in the same way; a loop's header knows what was known before the loop, without what any write in it may touch.
 */
final class LoadElimination implements Pass {
    /** More are not remembered, so that long blocks of stores do not take quadratic time. */
    private static final int MOST_KNOWN = 48;

    @Override
    public boolean run(Function function) {
        return new Elimination(function).run();
    }

    /** What memory holds. {@code extended}: the value is what a load of that width gives, else its low bytes are. */
    private record Known(Operand base, int offset, Width width, Operand value, boolean extended) {
        boolean is(Operand otherBase, int otherOffset, int bytes) {
            return offset == otherOffset && width.bytes() == bytes && base.equals(otherBase);
        }
    }

    private static final class Elimination {
        private final Function function;
        private final Dominators dominators;
        private final Memory memory;
        private final Map<Block, Loops.Loop> loops = new HashMap<>();
        private final Map<Block, List<Known>> after = new HashMap<>();
        private final Substitution substitution;
        private boolean changed;

        Elimination(Function function) {
            this.function = function;
            dominators = Dominators.of(function);
            memory = Memory.withBounds(function, dominators);
            substitution = new Substitution(function);
            Loops.of(dominators).innermostFirst().forEach(loop -> loops.put(loop.header(), loop));
        }

        boolean run() {
            for (Block block : dominators.order()) {
                List<Known> known = before(block);
                visit(block, known);
                if (block.terminator() instanceof Terminator.Attempt) {
                    forgetShared(known);
                }
                after.put(block, known);
            }
            substitution.apply(function);
            return changed;
        }

        private List<Known> before(Block block) {
            List<Known> common = null;
            Loops.Loop loop = loops.get(block);
            for (Block predecessor : dominators.predecessors(block)) {
                if (loop != null && loop.contains(predecessor)) {
                    continue;
                }
                List<Known> known = after.get(predecessor);
                if (known == null) {
                    return new ArrayList<>();
                }
                if (common == null) {
                    common = new ArrayList<>(known);
                } else {
                    common.retainAll(known);
                }
            }
            List<Known> result = common == null ? new ArrayList<>() : common;
            if (loop != null) {
                for (Block inside : loop.blocks()) {
                    inside.instructions().forEach(instruction -> forget(instruction, result));
                    if (inside.terminator() instanceof Terminator.Attempt) {
                        forgetShared(result);
                    }
                }
            }
            return result;
        }

        private void forget(Instruction instruction, List<Known> known) {
            if (Effects.writes(instruction)) {
                known.removeIf(k -> memory.mayTouch(instruction, k.base, k.offset, k.width.bytes()));
            }
        }

        private void forgetShared(List<Known> known) {
            known.removeIf(k -> !memory.isPrivate(k.base));
        }

        private static void add(Known known, List<Known> all) {
            if (all.size() >= MOST_KNOWN) {
                all.removeFirst();
            }
            all.add(known);
        }

        private void visit(Block block, List<Known> known) {
            List<Instruction> kept = new ArrayList<>(block.instructions().size());
            for (Instruction original : block.instructions()) {
                Instruction instruction = original.map(substitution);
                switch (instruction) {
                    case Instruction.Load load when !load.isVolatile() -> {
                        Known found = find(load, known);
                        if (found == null) {
                            add(new Known(load.base(), load.offset(), load.width(), load.result(), true), known);
                            kept.add(load);
                        } else if (load.width() == Width.WORD || found.extended && found.width == load.width()) {
                            substitution.put(load.result(), found.value);
                            changed = true;
                        } else {
                            kept.add(new Instruction.Unary(Promotion.extension(load.width()), load.result(), found.value, load.at()));
                            changed = true;
                        }
                    }
                    case Instruction.Store store when !store.isVolatile() -> {
                        forget(store, known);
                        add(new Known(store.base(), store.offset(), store.width(), store.value(), false), known);
                        kept.add(store);
                    }
                    default -> {
                        forget(instruction, known);
                        kept.add(instruction);
                    }
                }
            }
            block.replaceInstructions(kept);
            block.end(block.terminator().map(substitution));
        }

        private static Known find(Instruction.Load load, List<Known> known) {
            for (Known k : known) {
                if (k.is(load.base(), load.offset(), load.width().bytes())) {
                    return k;
                }
            }
            return null;
        }
    }
}

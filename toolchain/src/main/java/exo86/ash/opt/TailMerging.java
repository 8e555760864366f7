package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Function;
import exo86.ash.ir.Terminator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Blocks that go on to the same place and end in the same instructions share one end: code that {@code defer}, inlining and jump threading have written down
 * several times. What differs is brought as parameters, where it is in a register anyway.
 *
 * <p>Blocks that jump to the same block lose nothing by it: one of them jumped before and jumps now. Ways out of the function lose a jump, so they
 * are merged only where they are long. Only instructions of the same source line, reached through the same inlined calls, are one: a debugger, and
 * the report of a fault, must not name a line of the branch that was not taken.
 *
 * <p>It runs last, for jump threading does the opposite where that pays.
 */
final class TailMerging implements Pass {
    /** From so many instructions on a tail is worth a jump. */
    private static final int WORTH_A_JUMP = 4;
    /** Of more blocks with one place to go, only so many are compared with each other. */
    private static final int MOST = 24;

    @Override
    public boolean run(Function function) {
        List<List<Block>> groups = groups(function).values().stream().filter(group -> group.size() > 1).toList();
        if (groups.isEmpty()) {
            return false;
        }
        Outside outside = new Outside(function);
        boolean changed = false;
        for (List<Block> group : groups) {
            while (group.size() > 1 && mergeTwo(function, group, outside)) {
                changed = true;
            }
        }
        return changed;
    }

    /** Blocks by where they go on. */
    private static Map<Object, List<Block>> groups(Function function) {
        Map<Object, List<Block>> groups = new LinkedHashMap<>();
        for (Block block : function.blocks()) {
            Optional<Object> way = switch (block.terminator()) {
                case Terminator.Jump jump when jump.to().block() != block -> Optional.of(jump.to().block());
                case Terminator.Return end -> Optional.of(Terminator.Return.class);
                case Terminator.Fail end -> Optional.of(Terminator.Fail.class);
                default -> Optional.empty();
            };
            way.ifPresent(w -> groups.computeIfAbsent(w, x -> new ArrayList<>()).add(block));
        }
        groups.values().forEach(group -> {
            if (group.size() > MOST) {
                group.subList(MOST, group.size()).clear();
            }
        });
        return groups;
    }

    /** Merges the two that have most in common; the new block takes their place in the group. */
    private static boolean mergeTwo(Function function, List<Block> group, Outside outside) {
        Optional<CommonTail> best = Optional.empty();
        for (int i = 0; i < group.size(); i++) {
            for (int j = i + 1; j < group.size(); j++) {
                CommonTail tail = CommonTail.of(group.get(i), group.get(j), outside);
                if (tail.length() >= least(tail.first().terminator()) && tail.length() > best.map(CommonTail::length).orElse(0)) {
                    best = Optional.of(tail);
                }
            }
        }
        if (best.isEmpty()) {
            return false;
        }
        CommonTail tail = best.get();
        Block made = tail.share(function);
        group.remove(tail.second());
        group.set(group.indexOf(tail.first()), made);
        return true;
    }

    private static int least(Terminator end) {
        return end instanceof Terminator.Jump ? 1 : WORTH_A_JUMP;
    }
}

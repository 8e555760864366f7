package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Dominators;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The natural loops of a function: a header, and what can reach an edge back to it without passing it. Loops of one header are one. */
final class Loops {
    /** The blocks include the header. */
    record Loop(Block header, Set<Block> blocks, List<Block> latches) {
        boolean contains(Block block) {
            return blocks.contains(block);
        }

        /** Its blocks with an edge out of it. */
        List<Block> exiting() {
            List<Block> found = new ArrayList<>();
            for (Block block : blocks) {
                for (Edge edge : block.terminator().edges()) {
                    if (!blocks.contains(edge.block()) && !found.contains(block)) {
                        found.add(block);
                    }
                }
            }
            return found;
        }
    }

    private final Dominators dominators;
    private final List<Loop> innermostFirst = new ArrayList<>();
    private final Map<Block, Integer> depths = new HashMap<>();

    private Loops(Dominators dominators) {
        this.dominators = dominators;
        Map<Block, List<Block>> latches = new LinkedHashMap<>();
        for (Block block : dominators.order()) {
            for (Edge edge : block.terminator().edges()) {
                if (dominators.dominates(edge.block(), block)) {
                    List<Block> of = latches.computeIfAbsent(edge.block(), b -> new ArrayList<>());
                    if (!of.contains(block)) {
                        of.add(block);
                    }
                }
            }
        }
        latches.forEach((header, ends) -> innermostFirst.add(new Loop(header, body(header, ends), ends)));
        innermostFirst.sort(java.util.Comparator.comparingInt(loop -> loop.blocks.size()));
        innermostFirst.forEach(loop -> loop.blocks.forEach(block -> depths.merge(block, 1, Integer::sum)));
    }

    static Loops of(Function function) {
        return new Loops(Dominators.of(function));
    }

    static Loops of(Dominators dominators) {
        return new Loops(dominators);
    }

    private Set<Block> body(Block header, List<Block> latches) {
        Set<Block> body = new LinkedHashSet<>();
        body.add(header);
        Deque<Block> open = new ArrayDeque<>();
        latches.forEach(latch -> {
            if (body.add(latch)) {
                open.push(latch);
            }
        });
        while (!open.isEmpty()) {
            for (Block predecessor : dominators.predecessors(open.pop())) {
                if (body.add(predecessor)) {
                    open.push(predecessor);
                }
            }
        }
        return body;
    }

    /** Inner loops before those around them. */
    List<Loop> innermostFirst() {
        return innermostFirst;
    }

    /** In how many loops a block is. */
    int depth(Block block) {
        return depths.getOrDefault(block, 0);
    }
}

package exo86.ash.ir.lower;

import exo86.ash.ir.Block;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import java.util.ArrayDeque;
import java.util.Deque;

/** Drops the blocks that no way from the entry leads to. */
final class Unreached {
    private Unreached() {
    }

    static void remove(Function function) {
        boolean[] reached = new boolean[function.blockCount()];
        Deque<Block> open = new ArrayDeque<>();
        open.add(function.entry());
        reached[function.entry().id()] = true;
        while (!open.isEmpty()) {
            for (Edge edge : open.pop().terminator().edges()) {
                if (!reached[edge.block().id()]) {
                    reached[edge.block().id()] = true;
                    open.add(edge.block());
                }
            }
        }
        function.blocks().removeIf(block -> !reached[block.id()]);
    }
}

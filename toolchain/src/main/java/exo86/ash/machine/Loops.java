package exo86.ash.machine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * The natural loops of a procedure: for each block that dominates a predecessor of its own, all that reaches that predecessor without passing it.
 * Loops with the same header are one. What cannot be reached is in no loop.
 */
public final class Loops {
    /** A loop, its blocks by number; {@code parent} is the next one around it, of which the outermost is the whole procedure without a header. */
    public static final class Loop {
        private final Block header;
        private final BitSet blocks = new BitSet();
        private Loop parent;
        private int depth;

        private Loop(Block header) {
            this.header = header;
        }

        public Block header() {
            return header;
        }

        public Loop parent() {
            return parent;
        }

        /** 0 for the whole procedure. */
        public int depth() {
            return depth;
        }

        public boolean contains(Block block) {
            return blocks.get(block.number());
        }

        /** Whether one of the blocks, by number, lies in it. */
        public boolean containsAny(BitSet numbers) {
            return blocks.intersects(numbers);
        }
    }

    private final Procedure procedure;
    private final List<List<Block>> predecessors = new ArrayList<>();
    private final List<Block> order = new ArrayList<>();
    private final int[] place;
    private final int[] dominators;
    private final Loop[] innermost;
    private final Loop all;
    private final List<Loop> loops = new ArrayList<>();

    private Loops(Procedure procedure) {
        this.procedure = procedure;
        int count = procedure.blockNumbers();
        for (int i = 0; i < count; i++) {
            predecessors.add(new ArrayList<>(2));
        }
        place = new int[count];
        dominators = new int[count];
        innermost = new Loop[count];
        all = new Loop(procedure.blocks().getFirst());
    }

    public static Loops of(Procedure procedure) {
        Loops loops = new Loops(procedure);
        loops.sort();
        loops.dominate();
        loops.find();
        loops.nest();
        return loops;
    }

    public Loop whole() {
        return all;
    }

    /** The innermost loop around a block. */
    public Loop around(Block block) {
        return innermost[block.number()] == null ? all : innermost[block.number()];
    }

    /** All but the whole procedure, inner ones before outer ones. */
    public List<Loop> loops() {
        return loops;
    }

    public List<Block> predecessors(Block block) {
        return predecessors.get(block.number());
    }

    /** The blocks that can be reached, each before its successors but for the way back in loops. */
    public List<Block> order() {
        return order;
    }

    /** Notes in each block in how many loops it is. */
    public void mark() {
        procedure.blocks().forEach(block -> block.depth(around(block).depth()));
    }

    /** The place of a reached block in {@link #order}: after all that lead to it but from behind. */
    int place(Block block) {
        return place[block.number()];
    }

    private void sort() {
        Arrays.fill(place, -1);
        Deque<Block> path = new ArrayDeque<>();
        Deque<List<Block>> open = new ArrayDeque<>();
        BitSet seen = new BitSet();
        Block entry = procedure.blocks().getFirst();
        seen.set(entry.number());
        path.push(entry);
        open.push(new ArrayList<>(entry.successors()));
        while (!path.isEmpty()) {
            List<Block> rest = open.peek();
            if (rest.isEmpty()) {
                order.addFirst(path.pop());
                open.pop();
                continue;
            }
            Block next = rest.removeLast();
            if (!seen.get(next.number())) {
                seen.set(next.number());
                path.push(next);
                open.push(new ArrayList<>(next.successors()));
            }
        }
        for (int i = 0; i < order.size(); i++) {
            place[order.get(i).number()] = i;
        }
        order.forEach(block -> block.successors().forEach(s -> predecessors.get(s.number()).add(block)));
    }

    /** Cooper, Harvey and Kennedy: walk up from both predecessors until they meet. */
    private void dominate() {
        Arrays.fill(dominators, -1);
        dominators[0] = 0;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 1; i < order.size(); i++) {
                int common = -1;
                for (Block predecessor : predecessors(order.get(i))) {
                    int p = place[predecessor.number()];
                    if (dominators[p] >= 0) {
                        common = common < 0 ? p : meet(p, common);
                    }
                }
                changed |= dominators[i] != common;
                dominators[i] = common;
            }
        }
    }

    private int meet(int a, int b) {
        int x = a;
        int y = b;
        while (x != y) {
            while (x > y) {
                x = dominators[x];
            }
            while (y > x) {
                y = dominators[y];
            }
        }
        return x;
    }

    private boolean dominates(Block above, Block below) {
        int at = place[below.number()];
        int wanted = place[above.number()];
        while (at > wanted) {
            at = dominators[at];
        }
        return at == wanted;
    }

    private void find() {
        for (int i = order.size() - 1; i >= 0; i--) {
            Block header = order.get(i);
            List<Block> back = predecessors(header).stream().filter(p -> dominates(header, p)).toList();
            if (back.isEmpty()) {
                continue;
            }
            Loop loop = new Loop(header);
            loop.blocks.set(header.number());
            Deque<Block> open = new ArrayDeque<>(back);
            while (!open.isEmpty()) {
                Block block = open.pop();
                if (!loop.blocks.get(block.number())) {
                    loop.blocks.set(block.number());
                    open.addAll(predecessors(block));
                }
            }
            loops.add(loop);
        }
    }

    private void nest() {
        all.blocks.set(0, procedure.blockNumbers());
        loops.sort(java.util.Comparator.comparingInt(l -> l.blocks.cardinality()));
        for (int i = 0; i < loops.size(); i++) {
            Loop loop = loops.get(i);
            loop.parent = all;
            for (int j = i + 1; j < loops.size(); j++) {
                if (loops.get(j).blocks.get(loop.header.number())) {
                    loop.parent = loops.get(j);
                    break;
                }
            }
        }
        for (int i = loops.size() - 1; i >= 0; i--) {
            Loop loop = loops.get(i);
            loop.depth = loop.parent.depth + 1;
            loop.blocks.stream().forEach(b -> innermost[b] = loop);
        }
    }
}

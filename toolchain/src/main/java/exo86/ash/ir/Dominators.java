package exo86.ash.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The blocks that lie on every way from the entry to a block, by the algorithm of Cooper, Harvey and Kennedy ("A Simple, Fast Dominance
 * Algorithm"): immediate dominators are intersected in reverse postorder until nothing changes. Holds as long as no edge changes.
 */
public final class Dominators {
    private final List<Block> order;
    /** By block number: its place in {@link #order}, or -1. */
    private final int[] place;
    /** By place: the place of the immediate dominator. */
    private final int[] immediate;
    private final List<List<Block>> predecessors;
    private final List<List<Block>> children;
    /** By place: when a walk of the dominator tree enters and leaves it. */
    private final int[] entered;
    private final int[] left;

    private Dominators(Function function) {
        order = reversePostorder(function);
        place = new int[function.blockCount()];
        Arrays.fill(place, -1);
        for (int i = 0; i < order.size(); i++) {
            place[order.get(i).id()] = i;
        }
        predecessors = new ArrayList<>(order.size());
        children = new ArrayList<>(order.size());
        for (int i = 0; i < order.size(); i++) {
            predecessors.add(new ArrayList<>());
            children.add(new ArrayList<>());
        }
        for (Block block : order) {
            for (Edge edge : block.terminator().edges()) {
                predecessors.get(place[edge.block().id()]).add(block);
            }
        }
        immediate = new int[order.size()];
        solve();
        for (int i = 1; i < order.size(); i++) {
            children.get(immediate[i]).add(order.get(i));
        }
        entered = new int[order.size()];
        left = new int[order.size()];
        walk();
    }

    public static Dominators of(Function function) {
        return new Dominators(function);
    }

    /** The blocks that the entry reaches, each before those it dominates; edges that go backwards are those of loops. */
    public List<Block> order() {
        return order;
    }

    public boolean reached(Block block) {
        return block.id() < place.length && place[block.id()] >= 0;
    }

    /** The place of a reached block in {@link #order}. */
    public int place(Block block) {
        return place[block.id()];
    }

    /** Whether each way to {@code b} goes through {@code a}; a block dominates itself. Both are reached. */
    public boolean dominates(Block a, Block b) {
        int upper = place[a.id()];
        int lower = place[b.id()];
        return upper >= 0 && lower >= 0 && entered[upper] <= entered[lower] && left[lower] <= left[upper];
    }

    /** The nearest other block that dominates it; itself for the entry. */
    public Block immediate(Block block) {
        return order.get(immediate[place[block.id()]]);
    }

    /** The blocks that it dominates immediately. */
    public List<Block> children(Block block) {
        return children.get(place[block.id()]);
    }

    /** The reached blocks with an edge to it, once for each edge. */
    public List<Block> predecessors(Block block) {
        return predecessors.get(place[block.id()]);
    }

    private static List<Block> reversePostorder(Function function) {
        boolean[] seen = new boolean[function.blockCount()];
        List<Block> finished = new ArrayList<>();
        List<Block> path = new ArrayList<>();
        List<List<Edge>> edges = new ArrayList<>();
        int[] next = new int[function.blockCount()];
        path.add(function.entry());
        edges.add(function.entry().terminator().edges());
        seen[function.entry().id()] = true;
        while (!path.isEmpty()) {
            Block block = path.getLast();
            List<Edge> ways = edges.getLast();
            // The last way first, so that the first way comes first in the result.
            if (next[block.id()] < ways.size()) {
                Block to = ways.get(ways.size() - 1 - next[block.id()]++).block();
                if (!seen[to.id()]) {
                    seen[to.id()] = true;
                    path.add(to);
                    edges.add(to.terminator().edges());
                }
            } else {
                finished.add(block);
                path.removeLast();
                edges.removeLast();
            }
        }
        Collections.reverse(finished);
        return Collections.unmodifiableList(finished);
    }

    private void solve() {
        Arrays.fill(immediate, -1);
        immediate[0] = 0;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 1; i < order.size(); i++) {
                int found = -1;
                for (Block predecessor : predecessors.get(i)) {
                    int p = place[predecessor.id()];
                    if (immediate[p] >= 0) {
                        found = found < 0 ? p : intersect(found, p);
                    }
                }
                if (immediate[i] != found) {
                    immediate[i] = found;
                    changed = true;
                }
            }
        }
    }

    private int intersect(int a, int b) {
        while (a != b) {
            while (a > b) {
                a = immediate[a];
            }
            while (b > a) {
                b = immediate[b];
            }
        }
        return a;
    }

    private void walk() {
        int clock = 0;
        int[] next = new int[order.size()];
        List<Integer> path = new ArrayList<>();
        path.add(0);
        entered[0] = clock++;
        while (!path.isEmpty()) {
            int at = path.getLast();
            List<Block> below = children.get(at);
            if (next[at] < below.size()) {
                int child = place[below.get(next[at]++).id()];
                entered[child] = clock++;
                path.add(child);
            } else {
                left[at] = clock++;
                path.removeLast();
            }
        }
    }
}

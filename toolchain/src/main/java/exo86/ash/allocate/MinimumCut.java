package exo86.ash.allocate;

import java.util.Arrays;

/**
 * A minimum cut between two ends of a network: which nodes stay with the source if what is cut is to cost least. By Dinic's method: layers by breadth first,
 * then flow along shortest ways until there is none.
 *
 * <p>Between several cuts of the same cost the one with the most nodes on the sink's side is taken.
 */
final class MinimumCut {
    /** Below that nothing flows: prices are sums of small fractions. */
    private static final double NOTHING = 1e-9;

    private final int source;
    private final int sink;
    private final int[] first;
    private final int[] layer;
    private final int[] current;
    private final int[] queue;
    private int[] next = new int[64];
    private int[] to = new int[64];
    private double[] room = new double[64];
    private int arcs;

    /** @param nodes how many there are besides source and sink, numbered from 0 */
    MinimumCut(int nodes) {
        source = nodes;
        sink = nodes + 1;
        first = new int[nodes + 2];
        layer = new int[nodes + 2];
        current = new int[nodes + 2];
        queue = new int[nodes + 2];
        Arrays.fill(first, -1);
    }

    /** Parting the node from the source costs that. */
    void source(int node, double price) {
        arc(source, node, price, 0);
    }

    /** Parting the node from the sink costs that. */
    void sink(int node, double price) {
        arc(node, sink, price, 0);
    }

    /** If {@code a} stays with the source and {@code b} does not, that costs {@code forth}, the other way round {@code back}. */
    void between(int a, int b, double forth, double back) {
        arc(a, b, forth, back);
    }

    private void arc(int a, int b, double forth, double back) {
        if (arcs + 2 > to.length) {
            next = Arrays.copyOf(next, 2 * arcs + 2);
            to = Arrays.copyOf(to, 2 * arcs + 2);
            room = Arrays.copyOf(room, 2 * arcs + 2);
        }
        half(a, b, forth);
        half(b, a, back);
    }

    private void half(int a, int b, double price) {
        to[arcs] = b;
        room[arcs] = price;
        next[arcs] = first[a];
        first[a] = arcs++;
    }

    /** Cuts; to be called once. What it costs is the answer; {@link #withSource} tells the sides. */
    double cut() {
        double flow = 0;
        while (reach()) {
            System.arraycopy(first, 0, current, 0, first.length);
            double more = push(source, Double.POSITIVE_INFINITY);
            while (more > NOTHING) {
                flow += more;
                more = push(source, Double.POSITIVE_INFINITY);
            }
        }
        return flow;
    }

    boolean withSource(int node) {
        return layer[node] >= 0;
    }

    private boolean reach() {
        Arrays.fill(layer, -1);
        layer[source] = 0;
        queue[0] = source;
        int waiting = 1;
        for (int at = 0; at < waiting; at++) {
            for (int arc = first[queue[at]]; arc >= 0; arc = next[arc]) {
                if (room[arc] > NOTHING && layer[to[arc]] < 0) {
                    layer[to[arc]] = layer[queue[at]] + 1;
                    queue[waiting++] = to[arc];
                }
            }
        }
        return layer[sink] >= 0;
    }

    /** Recursion is as deep as there are layers: as the longest way through a value's life, in segments. */
    private double push(int node, double most) {
        if (node == sink) {
            return most;
        }
        for (; current[node] >= 0; current[node] = next[current[node]]) {
            int arc = current[node];
            if (room[arc] > NOTHING && layer[to[arc]] == layer[node] + 1) {
                double pushed = push(to[arc], Math.min(most, room[arc]));
                if (pushed > NOTHING) {
                    room[arc] -= pushed;
                    room[arc ^ 1] += pushed;
                    return pushed;
                }
            }
        }
        return 0;
    }
}

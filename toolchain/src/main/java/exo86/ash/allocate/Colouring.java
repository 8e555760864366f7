package exo86.ash.allocate;

import exo86.ash.machine.Procedure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Colours an interference graph by Chaitin's method with Briggs' optimism, coalescing while it simplifies (George and Appel, 1996).
 *
 * <p>The idea: a node with fewer neighbours than colours can always be coloured after them, so it is put aside. When no such node is left, a
 * copy is joined if that certainly keeps the graph as colourable as it was; if none can be, the cheapest node is put aside all the same, and
 * may still find a colour when its turn comes. If it finds none, whoever of it and those in its way is cheapest goes to memory.
 *
 * <p>Nodes have masks instead of a common number of colours: a node is easy if it has fewer neighbours that could take one of its colours than it
 * has colours. Copies that could not be joined still decide which of the free colours is taken.
 */
final class Colouring {
    static final int SPILLED = -1;

    private enum State {
        SIMPLE, MOVING, HARD, REMOVED, JOINED
    }

    private final Interference graph;
    private final double[] costs;
    private final double[] areas;
    private final boolean[] hopeless;
    private final State[] states;
    private final int[] degrees;
    private final int[] aliases;
    private final List<List<Integer>> movesOf = new ArrayList<>();
    private final boolean[] active;
    private final boolean[] queued;
    private final PriorityQueue<Integer> queue;
    private final int[] stack;
    private int stacked;
    private final int[] simple;
    private int simples;

    private Colouring(Interference graph, Values values) {
        this.graph = graph;
        costs = values.costs().clone();
        areas = values.areas().clone();
        hopeless = values.hopeless().clone();
        int n = graph.count;
        states = new State[n];
        degrees = new int[n];
        aliases = new int[n];
        stack = new int[n];
        simple = new int[n + 1];
        active = new boolean[graph.moves.size()];
        queued = new boolean[graph.moves.size()];
        queue = new PriorityQueue<>(Comparator.<Integer>comparingDouble(m -> -graph.moves.get(m).weight()).thenComparingInt(m -> m));
    }

    /** @return by node, its register or {@link #SPILLED}; joined nodes have the same */
    static Result colour(Interference graph, Values values) {
        Colouring colouring = new Colouring(graph, values);
        colouring.start();
        colouring.simplify();
        int[] colours = new Choice(colouring, graph, colouring.movesOf).choose(Arrays.copyOf(colouring.stack, colouring.stacked));
        return new Result(colours, colouring.finalAliases());
    }

    /** {@code aliases}: for each node the one that stands for all it is joined with. */
    record Result(int[] colours, int[] aliases) {
    }

    private void start() {
        for (int n = 0; n < graph.count; n++) {
            aliases[n] = n;
            movesOf.add(new ArrayList<>(2));
            for (int i = 0; i < graph.degree(n); i++) {
                degrees[n] += overlap(n, graph.neighbour(n, i));
            }
        }
        for (int m = 0; m < graph.moves.size(); m++) {
            Interference.Move move = graph.moves.get(m);
            movesOf.get(move.a()).add(m);
            movesOf.get(move.b()).add(m);
            if (move.copy()) {
                queued[m] = true;
                queue.add(m);
            }
        }
        for (int n = 0; n < graph.count; n++) {
            classify(n);
        }
    }

    private int overlap(int a, int b) {
        return (graph.allowed[a] & graph.allowed[b]) != 0 ? 1 : 0;
    }

    private int room(int node) {
        return Integer.bitCount(graph.allowed[node]);
    }

    private boolean hard(int node) {
        return degrees[node] >= room(node);
    }

    private boolean moving(int node) {
        for (int m : movesOf.get(node)) {
            if (active[m] || queued[m]) {
                return true;
            }
        }
        return false;
    }

    private boolean present(int node) {
        return states[node] != State.REMOVED && states[node] != State.JOINED;
    }

    private void classify(int node) {
        State state = hard(node) ? State.HARD : moving(node) ? State.MOVING : State.SIMPLE;
        if (state == State.SIMPLE && states[node] != State.SIMPLE) {
            if (simples == simple.length) {
                compact();
            }
            simple[simples++] = node;
        }
        states[node] = state;
    }

    private void compact() {
        int kept = 0;
        for (int i = 0; i < simples; i++) {
            if (states[simple[i]] == State.SIMPLE) {
                simple[kept++] = simple[i];
            }
        }
        simples = kept;
    }

    private void simplify() {
        while (true) {
            if (simples > 0) {
                int node = simple[--simples];
                if (states[node] == State.SIMPLE) {
                    remove(node);
                }
            } else if (!queue.isEmpty()) {
                join(queue.remove());
            } else {
                int node = cheapest(State.MOVING);
                if (node >= 0) {
                    freeze(node);
                    continue;
                }
                node = cheapest(State.HARD);
                if (node < 0) {
                    return;
                }
                freeze(node);
                remove(node);
            }
        }
    }

    /** What it would cost to have the node in memory. Nodes that were joined with one that memory can help can be helped. */
    double cost(int node) {
        return hopeless[node] ? Double.POSITIVE_INFINITY : costs[node];
    }

    private int cheapest(State state) {
        int best = -1;
        double least = 0;
        for (int n = 0; n < graph.count; n++) {
            if (states[n] == state) {
                double price = state == State.HARD ? cost(n) / ((1 + degrees[n]) * (1 + areas[n])) : movesOf.get(n).stream().filter(m -> active[m])
                        .mapToDouble(m -> graph.moves.get(m).weight()).sum();
                if (best < 0 || price < least) {
                    best = n;
                    least = price;
                }
            }
        }
        return best;
    }

    private void remove(int node) {
        states[node] = State.REMOVED;
        stack[stacked++] = node;
        for (int i = 0; i < graph.degree(node); i++) {
            int other = graph.neighbour(node, i);
            if (present(other)) {
                lighten(other, overlap(node, other));
            }
        }
    }

    private void lighten(int node, int by) {
        if (by == 0) {
            return;
        }
        boolean wasHard = hard(node);
        degrees[node] -= by;
        if (wasHard && !hard(node)) {
            awaken(node);
            for (int i = 0; i < graph.degree(node); i++) {
                if (present(graph.neighbour(node, i))) {
                    awaken(graph.neighbour(node, i));
                }
            }
            classify(node);
        }
    }

    /** Copies that could not be joined may be now. */
    private void awaken(int node) {
        for (int m : movesOf.get(node)) {
            if (active[m]) {
                active[m] = false;
                queued[m] = true;
                queue.add(m);
            }
        }
    }

    private void freeze(int node) {
        for (int m : movesOf.get(node)) {
            if (active[m]) {
                active[m] = false;
                Interference.Move move = graph.moves.get(m);
                int other = alias(move.a()) == node ? alias(move.b()) : alias(move.a());
                if (present(other) && !hard(other) && !moving(other)) {
                    classify(other);
                }
            }
        }
        if (states[node] == State.MOVING) {
            classify(node);
        }
    }

    int alias(int node) {
        int n = node;
        while (aliases[n] != n) {
            n = aliases[n];
        }
        return n;
    }

    private void join(int m) {
        queued[m] = false;
        int a = alias(graph.moves.get(m).a());
        int b = alias(graph.moves.get(m).b());
        if (a == b || !present(a) || !present(b) || graph.adjacent(a, b)) {
            reclassify(a);
            reclassify(b);
            return;
        }
        int mask = graph.allowed[a] & graph.allowed[b];
        if (mask == 0) {
            reclassify(a);
            reclassify(b);
        } else if (harmless(a, b, mask) || mask == graph.allowed[a] && absorbs(a, b) || mask == graph.allowed[b] && absorbs(b, a)) {
            merge(a, b, mask);
        } else {
            active[m] = true;
        }
    }

    private void reclassify(int node) {
        if (present(node) && !hard(node) && !moving(node)) {
            classify(node);
        }
    }

    /** Briggs: the joined node would have fewer hard neighbours than colours. */
    private boolean harmless(int a, int b, int mask) {
        int room = Integer.bitCount(mask);
        int found = 0;
        for (int i = 0; i < graph.degree(a); i++) {
            int n = graph.neighbour(a, i);
            if (present(n) && (graph.allowed[n] & mask) != 0) {
                int degree = degrees[n] - (graph.adjacent(n, b) ? 1 : 0);
                found += degree >= room(n) ? 1 : 0;
            }
        }
        for (int i = 0; i < graph.degree(b) && found < room; i++) {
            int n = graph.neighbour(b, i);
            if (present(n) && (graph.allowed[n] & mask) != 0 && !graph.adjacent(n, a)) {
                found += hard(n) ? 1 : 0;
            }
        }
        return found < room;
    }

    /** George: each neighbour of {@code b} is easy or one of {@code a} too. */
    private boolean absorbs(int a, int b) {
        for (int i = 0; i < graph.degree(b); i++) {
            int n = graph.neighbour(b, i);
            if (present(n) && hard(n) && (graph.allowed[n] & graph.allowed[a]) != 0 && !graph.adjacent(n, a)) {
                return false;
            }
        }
        return true;
    }

    private void merge(int a, int b, int mask) {
        states[b] = State.JOINED;
        aliases[b] = a;
        costs[a] += costs[b];
        areas[a] += areas[b];
        hopeless[a] &= hopeless[b];
        movesOf.get(a).addAll(movesOf.get(b));
        if (graph.wishes[b] != null) {
            if (graph.wishes[a] == null) {
                graph.wishes[a] = graph.wishes[b].clone();
            } else {
                for (int r = 0; r < Procedure.VIRTUAL; r++) {
                    graph.wishes[a][r] += graph.wishes[b][r];
                }
            }
        }
        int before = graph.allowed[a];
        int own = graph.degree(a);
        graph.allowed[a] = mask;
        for (int i = 0; i < own; i++) {
            int n = graph.neighbour(a, i);
            if (present(n) && (graph.allowed[n] & before) != 0 && (graph.allowed[n] & mask) == 0) {
                degrees[a]--;
                lighten(n, 1);
            }
        }
        for (int i = 0; i < graph.degree(b); i++) {
            int n = graph.neighbour(b, i);
            if (!present(n)) {
                graph.connect(a, n);
                continue;
            }
            int counted = (graph.allowed[n] & graph.allowed[b]) != 0 ? 1 : 0;
            if (graph.adjacent(a, n)) {
                lighten(n, counted);
            } else {
                graph.connect(a, n);
                int counts = overlap(a, n);
                degrees[a] += counts;
                lighten(n, counted - counts);
            }
        }
        awaken(a);
        states[a] = State.HARD;
        classify(a);
    }

    private int[] finalAliases() {
        int[] result = new int[graph.count];
        for (int n = 0; n < result.length; n++) {
            result[n] = alias(n);
        }
        return result;
    }
}

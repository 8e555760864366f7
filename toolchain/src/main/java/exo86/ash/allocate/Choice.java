package exo86.ash.allocate;

import exo86.ash.machine.Procedure;
import exo86.isa.Registers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Gives nodes their colours, in the reverse of the order in which they were put aside. Of the free colours a node takes the one that saves most copies and
 * that its neighbours miss least. If none is free, whoever is cheapest in memory goes there; when all have had their turn, those without one try again.
 */
final class Choice {
    private static final int CALLEE_SAVED = 0xE8;
    /** The price of the first use of a register that the caller keeps: it is pushed and popped. */
    private static final double SAVING = 2;
    /** EBP last: as a base it costs a byte. */
    private static final int[] ORDER = {Registers.EAX, Registers.ECX, Registers.EDX, Registers.EBX, Registers.ESI, Registers.EDI, Registers.EBP};

    private final Colouring colouring;
    private final Interference graph;
    private final List<List<Integer>> moves;
    private final int[] colours;

    /** @param moves by node, the copies to and from it */
    Choice(Colouring colouring, Interference graph, List<List<Integer>> moves) {
        this.colouring = colouring;
        this.graph = graph;
        this.moves = moves;
        colours = new int[graph.count];
    }

    /** The nodes' registers, or {@link Colouring#SPILLED}; {@code stack} in the order in which they were put aside. */
    int[] choose(int[] stack) {
        int stacked = stack.length;
        Arrays.fill(colours, Colouring.SPILLED);
        int used = 0;
        boolean[] done = new boolean[graph.count];
        while (stacked > 0) {
            int node = stack[--stacked];
            int free = graph.allowed[node];
            for (int i = 0; i < graph.degree(node); i++) {
                int other = colouring.alias(graph.neighbour(node, i));
                if (done[other] && colours[other] >= 0) {
                    free &= ~(1 << colours[other]);
                }
            }
            done[node] = true;
            int colour = free != 0 ? best(node, free, used) : evict(node, done);
            colours[node] = colour;
            used |= colour >= 0 ? 1 << colour : 0;
        }
        improve(used, done);
        for (int n = 0; n < graph.count; n++) {
            colours[n] = colours[colouring.alias(n)];
        }
        return colours;
    }

    /** Whoever lost its colour gets another chance, the dearest first, at the cost of cheaper ones that got theirs later. */
    private void improve(int used, boolean[] done) {
        List<Integer> open = new ArrayList<>();
        for (int n = 0; n < graph.count; n++) {
            if (colouring.alias(n) == n && colours[n] == Colouring.SPILLED && colouring.cost(n) > 0) {
                open.add(n);
            }
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            open.sort(Comparator.<Integer>comparingDouble(n -> -colouring.cost(n)).thenComparingInt(n -> n));
            for (int node : List.copyOf(open)) {
                int free = graph.allowed[node];
                for (int i = 0; i < graph.degree(node); i++) {
                    int other = graph.neighbour(node, i);
                    if (colouring.alias(other) == other && colours[other] >= 0) {
                        free &= ~(1 << colours[other]);
                    }
                }
                int colour = free != 0 ? best(node, free, used) : evict(node, done);
                if (colour != Colouring.SPILLED) {
                    colours[node] = colour;
                    open.remove((Integer) node);
                    for (int i = 0; i < graph.degree(node); i++) {
                        int other = graph.neighbour(node, i);
                        if (colouring.alias(other) == other && colours[other] == Colouring.SPILLED && colouring.cost(other) > 0 && !open.contains(other)) {
                            open.add(other);
                        }
                    }
                    changed = true;
                    break;
                }
            }
        }
    }

    /** Takes the colour from those neighbours that cost less than the node, if there is such a colour. */
    private int evict(int node, boolean[] done) {
        double[] prices = new double[Procedure.VIRTUAL];
        for (int i = 0; i < graph.degree(node); i++) {
            int n = graph.neighbour(node, i);
            if (colouring.alias(n) == n && done[n] && colours[n] >= 0) {
                prices[colours[n]] += colouring.cost(n);
            }
        }
        int best = Colouring.SPILLED;
        double least = colouring.cost(node);
        for (int r = 0; r < Procedure.VIRTUAL; r++) {
            if ((graph.allowed[node] & 1 << r) != 0 && prices[r] < least) {
                best = r;
                least = prices[r];
            }
        }
        if (best != Colouring.SPILLED) {
            for (int i = 0; i < graph.degree(node); i++) {
                int n = graph.neighbour(node, i);
                if (colouring.alias(n) == n && done[n] && colours[n] == best) {
                    colours[n] = Colouring.SPILLED;
                }
            }
        }
        return best;
    }

    private int best(int node, int free, int used) {
        double[] gains = new double[Procedure.VIRTUAL];
        if (graph.wishes[node] != null) {
            for (int r = 0; r < Procedure.VIRTUAL; r++) {
                gains[r] += graph.wishes[node][r];
            }
        }
        for (int m : moves.get(node)) {
            Interference.Move move = graph.moves.get(m);
            int a = colouring.alias(move.a());
            int other = a == node ? colouring.alias(move.b()) : a;
            if (other == node) {
                continue;
            }
            if (colours[other] >= 0) {
                gains[colours[other]] += move.weight();
            } else if (graph.wishes[other] != null) {
                for (int r = 0; r < Procedure.VIRTUAL; r++) {
                    gains[r] += (graph.allowed[other] & 1 << r) != 0 ? Math.min(move.weight(), graph.wishes[other][r]) / 2 : 0;
                }
            }
        }
        for (int i = 0; i < graph.degree(node); i++) {
            int n = graph.neighbour(node, i);
            if (colouring.alias(n) == n && colours[n] < 0 && graph.wishes[n] != null) {
                for (int r = 0; r < Procedure.VIRTUAL; r++) {
                    gains[r] -= (graph.allowed[n] & 1 << r) != 0 ? graph.wishes[n][r] / 2 : 0;
                }
            }
        }
        int best = -1;
        double most = 0;
        for (int r : ORDER) {
            if ((free & 1 << r) != 0) {
                double gain = gains[r] - ((CALLEE_SAVED & 1 << r) != 0 && (used & 1 << r) == 0 ? SAVING : 0);
                if (best < 0 || gain > most) {
                    best = r;
                    most = gain;
                }
            }
        }
        return best;
    }
}

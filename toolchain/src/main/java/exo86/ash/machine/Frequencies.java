package exo86.ash.machine;

import exo86.isa.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Guesses how often each block is executed for an entry of the procedure (after Wu and Larus, 1994): what enters a block leaves it, a branch goes either way
 * as often, but seldom to what is cold and less often to a block that calls than to one that does not; a loop turns eight times, and is left as often as it
 * was entered.
 *
 * <p>Loops are taken from the innermost to the outermost. In each the blocks get their share of a turn, an inner loop being one node whose ways out have
 * their shares of what enters it; then the shares are multiplied from outside in.
 */
public final class Frequencies {
    private static final double TURNS = 8;
    private static final double COLD = 1.0 / 64;
    /** A block behind a branch to it alone that calls, against one that does not. */
    private static final double CALLING = 0.5;
    /** Guesses multiply, and so do their errors: nothing but cold code is thought to be rarer than this in a turn of its loop. */
    private static final double LEAST = 1.0 / 32;
    private static final double MOST = Math.pow(TURNS, 8);

    private final Loops loops;
    private final double[] shares;
    private final Map<Loops.Loop, List<Block>> members = new HashMap<>();
    private final Map<Block, Loops.Loop> headed = new HashMap<>();
    private final Map<Loops.Loop, Map<Block, Double>> exits = new HashMap<>();

    private Frequencies(Procedure procedure, Loops loops) {
        this.loops = loops;
        shares = new double[procedure.blockNumbers()];
    }

    /** Notes in each block its frequency. */
    public static void mark(Procedure procedure, Loops loops) {
        new Frequencies(procedure, loops).mark();
    }

    private void mark() {
        loops.loops().forEach(loop -> headed.put(loop.header(), loop));
        for (Block block : loops.order()) {
            Loops.Loop loop = loops.around(block);
            members.computeIfAbsent(loop, l -> new ArrayList<>()).add(block);
            if (block == loop.header() && loop.depth() > 0) {
                members.computeIfAbsent(loop.parent(), l -> new ArrayList<>()).add(block);
            }
        }
        Map<Loops.Loop, Double> entered = new HashMap<>();
        loops.loops().forEach(loop -> share(loop, entered));
        share(loops.whole(), entered);
        entered.put(loops.whole(), 1 / TURNS);
        Map<Loops.Loop, Double> turns = new HashMap<>();
        for (Block block : loops.order()) {
            double turn = turns(loops.around(block), entered, turns);
            block.frequency(turn * (block.cold() ? COLD : Math.max(LEAST, shares[block.number()])));
        }
    }

    private static double turns(Loops.Loop loop, Map<Loops.Loop, Double> entered, Map<Loops.Loop, Double> turns) {
        Double known = turns.get(loop);
        if (known == null) {
            double around = loop.depth() == 0 ? 1 : turns(loop.parent(), entered, turns);
            known = Math.min(MOST, around * Math.max(LEAST, entered.get(loop)) * TURNS);
            turns.put(loop, known);
        }
        return known;
    }

    /** How often each block of the loop is executed in a turn of it, how often each loop in it is entered, and what share of what enters it leaves it where. */
    private void share(Loops.Loop loop, Map<Loops.Loop, Double> entered) {
        Map<Block, Double> flows = new HashMap<>();
        Map<Block, Double> ways = new HashMap<>();
        flows.put(loop.header(), 1.0);
        for (Block block : members.getOrDefault(loop, List.of())) {
            double flow = flows.getOrDefault(block, 0.0);
            Loops.Loop inner = headed.get(block);
            if (inner != null && inner != loop) {
                entered.put(inner, flow);
                exits.get(inner).forEach((next, part) -> (loop.contains(next) ? flows : ways).merge(next, flow * part, Double::sum));
            } else {
                shares[block.number()] = flow;
                leave(block, flow, loop, flows, ways);
            }
        }
        double sum = ways.values().stream().mapToDouble(w -> w).sum();
        ways.replaceAll((next, way) -> sum == 0 ? 0 : way / sum);
        exits.put(loop, ways);
    }

    private void leave(Block block, double flow, Loops.Loop loop, Map<Block, Double> flows, Map<Block, Double> ways) {
        List<Block> next = block.successors();
        double staying = 0;
        for (Block successor : next) {
            staying += loop.contains(successor) ? weight(successor, next) : 0;
        }
        for (Block successor : next) {
            double weight = flow * weight(successor, next);
            if (loop.contains(successor)) {
                flows.merge(successor, weight / staying, Double::sum);
            } else {
                ways.merge(successor, weight, Double::sum);
            }
        }
    }

    private double weight(Block block, List<Block> all) {
        if (block.cold()) {
            return COLD;
        }
        boolean seldom = all.size() == 2 && loops.predecessors(block).size() == 1 && calls(block)
                && !calls(all.getFirst() == block ? all.getLast() : all.getFirst());
        return seldom ? CALLING : 1;
    }

    private static boolean calls(Block block) {
        return block.code().stream().anyMatch(i -> i.op() == Op.CALL);
    }
}

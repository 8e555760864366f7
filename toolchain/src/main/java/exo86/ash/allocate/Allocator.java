package exo86.ash.allocate;

import exo86.ash.machine.Block;
import exo86.ash.machine.Frequencies;
import exo86.ash.machine.Instruction;
import exo86.ash.machine.Liveness;
import exo86.ash.machine.Loops;
import exo86.ash.machine.Procedure;
import exo86.ash.machine.Remarks;
import exo86.ash.machine.Slot;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Gives every virtual register of a procedure one of the processor's.
 *
 * <pre>
 * repeat
 *     liveness → interference graph → colours, joining what copies connect
 *     if every register has a colour: rename, drop copies to themselves, done
 *     split those without one where it pays, spill the rest of them
 * </pre>
 */
public final class Allocator {
    private static final int ROUNDS = 40;

    private Allocator() {
    }

    /**
     * What allocation came to.
     *
     * @param rounds how often colouring was tried
     * @param loads instructions that read a spilled value, those with a memory operand included
     * @param stores instructions added to store one
     */
    public record Outcome(int rounds, int loads, int stores) {
    }

    /** Afterwards no virtual register is left. */
    public static Outcome allocate(Procedure procedure) {
        Values values = new Values();
        Spiller spiller = new Spiller(procedure, values);
        Splitter splitter = new Splitter(procedure, values, spiller);
        Loops loops = loops(procedure);
        for (int round = 1; round <= ROUNDS; round++) {
            Liveness liveness = Liveness.of(procedure);
            values.measure(procedure, liveness);
            Interference graph = Interference.of(procedure, liveness);
            Colouring.Result result = Colouring.colour(graph, values);
            SortedSet<Integer> homeless = new TreeSet<>();
            for (int n = 0; n < graph.count; n++) {
                if (result.colours()[n] == Colouring.SPILLED) {
                    homeless.add(result.aliases()[n]);
                }
            }
            if (homeless.isEmpty()) {
                Remarks.check(procedure, liveness);
                rename(procedure, result.colours());
                return new Outcome(round, spiller.loads(), spiller.stores());
            }
            if (join(procedure, homeless, result.aliases(), values)) {
                liveness = Liveness.of(procedure);
                values.measure(procedure, liveness);
            }
            SortedSet<Integer> victims = new TreeSet<>();
            for (int node : homeless) {
                victims.add(values.hopeless()[node] ? neighbour(node, graph, values, result.aliases(), homeless)
                        .orElseThrow(() -> new IllegalStateException("no register for v" + (node + Procedure.VIRTUAL) + " of\n" + procedure)) : node);
            }
            List<Integer> split = victims.stream().filter(homeless::contains).map(node -> node + Procedure.VIRTUAL)
                    .sorted(Comparator.comparingDouble(r -> -values.costs()[r - Procedure.VIRTUAL])).toList();
            if (!split.isEmpty() && splitter.split(split, Occupancy.of(procedure, liveness, result.colours()), liveness, loops)) {
                loops = loops(procedure);
                liveness = Liveness.of(procedure);
            }
            for (int node : victims) {
                spiller.spill(node + Procedure.VIRTUAL, loops, liveness, splitter.pieces(node + Procedure.VIRTUAL));
            }
        }
        throw new IllegalStateException("no end of spilling in\n" + procedure);
    }

    private static Loops loops(Procedure procedure) {
        Loops loops = Loops.of(procedure);
        loops.mark();
        Frequencies.mark(procedure, loops);
        return loops;
    }

    /** What goes to memory for a register that memory cannot help: the cheapest that lives beside it, one that goes there anyway before all others. */
    private static OptionalInt neighbour(int node, Interference graph, Values values, int[] aliases, SortedSet<Integer> homeless) {
        int best = -1;
        for (int n = 0; n < graph.count; n++) {
            boolean beside = false;
            for (int i = 0; i < graph.degree(n) && !beside; i++) {
                beside = aliases[graph.neighbour(n, i)] == node;
            }
            int other = aliases[n];
            if (beside && !values.hopeless()[other]) {
                if (homeless.contains(other)) {
                    return OptionalInt.of(other);
                }
                best = best < 0 || values.costs()[other] < values.costs()[best] ? other : best;
            }
        }
        return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
    }

    private static void rename(Procedure procedure, int[] colours) {
        for (Block block : procedure.blocks()) {
            for (Instruction instruction : block.code()) {
                instruction.rename(r -> r < Procedure.VIRTUAL ? r : colours[r - Procedure.VIRTUAL]);
            }
            block.code().removeIf(i -> i.isCopy() && i.register(0) == i.register(1));
        }
    }

    /**
     * Makes one register of those that were joined with one that is to be spilled: they share its slot, and copies between them vanish. Parts of different
     * values get a new slot: where one lives, the other may be in its own.
     */
    private static boolean join(Procedure procedure, SortedSet<Integer> homeless, int[] aliases, Values values) {
        boolean joined = false;
        for (int n = 0; n < aliases.length; n++) {
            if (aliases[n] != n && homeless.contains(aliases[n])) {
                joined = true;
                if (values.slot(n + Procedure.VIRTUAL) != values.slot(aliases[n] + Procedure.VIRTUAL)) {
                    values.slot(aliases[n] + Procedure.VIRTUAL, Slot.NONE);
                }
            }
        }
        if (joined) {
            for (Block block : procedure.blocks()) {
                List<Instruction> code = block.code();
                code.forEach(instruction -> instruction.rename(r -> {
                    int node = r - Procedure.VIRTUAL;
                    return node >= 0 && homeless.contains(aliases[node]) ? aliases[node] + Procedure.VIRTUAL : r;
                }));
                code.removeIf(i -> i.isCopy() && i.register(0) == i.register(1));
            }
        }
        return joined;
    }
}

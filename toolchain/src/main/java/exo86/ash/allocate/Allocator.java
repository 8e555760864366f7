package exo86.ash.allocate;

import exo86.ash.machine.Block;
import exo86.ash.machine.Frequencies;
import exo86.ash.machine.Instruction;
import exo86.ash.machine.Liveness;
import exo86.ash.machine.Loops;
import exo86.ash.machine.Operand;
import exo86.ash.machine.Procedure;
import exo86.ash.machine.Remarks;
import exo86.ash.machine.Roles;
import exo86.ash.machine.Slot;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;

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
     * @param loads instructions that read a spilled value from memory
     * @param stores instructions that write one there
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
                rename(procedure, r -> r < Procedure.VIRTUAL ? r : result.colours()[r - Procedure.VIRTUAL]);
                if (round > 1) {
                    SpillCleaning.run(procedure);
                }
                return outcome(procedure, round);
            }
            // Joined with another, a register lives on with the other's value.
            Remarks.check(procedure, liveness);
            if (join(procedure, result.aliases(), values)) {
                liveness = Liveness.of(procedure);
                values.measure(procedure, liveness);
            }
            Splitter.Outcome split = splitter.split(homeless, graph, result, liveness, loops);
            SortedSet<Integer> victims = new TreeSet<>(split.victims());
            for (int node : split.helpless()) {
                victims.add(neighbour(node, graph, values, result.aliases(), homeless)
                        .orElseThrow(() -> new IllegalStateException("no register for v" + (node + Procedure.VIRTUAL) + " of\n" + procedure)));
            }
            if (split.changed()) {
                loops = loops(procedure);
                liveness = Liveness.of(procedure);
            }
            for (int node : victims) {
                spiller.spill(node + Procedure.VIRTUAL, loops, liveness, splitter.pieces(node + Procedure.VIRTUAL));
            }
        }
        throw new IllegalStateException("no end of spilling in\n" + procedure);
    }

    private static Outcome outcome(Procedure procedure, int rounds) {
        int loads = 0;
        int stores = 0;
        for (Block block : procedure.blocks()) {
            for (Instruction instruction : block.code()) {
                for (int n = 0; n < instruction.count(); n++) {
                    if (instruction.operand(n) instanceof Operand.Memory memory && memory.slot().kind() == Slot.Kind.SPILL) {
                        loads += (instruction.role(n) & Roles.USE) != 0 ? 1 : 0;
                        stores += (instruction.role(n) & Roles.DEFINE) != 0 ? 1 : 0;
                    }
                }
            }
        }
        return new Outcome(rounds, loads, stores);
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

    /**
     * Makes one register of those that were joined: copies between them vanish. They share a slot, but parts of different values get a new one: where one lives,
     * the other may be in its own.
     */
    private static boolean join(Procedure procedure, int[] aliases, Values values) {
        boolean joined = false;
        for (int n = 0; n < aliases.length; n++) {
            if (aliases[n] != n) {
                joined = true;
                if (values.slot(n + Procedure.VIRTUAL) != values.slot(aliases[n] + Procedure.VIRTUAL)) {
                    values.slot(aliases[n] + Procedure.VIRTUAL, Slot.NONE);
                }
            }
        }
        if (joined) {
            rename(procedure, r -> r < Procedure.VIRTUAL ? r : aliases[r - Procedure.VIRTUAL] + Procedure.VIRTUAL);
        }
        return joined;
    }

    private static void rename(Procedure procedure, IntUnaryOperator name) {
        for (Block block : procedure.blocks()) {
            block.code().forEach(instruction -> instruction.rename(name));
            block.code().removeIf(i -> i.isCopy() && i.register(0) == i.register(1));
        }
    }
}

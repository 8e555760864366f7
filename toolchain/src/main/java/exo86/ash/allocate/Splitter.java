package exo86.ash.allocate;

import exo86.ash.machine.Block;
import exo86.ash.machine.Instruction;
import exo86.ash.machine.Liveness;
import exo86.ash.machine.Loops;
import exo86.ash.machine.Operand;
import exo86.ash.machine.Procedure;
import exo86.ash.machine.Roles;
import exo86.isa.Op;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Splits the live range of a value that found no colour: where one register of the processor is free for it, it stays in that register, and only where
 * others have the register it goes to memory.
 *
 * <p>The idea: for each register the segments of the value's life in which others have it are certain to be memory. For all other segments the choice is free,
 * and what it costs is a sum: of memory operands, loads and stores in segments that are memory, and of a load or a store at each border between
 * memory and register. The best choice is a minimum cut. So a value that is hot outside a loop and only lives through it is stored before
 * the loop and loaded behind it; one that is hot in a loop but for a branch that calls is in memory in that branch alone; one that is better in memory is left to
 * {@link Spiller}.
 *
 * <p>A store is either at the borders from register to memory, or behind each instruction that writes the value; a value that never changes is
 * stored once so. What stays in a register gets a new name, connected part by connected part; the old name is then for memory, and copies between both
 * stand at the borders. The next round of colouring is free to do otherwise.
 */
final class Splitter {
    /** Of what it would cost to be in memory everywhere, a split must save a tenth. */
    private static final double WORTH = 0.9;
    /** A value that lives in more segments is left alone: the time for a cut grows faster than they. */
    private static final int SEGMENTS = 600;
    /** A value is split again at most so often. */
    private static final int GENERATIONS = 3;
    /** At most so many values make room for another one. */
    private static final int HOLDERS = 4;

    private final Procedure procedure;
    private final Values values;
    private final Spiller spiller;
    private final Map<Integer, Integer> generations = new HashMap<>();
    private final Map<Integer, BitSet> pieces = new HashMap<>();
    private final Map<Block, Map<Integer, List<Instruction>>> insertions = new LinkedHashMap<>();
    private final Map<Block, Map<Block, List<Instruction>>> edges = new LinkedHashMap<>();

    Splitter(Procedure procedure, Values values, Spiller spiller) {
        this.procedure = procedure;
        this.values = values;
        this.spiller = spiller;
    }

    /** Which segments are in a register, and in which. */
    private record Plan(LiveRange range, int colour, boolean[] inRegister, boolean storesAtWrites, double cost) {
    }

    /** What room for a register costs: those that have that colour leave it where the register lives. */
    private record Eviction(int colour, List<Plan> plans, double cost) {
    }

    /**
     * What splitting came to, by node.
     *
     * @param victims what is to be spilled, where it has not got a new name
     * @param helpless registers that memory cannot help and for which there was no room
     * @param changed the code is not what it was
     */
    record Outcome(Set<Integer> victims, Set<Integer> helpless, boolean changed) {
    }

    /** The numbers of blocks in which a register that was split lives on in the processor's. */
    BitSet pieces(int register) {
        return pieces.getOrDefault(register, new BitSet());
    }

    /** Splits those without a colour, or those that have the colour which they could have, where it pays. */
    Outcome split(Iterable<Integer> homeless, Interference graph, Colouring.Result result, Liveness liveness, Loops loops) {
        insertions.clear();
        edges.clear();
        Round round = new Round(graph, result, liveness, loops, Occupancy.of(procedure, liveness, result.colours()), new TreeSet<>());
        Set<Integer> helpless = new TreeSet<>();
        List<Integer> dearest = new ArrayList<>();
        homeless.forEach(dearest::add);
        dearest.sort(Comparator.<Integer>comparingDouble(n -> values.hopeless()[n] ? Double.NEGATIVE_INFINITY : -values.costs()[n]).thenComparingInt(n -> n));
        for (int node : dearest) {
            if (!settle(node, round)) {
                helpless.add(node);
            }
        }
        boolean changed = !insertions.isEmpty() || !edges.isEmpty();
        insert();
        return new Outcome(round.victims, helpless, changed);
    }

    /** One round of colouring and what it is about. */
    private record Round(Interference graph, Colouring.Result result, Liveness liveness, Loops loops, Occupancy occupancy, Set<Integer> victims) {
    }

    private boolean settle(int node, Round round) {
        int register = node + Procedure.VIRTUAL;
        boolean tired = generations.getOrDefault(register, 0) >= GENERATIONS;
        boolean hopeless = values.hopeless()[node];
        if (tired) {
            if (!hopeless) {
                round.victims.add(node);
            }
            return !hopeless;
        }
        LiveRange range = LiveRange.of(register, procedure, round.liveness, values, round.occupancy::at);
        double everywhere = hopeless ? Double.POSITIVE_INFINITY : WORTH * range.segments.stream().mapToDouble(s -> s.inMemory).sum();
        Plan plan = hopeless ? null : plan(range, Interference.ALLOCATABLE, everywhere);
        Eviction eviction = evict(node, range, plan == null ? everywhere : plan.cost * WORTH, round);
        if (eviction != null) {
            generations.merge(register, 1, Integer::sum);
            range.segments.forEach(segment -> round.occupancy.claim(segment, eviction.colour));
            for (Plan leaving : eviction.plans) {
                apply(leaving, round);
            }
            return true;
        }
        if (plan != null) {
            apply(plan, round);
        } else if (!hopeless) {
            round.victims.add(node);
        }
        return !hopeless;
    }

    // Which segments

    /** The cheapest way to have the value in one of those registers where that is free, or null if none costs less than the limit. */
    private Plan plan(LiveRange range, int colours, double limit) {
        if (range.segments.size() > SEGMENTS) {
            return null;
        }
        boolean stored = values.isStored(range.register);
        Plan best = null;
        double least = limit;
        for (int colour = 0; colour < Procedure.VIRTUAL; colour++) {
            int bit = 1 << colour;
            double certain = range.segments.stream().mapToDouble(s -> (s.taken & bit) != 0 ? s.inMemory : 0).sum();
            for (int way = 0; way < (stored ? 1 : 2) && (colours & bit) != 0 && certain < least; way++) {
                Plan plan = cut(range, colour, way == 0);
                if (plan.cost < least) {
                    least = plan.cost;
                    best = plan;
                }
            }
        }
        return best;
    }

    /** The cheapest way to make room for a register over its whole life, or null if none costs less than the limit. */
    private Eviction evict(int node, LiveRange range, double limit, Round round) {
        Eviction best = null;
        double least = limit;
        for (int colour = 0; colour < Procedure.VIRTUAL; colour++) {
            int taken = colour;
            if ((round.graph.allowed[node] & 1 << colour) != 0 && range.segments.stream().noneMatch(s -> round.occupancy.isClaimed(s, taken))) {
                Eviction eviction = evict(colour, holders(node, colour, round), range, least, round);
                if (eviction != null) {
                    best = eviction;
                    least = eviction.cost;
                }
            }
        }
        return best;
    }

    private Eviction evict(int colour, Set<Integer> holders, LiveRange range, double limit, Round round) {
        boolean fixed = holders.stream().anyMatch(h -> values.hopeless()[h] || round.victims.contains(h)
                || generations.getOrDefault(h + Procedure.VIRTUAL, 0) >= GENERATIONS);
        if (fixed || holders.isEmpty() || holders.size() > HOLDERS) {
            return null;
        }
        List<Plan> plans = new ArrayList<>();
        double cost = 0;
        LiveRange.Taken taken = range.as(colour, procedure.blockNumbers());
        for (int holder : holders) {
            LiveRange own = LiveRange.of(holder + Procedure.VIRTUAL, procedure, round.liveness, values, taken);
            Plan plan = plan(own, 1 << colour, limit - cost);
            if (plan == null) {
                return null;
            }
            plans.add(plan);
            cost += plan.cost;
        }
        return new Eviction(colour, plans, cost);
    }

    /** Those that live beside the node and have the colour. */
    private static Set<Integer> holders(int node, int colour, Round round) {
        Set<Integer> holders = new TreeSet<>();
        for (int i = 0; i < round.graph.degree(node); i++) {
            int other = round.result.aliases()[round.graph.neighbour(node, i)];
            if (round.result.colours()[other] == colour) {
                holders.add(other);
            }
        }
        return holders;
    }

    private Plan cut(LiveRange range, int colour, boolean storesAtWrites) {
        MinimumCut cut = new MinimumCut(range.segments.size());
        boolean stored = values.isStored(range.register);
        double sum = 0;
        for (LiveRange.Segment segment : range.segments) {
            double price = segment.inMemory;
            if (price > 0) {
                cut.source(segment.index, price);
            } else {
                sum += price;
                cut.sink(segment.index, -price);
            }
            if ((segment.taken & 1 << colour) != 0) {
                cut.sink(segment.index, Double.POSITIVE_INFINITY);
            } else if (storesAtWrites && !stored && segment.writes > 0) {
                cut.sink(segment.index, segment.writes * Values.STORED);
            }
        }
        double load = values.loadPrice(range.register);
        double store = stored || storesAtWrites ? 0 : Values.STORED;
        for (LiveRange.Border border : range.borders) {
            cut.between(border.from().index, border.to().index, border.frequency() * store, border.frequency() * load);
        }
        double cost = cut.cut() + sum;
        boolean[] inRegister = new boolean[range.segments.size()];
        for (int i = 0; i < inRegister.length; i++) {
            inRegister[i] = cut.withSource(i);
        }
        return new Plan(range, colour, inRegister, storesAtWrites, cost);
    }

    // Names and copies

    private void apply(Plan plan, Round round) {
        int register = plan.range.register;
        round.victims.add(register - Procedure.VIRTUAL);
        int[] groups = groups(plan);
        Map<Integer, Integer> names = new HashMap<>();
        BitSet blocks = pieces.computeIfAbsent(register, r -> new BitSet());
        boolean copied = plan.storesAtWrites && !values.isStored(register);
        for (LiveRange.Segment segment : plan.range.segments) {
            if (!plan.inRegister[segment.index]) {
                continue;
            }
            int name = names.computeIfAbsent(groups[segment.index], g -> {
                int piece = spiller.piece(register);
                generations.put(piece, generations.getOrDefault(register, 0) + 1);
                return piece;
            });
            blocks.set(segment.block.number());
            round.occupancy.claim(segment, plan.colour);
            rename(segment, register, name, copied);
        }
        for (LiveRange.Border border : plan.range.borders) {
            boolean from = plan.inRegister[border.from().index];
            boolean to = plan.inRegister[border.to().index];
            if (from && !to && !copied && !values.isStored(register)) {
                border(border, register, names.get(groups[border.from().index]), plan, round.loops);
            } else if (!from && to) {
                border(border, names.get(groups[border.to().index]), register, plan, round.loops);
            }
        }
    }

    /** By segment the number of one that stands for all that it is connected with in registers. */
    private static int[] groups(Plan plan) {
        boolean[] inRegister = plan.inRegister;
        int[] groups = new int[inRegister.length];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = i;
        }
        for (LiveRange.Border border : plan.range.borders) {
            if (inRegister[border.from().index] && inRegister[border.to().index]) {
                groups[find(groups, border.from().index)] = find(groups, border.to().index);
            }
        }
        for (int i = 0; i < groups.length; i++) {
            groups[i] = find(groups, i);
        }
        return groups;
    }

    private static int find(int[] groups, int segment) {
        int at = segment;
        while (groups[at] != at) {
            groups[at] = groups[groups[at]];
            at = groups[at];
        }
        return at;
    }

    /** Remarks behind an instruction belong to its segment, those before the first of a block to that one. */
    private void rename(LiveRange.Segment segment, int register, int name, boolean copied) {
        List<Instruction> code = segment.block.code();
        int from = segment.from;
        boolean first = true;
        for (int i = 0; i < from && first; i++) {
            first = code.get(i).isRemark();
        }
        int end = segment.to + 1;
        while (end < code.size() && code.get(end).isRemark()) {
            end++;
        }
        for (int i = first ? 0 : from; i < end; i++) {
            Instruction instruction = code.get(i);
            boolean writes = copied && (LiveRange.role(instruction, register) & Roles.DEFINE) != 0;
            instruction.rename(r -> r == register ? name : r);
            if (writes) {
                before(segment.block, i + 1, copy(instruction, register, name));
            }
        }
    }

    private Instruction copy(Instruction near, int to, int from) {
        Instruction copy = new Instruction(near.at(), Op.MOV, Operand.Register.of(to), Operand.Register.of(from));
        spiller.border(copy);
        return copy;
    }

    private void before(Block block, int at, Instruction instruction) {
        insertions.computeIfAbsent(block, b -> new HashMap<>()).computeIfAbsent(at, i -> new ArrayList<>(2)).add(instruction);
    }

    /** A copy at a border: within the block, at the end of the block before, at the start of the block behind if all ways to it want it, or on the way. */
    private void border(LiveRange.Border border, int to, int from, Plan plan, Loops loops) {
        Block block = border.from().block;
        Block next = border.to().block;
        if (border.isWithinBlock()) {
            before(block, border.to().from, copy(block.code().get(border.to().from), to, from));
            return;
        }
        int jump = block.code().size() - 1;
        if (block.successors().size() == 1 && block.code().get(jump).op() == Op.JMP && block.code().get(jump).operand(0) instanceof Operand.Target) {
            before(block, jump, copy(block.code().get(jump), to, from));
            return;
        }
        Predicate<LiveRange.Border> alike = b -> plan.inRegister[b.from().index] == plan.inRegister[border.from().index];
        List<LiveRange.Border> all = plan.range.borders.stream().filter(b -> b.to() == border.to() && !b.isWithinBlock()).toList();
        if (all.size() == loops.predecessors(next).size() && all.stream().allMatch(alike)) {
            if (border == all.getFirst()) {
                before(next, border.to().from, copy(next.code().get(border.to().from), to, from));
            }
            return;
        }
        edges.computeIfAbsent(block, b -> new LinkedHashMap<>()).computeIfAbsent(next, n -> new ArrayList<>(2)).add(copy(block.code().getLast(), to, from));
    }

    // Changing the code

    private void insert() {
        insertions.forEach((block, places) -> {
            List<Integer> descending = new ArrayList<>(places.keySet());
            descending.sort(java.util.Comparator.reverseOrder());
            descending.forEach(at -> block.code().addAll(at, ordered(places.get(at))));
        });
        edges.forEach((block, ways) -> ways.forEach((next, copies) -> {
            Block between = procedure.block();
            between.cold(block.cold() || next.cold());
            between.code().addAll(ordered(copies));
            between.add(new Instruction(block.code().getLast().at(), Op.JMP, new Operand.Target(next)));
            redirect(block, next, between);
            procedure.blocks().add(procedure.blocks().indexOf(block) + 1, between);
        }));
    }

    /** Stores before loads: what is stored makes room. */
    private List<Instruction> ordered(List<Instruction> copies) {
        List<Instruction> ordered = new ArrayList<>(copies);
        ordered.sort(java.util.Comparator.comparing(copy -> pieces.containsKey(copy.register(0)) ? 0 : 1));
        return ordered;
    }

    private static void redirect(Block block, Block from, Block to) {
        for (Instruction instruction : block.code()) {
            for (int n = 0; n < instruction.count(); n++) {
                if (instruction.operand(n) instanceof Operand.Target(Block target) && target == from) {
                    instruction.operand(n, new Operand.Target(to));
                } else if (instruction.operand(n) instanceof Operand.Table(String symbol, List<Block> targets)) {
                    instruction.operand(n, new Operand.Table(symbol, targets.stream().map(t -> t == from ? to : t).toList()));
                }
            }
        }
    }
}

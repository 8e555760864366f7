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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private record Plan(int colour, boolean[] inRegister, boolean storesAtWrites, double cost) {
    }

    /** The numbers of blocks in which a register that was split lives on in the processor's. */
    BitSet pieces(int register) {
        return pieces.getOrDefault(register, new BitSet());
    }

    /** Splits those registers for which it pays. @return whether there is any: then liveness and loops have to be found again */
    boolean split(Iterable<Integer> registers, Occupancy occupancy, Liveness liveness, Loops loops) {
        insertions.clear();
        edges.clear();
        for (int register : registers) {
            if (generations.getOrDefault(register, 0) < GENERATIONS) {
                LiveRange range = LiveRange.of(register, procedure, liveness, values, occupancy);
                Plan plan = plan(register, range);
                if (plan != null) {
                    apply(register, range, plan, occupancy, loops);
                }
            }
        }
        boolean any = !insertions.isEmpty() || !edges.isEmpty();
        insert();
        return any;
    }

    // Which segments

    private Plan plan(int register, LiveRange range) {
        int count = range.segments.size();
        double everywhere = range.segments.stream().mapToDouble(s -> s.inMemory).sum();
        if (count < 2 || count > SEGMENTS) {
            return null;
        }
        boolean stored = values.isStored(register);
        Plan best = null;
        double least = everywhere * WORTH;
        for (int colour = 0; colour < Procedure.VIRTUAL; colour++) {
            int bit = 1 << colour;
            if ((Interference.ALLOCATABLE & bit) == 0) {
                continue;
            }
            double certain = range.segments.stream().mapToDouble(s -> (s.taken & bit) != 0 ? s.inMemory : 0).sum();
            for (int way = 0; way < (stored ? 1 : 2) && certain < least; way++) {
                Plan plan = cut(register, range, colour, way == 0);
                if (plan.cost < least && plan.cost < everywhere * WORTH) {
                    least = plan.cost;
                    best = plan;
                }
            }
        }
        return best;
    }

    private Plan cut(int register, LiveRange range, int colour, boolean storesAtWrites) {
        MinimumCut cut = new MinimumCut(range.segments.size());
        boolean stored = values.isStored(register);
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
        double load = values.loadPrice(register);
        double store = stored || storesAtWrites ? 0 : Values.STORED;
        for (LiveRange.Border border : range.borders) {
            cut.between(border.from().index, border.to().index, border.frequency() * store, border.frequency() * load);
        }
        double cost = cut.cut() + sum;
        boolean[] inRegister = new boolean[range.segments.size()];
        for (int i = 0; i < inRegister.length; i++) {
            inRegister[i] = cut.withSource(i);
        }
        return new Plan(colour, inRegister, storesAtWrites, cost);
    }

    // Names and copies

    private void apply(int register, LiveRange range, Plan plan, Occupancy occupancy, Loops loops) {
        int[] groups = groups(range, plan.inRegister);
        Map<Integer, Integer> names = new HashMap<>();
        BitSet blocks = pieces.computeIfAbsent(register, r -> new BitSet());
        boolean copied = plan.storesAtWrites && !values.isStored(register);
        for (LiveRange.Segment segment : range.segments) {
            if (!plan.inRegister[segment.index]) {
                continue;
            }
            int name = names.computeIfAbsent(groups[segment.index], g -> {
                int piece = spiller.piece(register);
                generations.put(piece, generations.getOrDefault(register, 0) + 1);
                return piece;
            });
            blocks.set(segment.block.number());
            occupancy.take(segment.block, segment.from, segment.to, plan.colour);
            rename(segment, register, name, copied);
        }
        for (LiveRange.Border border : range.borders) {
            boolean from = plan.inRegister[border.from().index];
            boolean to = plan.inRegister[border.to().index];
            if (from && !to && !copied && !values.isStored(register)) {
                border(border, register, names.get(groups[border.from().index]), range, plan, loops);
            } else if (!from && to) {
                border(border, names.get(groups[border.to().index]), register, range, plan, loops);
            }
        }
    }

    /** By segment the number of one that stands for all that it is connected with in registers. */
    private static int[] groups(LiveRange range, boolean[] inRegister) {
        int[] groups = new int[inRegister.length];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = i;
        }
        for (LiveRange.Border border : range.borders) {
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
    private void border(LiveRange.Border border, int to, int from, LiveRange range, Plan plan, Loops loops) {
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
        List<LiveRange.Border> all = range.borders.stream().filter(b -> b.to() == border.to() && !b.isWithinBlock()).toList();
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

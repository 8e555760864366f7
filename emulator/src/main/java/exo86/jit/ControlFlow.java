package exo86.jit;

import exo86.isa.Decoder;
import exo86.isa.Instruction;
import exo86.isa.OperandKind;
import exo86.isa.Registers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * Finds the control-flow graph of a region: from the entry along fall-through and direct jumps, inside one page, up to a number of instructions.
 *
 * <p>A call is followed only where it returns to. An instruction without an emitter, one that crosses into the next page, and one in a line that
 * changes often or at a breakpoint are not in it: control leaves before them.
 */
final class ControlFlow {
    /** Reads guest memory by linear address without any effect; empty where there is nothing to read. */
    interface Peek {
        OptionalInt read32(int linear);
    }

    private static final int MAX_TABLE = 64;

    private final byte[] ram;
    private final int page;
    private final int start;
    private final int limit;
    private final IntPredicate restless, stops;
    private final Addressing addressing;
    private final Peek memory;
    private final TreeMap<Integer, Step> steps = new TreeMap<>();
    private final Set<Integer> leaders = new TreeSet<>();
    private final TreeMap<Integer, int[]> tables = new TreeMap<>();
    private final TreeMap<Integer, BasicBlock> blocks = new TreeMap<>();
    private final Deque<Integer> ahead = new ArrayDeque<>();
    /** Heads of loops around the entry, which are not in the region. */
    final TreeSet<Integer> enclosing = new TreeSet<>();
    /** Instructions before which control leaves because there is no emitter, by EIP. */
    final TreeMap<Integer, Instruction> handedBack = new TreeMap<>();
    BasicBlock entry;

    /**
     * @param page RAM offset of the page
     * @param start EIP of the page's first byte: not a multiple of the page's size where CS has such a base
     * @param limit most instructions
     * @param restless says of a RAM offset that code there changes often
     * @param stops says of an EIP that a breakpoint is there
     */
    ControlFlow(byte[] ram, int page, int start, int limit, IntPredicate restless, IntPredicate stops, Peek memory, Addressing addressing) {
        this.ram = ram;
        this.page = page;
        this.start = start;
        this.limit = limit;
        this.restless = restless;
        this.stops = stops;
        this.memory = memory;
        this.addressing = addressing;
    }

    /** The blocks in the order of their addresses; empty if nothing at {@code first} can be translated. */
    Collection<BasicBlock> from(int first) {
        leaders.add(first);
        ahead.add(first);
        while (!ahead.isEmpty()) {
            follow(ahead.poll());
        }
        if (!steps.containsKey(first)) {
            return List.of();
        }
        leaders.forEach(this::cut);
        blocks.values().forEach(this::connect);
        entry = blocks.get(first);
        cutEnclosingLoops();
        mark(entry, new HashSet<>(), new HashSet<>());
        blocks.values().forEach(ControlFlow::cost);
        return blocks.values();
    }

    /** Whether {@code eip} is in the page. */
    boolean inside(int eip) {
        return offset(eip) >>> 12 == 0;
    }

    /** Of the byte at {@code eip} in the page. */
    private int offset(int eip) {
        return eip - start;
    }

    private void follow(int from) {
        int eip = from;
        while (!steps.containsKey(eip)) {
            Step step = steps.size() < limit && inside(eip) ? decode(eip) : null;
            if (step == null) {
                return;
            }
            steps.put(eip, step);
            if (branch(step)) {
                return;
            }
            eip = step.next();
        }
        leaders.add(eip);
    }

    private Step decode(int eip) {
        int at = page + offset(eip);
        Instruction instruction = new Instruction();
        int length = Decoder.decode(ram, at, page + 0x1000, addressing.bits(), instruction);
        if (length == Decoder.TRUNCATED || restless.test(at) || restless.test(at + length - 1) || stops.test(eip) || !addressing.reaches(eip + length - 1)) {
            return null;
        }
        Emitter emitter = leads(instruction, eip) ? Emitters.of(instruction, addressing) : null;
        if (emitter == null) {
            handedBack.put(eip, instruction);
            return null;
        }
        Step step = new Step(instruction, eip, emitter);
        Effects.find(step, addressing);
        return step;
    }

    /** A jump to beyond the segment's limit is #GP. */
    private boolean leads(Instruction instruction, int eip) {
        return instruction.kind0 != OperandKind.RELATIVE || addressing.reaches(instruction.target(eip));
    }

    /** Notes where a transfer may go; true if {@code step} is one. */
    private boolean branch(Step step) {
        Instruction i = step.instruction;
        switch (i.op) {
            case J, LOOP, LOOPE, LOOPNE, JCXZ -> {
                leader(step.next(), true);
                leader(i.target(step.eip), false);
            }
            case JMP -> {
                if (i.kind0 == OperandKind.RELATIVE) {
                    leader(i.target(step.eip), true);
                } else {
                    table(step);
                }
            }
            case CALL -> leader(step.next(), true);
            case RET -> { }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void leader(int eip, boolean soon) {
        leaders.add(eip);
        if (soon) {
            ahead.addFirst(eip);
        } else {
            ahead.addLast(eip);
        }
    }

    /** What a jump through a table is likely to do. It is compared when it happens, so a wrong guess costs time only. */
    private void table(Step step) {
        Instruction i = step.instruction;
        if (addressing != Addressing.FLAT || i.segment != Registers.DS || i.kind0 != OperandKind.MEMORY || i.index < 0 || i.base >= 0 || i.scale != 4) {
            return;
        }
        TreeSet<Integer> targets = new TreeSet<>();
        for (int k = 0; k < MAX_TABLE; k++) {
            OptionalInt target = memory.read32(i.displacement + 4 * k);
            if (target.isEmpty() || !inside(target.getAsInt())) {
                break;
            }
            targets.add(target.getAsInt());
        }
        targets.forEach(target -> leader(target, false));
        tables.put(step.eip, targets.stream().mapToInt(Integer::intValue).toArray());
    }

    private void cut(int leader) {
        if (!steps.containsKey(leader)) {
            return;
        }
        BasicBlock block = new BasicBlock(leader);
        blocks.put(leader, block);
        int eip = leader;
        do {
            Step step = steps.get(eip);
            block.steps.add(step);
            eip = step.next();
            if (transfers(step)) {
                break;
            }
        } while (steps.containsKey(eip) && !leaders.contains(eip));
        block.next = eip;
    }

    static boolean transfers(Step step) {
        return switch (step.instruction.op) {
            case J, JMP, CALL, RET, LOOP, LOOPE, LOOPNE, JCXZ -> true;
            default -> false;
        };
    }

    private void connect(BasicBlock block) {
        Step last = block.last();
        Instruction i = last.instruction;
        switch (i.op) {
            case J, LOOP, LOOPE, LOOPNE, JCXZ -> {
                edge(block, i.target(last.eip));
                edge(block, block.next);
            }
            case JMP -> {
                if (i.kind0 == OperandKind.RELATIVE) {
                    edge(block, i.target(last.eip));
                } else {
                    block.table = tables.getOrDefault(last.eip, block.table);
                    for (int target : block.table) {
                        edge(block, target);
                    }
                }
            }
            case CALL -> {
                block.calls = true;
                edge(block, block.next);
                if (blocks.containsKey(block.next)) {
                    blocks.get(block.next).returnPoint = true;
                }
            }
            case RET -> { }
            default -> edge(block, block.next);
        }
    }

    private void edge(BasicBlock from, int to) {
        BasicBlock block = blocks.get(to);
        if (block != null && !from.successors.contains(block)) {
            from.successors.add(block);
            block.predecessors.add(from);
        }
    }

    /**
     * Leaves out what is not of the loop that the entry heads, if there are loops around that one; control goes there through links. A method that
     * begins inside of a nest has it turned: all its loops become one with the entry as head, for which HotSpot's second compiler does little. With a
     * region at each level it sees each nest as it was written (cpu.elf: sieve takes 0.6 of the time, matmul 0.85), and what a miss or the end of a
     * slice leaves behind in an inner loop is a small region instead of everything once more.
     *
     * <p>A loop is what a jump to a lower address closes. If the entry heads none, the innermost loop around it is turned and stays; those around
     * that one are left out.
     */
    private void cutEnclosingLoops() {
        for (BasicBlock block : blocks.values()) {
            int source = block.last().eip;
            for (BasicBlock next : block.successors) {
                if (next.eip <= entry.eip && entry.eip <= source) {
                    enclosing.add(next.eip);
                }
            }
        }
        boolean heads = enclosing.contains(entry.eip);
        enclosing.pollLast();
        if (enclosing.isEmpty()) {
            return;
        }
        Set<BasicBlock> kept = reached(b -> b.successors);
        if (heads) {
            kept.retainAll(reached(b -> b.predecessors));
        }
        blocks.values().retainAll(kept);
        steps.clear();
        for (BasicBlock block : blocks.values()) {
            block.steps.forEach(step -> steps.put(step.eip, step));
            block.successors.retainAll(kept);
            block.predecessors.retainAll(kept);
        }
        Set<Integer> ways = new HashSet<>();
        for (BasicBlock block : blocks.values()) {
            ways.add(block.next);
            ways.add(block.last().instruction.target(block.last().eip));
        }
        handedBack.keySet().retainAll(ways);
    }

    /** The entry and what a way along {@code edges} leads to that goes through no head of a loop around it. */
    private Set<BasicBlock> reached(Function<BasicBlock, List<BasicBlock>> edges) {
        Set<BasicBlock> reached = new HashSet<>(Set.of(entry));
        Deque<BasicBlock> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            for (BasicBlock block : edges.apply(open.poll())) {
                if (!enclosing.contains(block.eip) && reached.add(block)) {
                    open.add(block);
                }
            }
        }
        return reached;
    }

    /** Marks targets of back edges. Calls break a path: the budget is checked after them. */
    private static void mark(BasicBlock block, Set<BasicBlock> seen, Set<BasicBlock> open) {
        if (!seen.add(block)) {
            return;
        }
        open.add(block);
        for (BasicBlock next : block.successors) {
            if (open.contains(next)) {
                next.head |= !block.calls;
            } else {
                mark(next, seen, open);
            }
        }
        open.remove(block);
    }

    private static int cost(BasicBlock block) {
        if (block.cost == 0) {
            int most = 0;
            if (!block.calls) {
                for (BasicBlock next : block.successors) {
                    if (!next.head) {
                        most = Math.max(most, cost(next));
                    }
                }
            }
            block.cost = block.steps.size() + most;
        }
        return block.cost;
    }

    BasicBlock block(int eip) {
        return blocks.get(eip);
    }

    int instructions() {
        return steps.size();
    }

    /** Lines of the page from which code was taken, a bit each. */
    int lines() {
        int lines = 0;
        for (Step step : steps.values()) {
            lines |= 1 << (offset(step.eip) >>> 7) | 1 << (offset(step.next() - 1) >>> 7);
        }
        return lines;
    }
}

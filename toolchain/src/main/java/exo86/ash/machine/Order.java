package exo86.ash.machine;

import exo86.isa.Condition;
import exo86.isa.Op;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the blocks in the order in which they will lie, and takes out the jumps that this saves.
 *
 * <p>A block is followed by the successor that is executed most, if that has no place yet, of equals by the one that leads to the other; loops stay together;
 * what nearly never happens goes to the end. A loop that is left from its first block is turned: its first block goes behind its last one, whose jump back is then saved.
 */
public final class Order {
    private final Procedure procedure;
    private final BitSet placed = new BitSet();
    private final List<Block> order = new ArrayList<>();
    private Loops loops;

    private Order(Procedure procedure) {
        this.procedure = procedure;
    }

    /** To be called when no instruction will be added any more. */
    public static void arrange(Procedure procedure) {
        Order order = new Order(procedure);
        order.thread();
        order.loops = Loops.of(procedure);
        order.loops.mark();
        order.chain();
        order.turn();
        procedure.blocks().clear();
        procedure.blocks().addAll(order.order);
        order.fallThrough();
    }

    /**
     * Jumps to a block that only jumps go where that goes, those to one of several seldom executed ways out that are alike go to the first of these; what
     * cannot be reached any more is dropped.
     */
    private void thread() {
        Map<Block, Block> targets = new HashMap<>();
        Map<List<List<Object>>, Block> ends = new HashMap<>();
        for (Block block : procedure.blocks()) {
            Block end = block;
            for (int steps = 0; steps < procedure.blockNumbers() && onlyJump(end) != null && onlyJump(end) != end; steps++) {
                Remarks.passedBy(end, onlyJump(end));
                end = onlyJump(end);
            }
            if (end.cold() && end != procedure.blocks().getFirst() && !end.code().isEmpty() && end.code().getLast().op() == Op.RET) {
                Block alike = ends.putIfAbsent(end.code().stream().filter(i -> !i.isRemark()).map(Order::parts).toList(), end);
                end = alike == null ? end : alike;
            }
            targets.put(block, end);
        }
        for (Block block : procedure.blocks()) {
            for (Instruction instruction : block.code()) {
                for (int n = 0; n < instruction.count(); n++) {
                    if (instruction.operand(n) instanceof Operand.Target(Block target)) {
                        instruction.operand(n, new Operand.Target(targets.get(target)));
                    } else if (instruction.operand(n) instanceof Operand.Table(String symbol, List<Block> table)) {
                        instruction.operand(n, new Operand.Table(symbol, table.stream().map(targets::get).toList()));
                    }
                }
            }
            dropSecondJump(block);
        }
    }

    /** What it does, and for which line and through which inlined calls: a debugger must not name another way out. */
    private static List<Object> parts(Instruction instruction) {
        List<Object> parts = new ArrayList<>(List.of(instruction.op(), instruction.condition(), instruction.reads(), instruction.writes()));
        parts.addAll(List.of(instruction.at().file(), instruction.at().line(), instruction.at().inlined()));
        for (int n = 0; n < instruction.count(); n++) {
            parts.add(instruction.operand(n));
        }
        return parts;
    }

    /** Two jumps to the same block are one. */
    private static void dropSecondJump(Block block) {
        List<Instruction> code = block.code();
        int last = code.size() - 1;
        if (last > 0 && target(code.get(last)) != null && code.get(last).op() == Op.JMP && code.get(last - 1).op() == Op.J
                && target(code.get(last - 1)) == target(code.get(last))) {
            code.remove(last - 1);
        }
    }

    private static Block onlyJump(Block block) {
        Block target = null;
        for (Instruction instruction : block.code()) {
            if (!instruction.isRemark()) {
                if (target != null || instruction.op() != Op.JMP || target(instruction) == null) {
                    return null;
                }
                target = target(instruction);
            }
        }
        return target;
    }

    private static Block target(Instruction jump) {
        return jump.count() == 1 && jump.operand(0) instanceof Operand.Target(Block block) ? block : null;
    }

    private void chain() {
        List<Block> open = new ArrayList<>();
        open.add(procedure.blocks().getFirst());
        while (!open.isEmpty()) {
            Block block = takeBest(open);
            while (block != null) {
                placed.set(block.number());
                order.add(block);
                Block next = null;
                for (Block successor : block.successors()) {
                    if (!placed.get(successor.number())) {
                        open.add(successor);
                        next = next == null || better(block, successor, next) ? successor : next;
                    }
                }
                block = next;
            }
            open.removeIf(b -> placed.get(b.number()));
        }
    }

    /** Of those that wait the one that is executed most, the last one found among equals: it belongs to the innermost loop that is open. */
    private static Block takeBest(List<Block> open) {
        Block best = open.getLast();
        for (int i = open.size() - 1; i >= 0; i--) {
            Block block = open.get(i);
            if (block.cold() != best.cold() ? best.cold() : block.depth() > best.depth()) {
                best = block;
            }
        }
        open.remove(best);
        return best;
    }

    private boolean better(Block from, Block a, Block b) {
        if (a.cold() != b.cold()) {
            return b.cold();
        }
        Loops.Loop loop = loops.around(from);
        boolean staysA = loop.contains(a);
        boolean staysB = loop.contains(b);
        if (staysA != staysB || a.depth() != b.depth()) {
            return staysA != staysB ? staysA : a.depth() > b.depth();
        }
        // The side of a branch comes before where both ways meet, which then follows it: nobody has to jump to either.
        return loops.place(a) < loops.place(b);
    }

    private void turn() {
        for (Loops.Loop loop : loops.loops()) {
            int first = order.indexOf(loop.header());
            int last = first;
            while (last + 1 < order.size() && loop.contains(order.get(last + 1)) && !order.get(last + 1).cold()) {
                last++;
            }
            Block end = order.get(last);
            boolean back = last > first && end.code().getLast().op() == Op.JMP && target(end.code().getLast()) == loop.header()
                    && end.successors().size() == 1;
            boolean leaves = loop.header().successors().stream().anyMatch(s -> !loop.contains(s));
            if (back && leaves) {
                order.remove(first);
                order.add(last, loop.header());
            }
        }
        Block entry = procedure.blocks().getFirst();
        order.remove(entry);
        order.addFirst(entry);
    }

    private void fallThrough() {
        for (int i = 0; i < order.size(); i++) {
            List<Instruction> code = order.get(i).code();
            Block next = i + 1 < order.size() ? order.get(i + 1) : null;
            int last = code.size() - 1;
            if (last < 0 || code.get(last).op() != Op.JMP || target(code.get(last)) == null) {
                continue;
            }
            if (target(code.get(last)) == next) {
                code.remove(last);
            } else if (last > 0 && code.get(last - 1).op() == Op.J && target(code.get(last - 1)) == next && next != null) {
                Block other = target(code.get(last));
                code.get(last - 1).become(Op.J, Condition.negate(code.get(last - 1).condition()), new Operand.Target(other));
                code.remove(last);
            }
        }
    }
}

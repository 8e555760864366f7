package exo86.ash.select;

import exo86.ash.ir.Block;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.Terminator.Switch.Case;
import exo86.ash.ir.Value;
import exo86.ash.machine.Operand;
import exo86.ash.machine.Operand.Immediate;
import exo86.ash.machine.Operand.Register;
import exo86.isa.Condition;
import exo86.isa.Op;
import exo86.isa.Registers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ends of blocks. Words that an edge brings are copied at the end of a block that only jumps, else in a block of the edge's own. */
final class Terminators {
    /** So many cases are compared one by one. */
    private static final int CHAIN = 4;
    /** A table has at most so many entries for a case. */
    private static final int SPARSE = 3;

    private final Selection s;
    private final Map<Block, exo86.ash.machine.Block> blocks;
    private List<exo86.ash.machine.Block> edges = new ArrayList<>();
    private int tables;

    Terminators(Selection s, Map<Block, exo86.ash.machine.Block> blocks) {
        this.s = s;
        this.blocks = blocks;
    }

    /** Fills the tile in hand; the blocks of edges come back. */
    List<exo86.ash.machine.Block> select(Terminator terminator) {
        edges = new ArrayList<>();
        switch (terminator) {
            case Terminator.Jump jump -> {
                new Moves(s, jump.to()).emit(s::add);
                s.jump(blocks.get(jump.to().block()));
            }
            case Terminator.Branch branch -> {
                exo86.ash.machine.Block then = edge(branch.then());
                exo86.ash.machine.Block otherwise = edge(branch.otherwise());
                int condition = s.comparisons.flags(branch.condition(), branch.left(), branch.right());
                s.jump(condition, then);
                s.jump(otherwise);
            }
            case Terminator.Switch choice -> choose(choice);
            case Terminator.Attempt attempt -> {
                List<Value> used = attempt.results().stream().filter(v -> s.facts.uses(v) > 0).toList();
                exo86.ash.machine.Block failed = edge(attempt.failed());
                exo86.ash.machine.Block ok = edge(attempt.ok());
                s.calls.invoke(attempt.call(), used, attempt.results());
                s.jump(Condition.B, failed);
                s.jump(ok);
            }
            case Terminator.Return result -> finish(result.values(), Op.CLC);
            case Terminator.Fail fail -> finish(List.of(fail.code()), Op.STC);
            case Terminator.Trap trap -> s.emit(Op.UD2, new Operand.Trap(trap.reason(), trap.at()));
            case Terminator.Unreachable nothing -> {
            }
        }
        return edges;
    }

    private void finish(List<exo86.ash.ir.Operand> results, Op carry) {
        List<Operand> values = results.stream().map(s::operand).toList();
        Register[] registers = {Selection.EAX, Selection.EDX};
        int reads = 0;
        for (int i = 0; i < values.size(); i++) {
            s.copy(registers[i], values.get(i));
            reads |= Selection.bits(registers[i].number());
        }
        if (s.function.signature().fails()) {
            s.emit(carry);
        }
        int popped = s.function.signature().popped();
        if (popped > 0) {
            s.emitFixed(Op.RET, reads, 0, Immediate.of(popped));
        } else {
            s.emitFixed(Op.RET, reads, 0);
        }
    }

    private exo86.ash.machine.Block edge(Edge edge) {
        exo86.ash.machine.Block target = blocks.get(edge.block());
        if (edge.arguments().isEmpty()) {
            return target;
        }
        exo86.ash.machine.Block between = s.procedure.block();
        between.cold(target.cold());
        new Moves(s, edge).emit(between::add);
        between.add(new exo86.ash.machine.Instruction(s.at(), Op.JMP, new Operand.Target(target)));
        edges.add(between);
        return between;
    }

    // Switch

    private record Way(int number, exo86.ash.machine.Block to) {
    }

    private void choose(Terminator.Switch choice) {
        boolean closed = choice.otherwise().block().terminator() instanceof Terminator.Unreachable;
        Map<Edge, exo86.ash.machine.Block> known = new HashMap<>();
        List<Way> ways = new ArrayList<>();
        for (Case one : choice.cases()) {
            ways.add(new Way(one.number(), known.computeIfAbsent(one.to(), this::edge)));
        }
        ways.sort(Comparator.comparingInt(Way::number));
        // Where the value is always one of the cases, the last stands for all other values, and a table is not guarded.
        exo86.ash.machine.Block otherwise = closed ? ways.getLast().to : edge(choice.otherwise());
        Register value = s.register(choice.value());
        choose(ways, value, otherwise, closed);
    }

    private void choose(List<Way> ways, Register value, exo86.ash.machine.Block otherwise, boolean closed) {
        long range = ways.isEmpty() ? 0 : (long) ways.getLast().number - ways.getFirst().number + 1;
        if (ways.size() <= CHAIN) {
            for (Way way : ways) {
                compare(value, way.number);
                s.jump(Condition.E, way.to);
                if (way != ways.getLast()) {
                    exo86.ash.machine.Block next = s.procedure.block();
                    s.jump(next);
                    s.bind(next);
                }
            }
            s.jump(otherwise);
        } else if (range <= (long) SPARSE * ways.size()) {
            table(ways, value, (int) range, otherwise, closed);
        } else {
            int middle = ways.size() / 2;
            exo86.ash.machine.Block lower = s.procedure.block();
            exo86.ash.machine.Block upper = s.procedure.block();
            s.emit(Op.CMP, value, Immediate.of(ways.get(middle).number));
            s.jump(Condition.GE, upper);
            s.jump(lower);
            s.bind(lower);
            choose(ways.subList(0, middle), value, otherwise, closed);
            s.bind(upper);
            choose(ways.subList(middle, ways.size()), value, otherwise, closed);
        }
    }

    private void compare(Register value, int number) {
        if (number == 0) {
            s.emit(Op.TEST, value, value);
        } else {
            s.emit(Op.CMP, value, Immediate.of(number));
        }
    }

    private void table(List<Way> ways, Register value, int range, exo86.ash.machine.Block otherwise, boolean closed) {
        int least = ways.getFirst().number;
        Register index = value;
        if (least != 0 && !closed) {
            index = s.temporary();
            s.emit(Op.LEA, index, Operand.Memory.at(value.number(), -least));
        }
        if (!closed) {
            exo86.ash.machine.Block inside = s.procedure.block();
            s.emit(Op.CMP, index, Immediate.of(range - 1));
            s.jump(Condition.A, otherwise);
            s.jump(inside);
            s.bind(inside);
        }
        List<exo86.ash.machine.Block> targets = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < range; i++) {
            boolean hit = ways.get(next).number == least + i;
            targets.add(hit ? ways.get(next).to : otherwise);
            next += hit && next + 1 < ways.size() ? 1 : 0;
        }
        String symbol = s.procedure.symbol() + ".switch." + tables++;
        s.emit(Op.JMP, new Operand.Memory(Registers.NONE, index.number(), 4, closed ? -4 * least : 0, symbol, exo86.ash.machine.Slot.NONE, 32),
                new Operand.Table(symbol, targets));
    }
}

package exo86.ash.opt;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Block;
import exo86.ash.ir.Condition;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Dominators;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What branches and passed checks say about values: differences of numbers without sign. A fact holds behind the place where it arises, in all that
 * this place dominates.
 */
final class Facts {
    /** Zero, where a bound is a number: {@code value - ZERO <= 5}. */
    static final Operand ZERO = new Constant(0);
    private static final long POSITIVE = 0x7FFF_FFFFL;

    /** {@code left - right <= most}; {@link #ZERO} stands for no operand. */
    record Fact(Operand left, Operand right, long most, Block block, int index) {
    }

    private final Dominators dominators;
    private final Map<Value, List<Fact>> upper = new HashMap<>();
    private final Map<Value, List<Fact>> lower = new HashMap<>();
    private final Map<Value, List<Instruction.Binary>> sums = new HashMap<>();

    Facts(Dominators dominators) {
        this.dominators = dominators;
        for (Block block : dominators.order()) {
            for (Instruction instruction : block.instructions()) {
                if (instruction instanceof Instruction.Binary sum && sum.operator() == BinaryOperator.ADD && sum.left() instanceof Value x) {
                    sums.computeIfAbsent(x, v -> new ArrayList<>()).add(sum);
                }
            }
        }
        for (Block block : dominators.order()) {
            List<Block> predecessors = dominators.predecessors(block);
            if (predecessors.size() == 1) {
                for (Edge edge : predecessors.getFirst().terminator().edges()) {
                    if (edge.block() == block) {
                        ofEdge(predecessors.getFirst().terminator(), edge, block, -1).forEach(this::add);
                    }
                }
            }
            for (int i = 0; i < block.instructions().size(); i++) {
                if (block.instructions().get(i) instanceof Instruction.Check check) {
                    List<Fact> found = new ArrayList<>();
                    of(check.condition(), check.left(), check.right(), block, i, found);
                    found.forEach(this::add);
                }
            }
        }
    }

    private void add(Fact fact) {
        if (fact.left instanceof Value value) {
            upper.computeIfAbsent(value, v -> new ArrayList<>()).add(fact);
        }
        if (fact.right instanceof Value value) {
            lower.computeIfAbsent(value, v -> new ArrayList<>()).add(fact);
        }
    }

    /** Facts that bound a value from above. */
    List<Fact> upper(Value value) {
        return upper.getOrDefault(value, List.of());
    }

    /** Facts that bound a value from below. */
    List<Fact> lower(Value value) {
        return lower.getOrDefault(value, List.of());
    }

    /** Whether the fact holds before the instruction of that number in the block. */
    boolean holds(Fact fact, Block block, int index) {
        return fact.block == block ? fact.index < index : dominators.dominates(fact.block, block);
    }

    /** What taking an edge says. */
    List<Fact> ofEdge(Terminator terminator, Edge edge, Block block, int index) {
        List<Fact> found = new ArrayList<>();
        if (terminator instanceof Terminator.Branch branch && !branch.then().block().equals(branch.otherwise().block())) {
            of(edge.block() == branch.then().block() ? branch.condition() : branch.condition().negate(), branch.left(), branch.right(), block, index, found);
        } else if (terminator instanceof Terminator.Switch choice) {
            List<Integer> numbers = new ArrayList<>();
            boolean other = choice.otherwise().block() == edge.block();
            choice.cases().stream().filter(c -> c.to().block() == edge.block()).forEach(c -> numbers.add(c.number()));
            if (!other && numbers.size() == 1) {
                of(Condition.EQ, choice.value(), Operand.of(numbers.getFirst()), block, index, found);
            }
        }
        return found;
    }

    void of(Condition condition, Operand left, Operand right, Block block, int index, List<Fact> into) {
        switch (condition) {
            case ULT -> into.add(fact(left, right, -1, block, index));
            case ULE -> into.add(fact(left, right, 0, block, index));
            case UGT -> into.add(fact(right, left, -1, block, index));
            case UGE -> into.add(fact(right, left, 0, block, index));
            case EQ -> {
                into.add(fact(left, right, 0, block, index));
                into.add(fact(right, left, 0, block, index));
            }
            case NE -> {
                if (right.is(0)) {
                    into.add(fact(ZERO, left, -1, block, index));
                } else if (left instanceof Value x && right instanceof Constant(int number)) {
                    // Of x + k that it is not 0, where x is not -k.
                    sums.getOrDefault(x, List.of()).stream().filter(sum -> sum.right().is(-number))
                            .forEach(sum -> into.add(fact(ZERO, sum.result(), -1, block, index)));
                }
            }
            case SGE, SGT -> {
                if (right instanceof Constant(int number) && number >= 0) {
                    into.add(fact(left, ZERO, POSITIVE, block, index));
                    into.add(fact(right, left, condition == Condition.SGT ? -1 : 0, block, index));
                }
            }
            case SLT, SLE -> {
                if (left instanceof Constant(int number) && number >= 0) {
                    into.add(fact(right, ZERO, POSITIVE, block, index));
                    into.add(fact(left, right, condition == Condition.SLT ? -1 : 0, block, index));
                }
            }
        }
    }

    /** With constants moved into the bound. */
    private static Fact fact(Operand left, Operand right, long most, Block block, int index) {
        long bound = most;
        Operand a = left;
        Operand b = right;
        if (left instanceof Constant(int number)) {
            a = ZERO;
            bound -= Integer.toUnsignedLong(number);
        }
        if (right instanceof Constant(int number)) {
            b = ZERO;
            bound += Integer.toUnsignedLong(number);
        }
        return new Fact(a, b, bound, block, index);
    }
}

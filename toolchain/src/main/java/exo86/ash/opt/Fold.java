package exo86.ash.opt;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Block;
import exo86.ash.ir.Condition;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Dominators;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Position;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.Value;
import exo86.ash.ir.WideOperator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Constant folding, copy propagation and algebra: visits definitions before uses, once; each instruction becomes the simplest that the rules of
 * {@link Algebra} and {@link Comparisons} know. Block parameters that always get the same are that, two that get the
 * same as each other one. A check that fails ends its block.
 */
final class Fold implements Pass {
    @Override
    public boolean run(Function function) {
        return new Folding(function).fold();
    }

    private static final class Folding {
        private final Function function;
        private final Bits bits;
        private final Comparisons comparisons;
        private final Algebra algebra;
        private final Substitution substitution;
        private boolean changed;

        Folding(Function function) {
            this.function = function;
            bits = new Bits(function);
            comparisons = new Comparisons(bits);
            algebra = new Algebra(bits);
            substitution = new Substitution(function);
        }

        boolean fold() {
            Dominators dominators = Dominators.of(function);
            // What a check that fails has cut off keeps its loops, in which a value may be its own only source: no rule here holds for that.
            Set<Block> reached = new HashSet<>(Set.of(function.entry()));
            for (Block block : dominators.order()) {
                if (reached.contains(block)) {
                    parameters(block, dominators);
                    twins(block, dominators);
                    instructions(block);
                    terminator(block);
                    block.terminator().edges().forEach(edge -> reached.add(edge.block()));
                }
            }
            substitution.apply(function);
            return changed;
        }

        private void parameters(Block block, Dominators dominators) {
            List<Block> predecessors = dominators.predecessors(block);
            for (int i = 0; i < block.parameters().size() && block != function.entry(); i++) {
                Value parameter = block.parameters().get(i);
                Operand only = null;
                boolean several = false;
                for (Block predecessor : predecessors) {
                    for (Edge edge : predecessor.terminator().edges()) {
                        if (edge.block() == block) {
                            Operand argument = substitution.of(edge.arguments().get(i));
                            if (only == null && argument != parameter) {
                                only = argument;
                            } else if (argument != parameter && !argument.equals(only)) {
                                several = true;
                            }
                        }
                    }
                }
                if (!several && only != null && substitution.of(parameter) == parameter) {
                    substitution.put(parameter, only);
                    changed = true;
                }
            }
        }

        /** Parameters of a block that get the same from everywhere, each itself where one gets itself, are one. */
        private void twins(Block block, Dominators dominators) {
            if (block.parameters().size() < 2 || block == function.entry()) {
                return;
            }
            Map<List<Optional<Operand>>, Value> known = new HashMap<>();
            for (int i = 0; i < block.parameters().size(); i++) {
                Value parameter = block.parameters().get(i);
                List<Optional<Operand>> arguments = new ArrayList<>();
                for (Block predecessor : dominators.predecessors(block)) {
                    for (Edge edge : predecessor.terminator().edges()) {
                        if (edge.block() == block) {
                            arguments.add(Optional.of(substitution.of(edge.arguments().get(i))).filter(argument -> argument != parameter));
                        }
                    }
                }
                Value twin = known.putIfAbsent(arguments, parameter);
                if (twin != null && substitution.of(parameter) == parameter) {
                    substitution.put(parameter, twin);
                    changed = true;
                }
            }
        }

        private void instructions(Block block) {
            List<Instruction> kept = new ArrayList<>(block.instructions().size());
            for (Instruction original : block.instructions()) {
                Instruction instruction = original.map(substitution);
                Optional<Instruction> next = Optional.of(instruction);
                for (int rounds = 0; rounds < 8 && next.isPresent(); rounds++) {
                    Instruction now = next.get();
                    Optional<Terminator> end = now instanceof Instruction.Check check ? comparisons.end(check) : Evaluation.end(now);
                    if (end.isPresent()) {
                        block.replaceInstructions(kept);
                        block.end(end.get());
                        changed = true;
                        return;
                    }
                    next = simplify(now, kept);
                    if (next.isPresent() && next.get() == now) {
                        break;
                    }
                    changed = true;
                }
                next.ifPresent(now -> {
                    kept.add(now);
                    bits.define(now);
                });
            }
            block.replaceInstructions(kept);
        }

        /** The same instruction if there is nothing to do; none if it is not needed. */
        private Optional<Instruction> simplify(Instruction instruction, List<Instruction> before) {
            Optional<List<Operand>> known = Evaluation.results(instruction);
            if (known.isPresent()) {
                for (int i = 0; i < known.get().size(); i++) {
                    substitution.put(instruction.results().get(i), known.get().get(i));
                }
                return Optional.empty();
            }
            switch (instruction) {
                case Instruction.Unary i -> {
                    return result(i, i.result(), algebra.simplify(i));
                }
                case Instruction.Binary i -> {
                    return result(i, i.result(), algebra.simplify(i));
                }
                case Instruction.Compare i -> {
                    Comparisons.Comparison c = comparisons.simplify(i.condition(), i.left(), i.right());
                    if (c.isTrue() || c.isFalse()) {
                        substitution.put(i.result(), Operand.of(c.isTrue() ? 1 : 0));
                        return Optional.empty();
                    }
                    if (c.condition() == Condition.NE && c.right().is(0) && bits.most(c.left()) <= 1) {
                        substitution.put(i.result(), c.left());
                        return Optional.empty();
                    }
                    return Optional.of(c.equals(new Comparisons.Comparison(i.condition(), i.left(), i.right())) ? i
                            : new Instruction.Compare(c.condition(), i.result(), c.left(), c.right(), i.at()));
                }
                case Instruction.Select i -> {
                    return result(i, i.result(), algebra.simplify(i, comparisons.simplify(i.condition(), i.left(), i.right())));
                }
                case Instruction.Check i -> {
                    Comparisons.Comparison c = comparisons.simplify(i.condition(), i.left(), i.right());
                    if (c.isTrue()) {
                        return Optional.empty();
                    }
                    return Optional.of(c.equals(new Comparisons.Comparison(i.condition(), i.left(), i.right())) ? i
                            : new Instruction.Check(c.condition(), c.left(), c.right(), i.reason(), i.at()));
                }
                case Instruction.Load i -> {
                    return Optional.of(load(i));
                }
                case Instruction.Store i -> {
                    return Optional.of(store(i));
                }
                case Instruction.Wide i -> {
                    return wide(i, before);
                }
                default -> {
                    return Optional.of(instruction);
                }
            }
        }

        private Optional<Instruction> result(Instruction instruction, Value result, Optional<Algebra.Outcome> outcome) {
            if (outcome.isEmpty()) {
                return Optional.of(instruction);
            }
            return switch (outcome.get()) {
                case Algebra.Outcome.Same(Operand operand) -> {
                    substitution.put(result, operand);
                    yield Optional.empty();
                }
                case Algebra.Outcome.Other(Instruction other) -> Optional.of(other);
            };
        }

        /** Offsets go into the access. */
        private Instruction load(Instruction.Load i) {
            if (i.offset() != 0 && i.base().isConstant()) {
                return new Instruction.Load(i.width(), i.result(), Addresses.plus(i.base(), i.offset()).orElseThrow(), 0, i.isVolatile(), i.at());
            }
            return bits.definition(i.base()) instanceof Instruction.Binary sum && sum.operator() == BinaryOperator.ADD
                    && sum.right() instanceof Constant(int offset)
                            ? new Instruction.Load(i.width(), i.result(), sum.left(), i.offset() + offset, i.isVolatile(), i.at()) : i;
        }

        private Instruction store(Instruction.Store i) {
            Operand value = algebra.stored(i.width(), i.value());
            if (i.offset() != 0 && i.base().isConstant()) {
                return new Instruction.Store(i.width(), Addresses.plus(i.base(), i.offset()).orElseThrow(), 0, value, i.isVolatile(), i.at());
            }
            if (bits.definition(i.base()) instanceof Instruction.Binary sum && sum.operator() == BinaryOperator.ADD && sum.right() instanceof Constant(int offset)) {
                return new Instruction.Store(i.width(), sum.left(), i.offset() + offset, value, i.isVolatile(), i.at());
            }
            return value.equals(i.value()) ? i : new Instruction.Store(i.width(), i.base(), i.offset(), value, i.isVolatile(), i.at());
        }

        /** 64 bits that are 32, or a shift by whole words. */
        private Optional<Instruction> wide(Instruction.Wide i, List<Instruction> before) {
            List<Operand> o = i.operands();
            WideOperator operator = i.operator();
            if (operator.shifts() && o.get(2) instanceof Constant(int number)) {
                int count = number & 63;
                if (count == 0) {
                    return replaced(i, o.get(0), o.get(1));
                }
                if (count >= 32 && operator == WideOperator.SHL) {
                    return replaced(i, Operand.of(0), computed(BinaryOperator.SHL, o.get(0), Operand.of(count - 32), before, i.at()));
                }
                if (count >= 32) {
                    BinaryOperator shift = operator == WideOperator.SHR ? BinaryOperator.SHR : BinaryOperator.SAR;
                    Operand low = computed(shift, o.get(1), Operand.of(count - 32), before, i.at());
                    return replaced(i, low, operator == WideOperator.SHR ? Operand.of(0) : computed(shift, o.get(1), Operand.of(31), before, i.at()));
                }
                if (operator == WideOperator.SHR && o.get(1).is(0)) {
                    return replaced(i, computed(BinaryOperator.SHR, o.get(0), Operand.of(count), before, i.at()), Operand.of(0));
                }
            }
            if ((operator == WideOperator.UDIV || operator == WideOperator.UREM) && o.get(1).is(0) && o.get(3).is(0) && !o.get(2).is(0)) {
                BinaryOperator divide = operator == WideOperator.UDIV ? BinaryOperator.UDIV : BinaryOperator.UREM;
                return replaced(i, computed(divide, o.get(0), o.get(2), before, i.at()), Operand.of(0));
            }
            if ((operator == WideOperator.ADD || operator == WideOperator.SUB) && o.get(2).is(0)) {
                BinaryOperator high = operator == WideOperator.ADD ? BinaryOperator.ADD : BinaryOperator.SUB;
                return replaced(i, o.get(0), o.get(3).is(0) ? o.get(1) : computed(high, o.get(1), o.get(3), before, i.at()));
            }
            return Optional.of(i);
        }

        private Operand computed(BinaryOperator operator, Operand left, Operand right, List<Instruction> into, Position at) {
            Value result = function.newValue();
            Instruction made = new Instruction.Binary(operator, result, left, right, at);
            into.add(made);
            bits.define(made);
            return result;
        }

        private Optional<Instruction> replaced(Instruction.Wide i, Operand low, Operand high) {
            substitution.put(i.low(), low);
            substitution.put(i.high(), high);
            return Optional.empty();
        }

        /** A field of a word compared with a number: the word masked, which needs no shift. */
        private Optional<Operand> masked(Operand operand, Operand other, List<Instruction> into, Position at) {
            if (bits.definition(operand) instanceof Instruction.Binary(BinaryOperator op, var r, Operand shifted, Constant(int mask), var where)
                    && op == BinaryOperator.AND && other.is(0)
                    && bits.definition(shifted) instanceof Instruction.Binary(BinaryOperator shift, var r2, Operand word, Constant(int count), var where2)
                    && shift == BinaryOperator.SHR && mask << count >>> count == mask) {
                return Optional.of(computed(BinaryOperator.AND, word, Operand.of(mask << count), into, at));
            }
            return Optional.empty();
        }

        private void terminator(Block block) {
            Terminator before = block.terminator().map(substitution);
            Terminator after = before;
            if (before instanceof Terminator.Branch branch && (branch.condition() == Condition.EQ || branch.condition() == Condition.NE)) {
                Optional<Operand> masked = masked(branch.left(), branch.right(), block.instructions(), branch.at());
                if (masked.isPresent()) {
                    before = new Terminator.Branch(branch.condition(), masked.get(), branch.right(), branch.then(), branch.otherwise(), branch.at());
                    after = before;
                    changed = true;
                }
            }
            if (before instanceof Terminator.Branch branch) {
                Comparisons.Comparison c = comparisons.simplify(branch.condition(), branch.left(), branch.right());
                if (!c.equals(new Comparisons.Comparison(branch.condition(), branch.left(), branch.right()))) {
                    after = new Terminator.Branch(c.condition(), c.left(), c.right(), branch.then(), branch.otherwise(), branch.at());
                    changed = true;
                }
            }
            block.end(after);
        }
    }
}

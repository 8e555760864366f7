package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Condition;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Dominators;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.Value;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Sparse conditional constant propagation (Wegman and Zadeck, "Constant Propagation with Conditional Branches"): believes that nothing is reached and
 * no value varies until shown otherwise. A block's instructions count once an edge that can be taken leads to it, its parameters are what such edges bring, and
 * an edge counts unless constants decide against it. So it finds what {@link Fold}, which believes the worst of each edge that comes from behind, cannot:
 * values that stay the same around a loop because the way that changes them is never taken.
 *
 * <p>A value goes from unknown to a constant (a number or an address) to varying, never back, so each block is looked at again a few times at most. What
 * instructions give of constants is {@link Evaluation}'s and {@link Algebra}'s to say. A check that always fails, or a division by 0, which a check before it
 * keeps from being reached, ends its block. Behind the edge {@code x == 3} an instruction reads 3 for {@code x}; but only what becomes constant by that
 * is replaced: {@code x} itself is in a register, which is no dearer than a number.
 *
 * <p>In the end constants stand for what is constant, decided branches are jumps, and blocks that are never reached are gone. The guest's programs lose 0.8 %
 * of their text by it (mostly checks and arms of {@code match} of inlined functions whose caller knows more), the kernel 0.5 %.
 */
final class ConstantPropagation implements Pass {
    @Override
    public boolean run(Function function) {
        Propagation propagation = new Propagation(function);
        propagation.solve();
        return propagation.apply();
    }

    private static final class Propagation {
        /** The rest of the block is reached. */
        private static final int WHOLE = Integer.MAX_VALUE;

        private final Function function;
        private final Dominators dominators;
        private final List<Block> order;
        private final Comparisons comparisons;
        private final Algebra algebra;
        /** By value: null is unknown, a constant, or the value itself: it varies. */
        private final Operand[] state;
        /** By value: a parameter that edges bring nothing but varying values, even if these are a number there. */
        private final boolean[] copy;
        /** By a block's place in {@link #order}. */
        private final boolean[] reached;
        private final int[] end;
        private final Equality[] equalities;
        private final BitSet open = new BitSet();
        private UsingBlocks uses;
        private int place;

        Propagation(Function function) {
            this.function = function;
            dominators = Dominators.of(function);
            order = dominators.order();
            Bits bits = new Bits(function);
            comparisons = new Comparisons(bits);
            algebra = new Algebra(bits);
            state = new Operand[function.valueCount()];
            copy = new boolean[state.length];
            Arrays.fill(copy, true);
            reached = new boolean[order.size()];
            end = new int[order.size()];
            Arrays.fill(end, WHOLE);
            equalities = new Equality[order.size()];
            for (int i = 1; i < order.size(); i++) {
                Equality above = equalities[dominators.place(dominators.immediate(order.get(i)))];
                List<Block> predecessors = dominators.predecessors(order.get(i));
                equalities[i] = predecessors.size() == 1 ? Equality.of(predecessors.getFirst().terminator(), order.get(i), above) : above;
            }
        }

        void solve() {
            function.parameters().forEach(value -> state[value.id()] = value);
            reached[0] = true;
            open.set(0);
            for (int next = 0; next >= 0; next = open.nextSetBit(0)) {
                open.clear(next);
                place = next;
                visit(order.get(next));
            }
        }

        private void visit(Block block) {
            List<Instruction> instructions = block.instructions();
            end[place] = WHOLE;
            for (int i = 0; i < instructions.size(); i++) {
                Instruction instruction = instructions.get(i);
                if (instruction instanceof Instruction.Check || !instruction.results().isEmpty()) {
                    if (!evaluate(instruction)) {
                        end[place] = i;
                        return;
                    }
                }
            }
            block.terminator().results().forEach(value -> become(value, value));
            List<Edge> edges = edges(block.terminator());
            for (Edge edge : edges) {
                follow(block, edge, edges.size() > 1);
            }
        }

        /** Whether the program gets further. */
        private boolean evaluate(Instruction original) {
            boolean effect = !(original instanceof Instruction.Check || original instanceof Instruction.Trapping || Effects.isPure(original)
                    || original instanceof Instruction.Wide);
            Instruction instruction = effect ? original : mapped(original);
            if (!effect && (instruction != original || areConstant(original.operands()))) {
                if ((instruction instanceof Instruction.Check check ? comparisons.end(check) : Evaluation.end(instruction)).isPresent()) {
                    return false;
                }
                Optional<List<Operand>> results = results(instruction);
                if (results.isPresent()) {
                    for (int i = 0; i < results.get().size(); i++) {
                        become(original.results().get(i), results.get().get(i));
                    }
                    return true;
                }
            }
            original.results().forEach(value -> become(value, value));
            return true;
        }

        private static boolean areConstant(List<Operand> operands) {
            for (Operand operand : operands) {
                if (!operand.isConstant()) {
                    return false;
                }
            }
            return true;
        }

        private Optional<List<Operand>> results(Instruction instruction) {
            Optional<List<Operand>> known = Evaluation.results(instruction);
            if (known.isPresent()) {
                return known;
            }
            return switch (instruction) {
                case Instruction.Binary i -> constant(algebra.simplify(i));
                case Instruction.Select i -> constant(algebra.simplify(i, comparisons.simplify(i.condition(), i.left(), i.right())));
                case Instruction.Compare i -> {
                    Comparisons.Comparison c = comparisons.simplify(i.condition(), i.left(), i.right());
                    yield c.isTrue() || c.isFalse() ? Optional.of(List.of(Operand.of(c.isTrue() ? 1 : 0))) : Optional.empty();
                }
                default -> Optional.empty();
            };
        }

        private static Optional<List<Operand>> constant(Optional<Algebra.Outcome> outcome) {
            return outcome.isPresent() && outcome.get() instanceof Algebra.Outcome.Same(Operand operand) && operand.isConstant() ? Optional.of(List.of(operand))
                    : Optional.empty();
        }

        /** The instruction as it reads here; itself if that says no more. */
        private Instruction mapped(Instruction instruction) {
            for (Operand operand : instruction.operands()) {
                if (at(operand) != operand) {
                    return instruction.map(this::at);
                }
            }
            return instruction;
        }

        /** What an operand is in the block in hand. */
        private Operand at(Operand operand) {
            if (!(operand instanceof Value value)) {
                return operand;
            }
            Operand known = state[value.id()];
            return known != null && known != value ? known : Equality.find(equalities[place], value);
        }

        /** The ways out that can be taken. */
        private List<Edge> edges(Terminator terminator) {
            switch (terminator) {
                case Terminator.Branch branch -> {
                    Operand left = at(branch.left());
                    Operand right = at(branch.right());
                    if (left != branch.left() || right != branch.right() || left.isConstant() && right.isConstant()) {
                        Comparisons.Comparison c = comparisons.simplify(branch.condition(), left, right);
                        return c.isTrue() ? List.of(branch.then()) : c.isFalse() ? List.of(branch.otherwise()) : branch.edges();
                    }
                    return branch.edges();
                }
                case Terminator.Switch choice when at(choice.value()) instanceof Constant(int number) -> {
                    return List.of(choice.to(number));
                }
                default -> {
                    return terminator.edges();
                }
            }
        }

        private void follow(Block from, Edge edge, boolean chosen) {
            int target = dominators.place(edge.block());
            if (!reached[target]) {
                reached[target] = true;
                open.set(target);
            }
            Equality behind = chosen && !edge.arguments().isEmpty() ? Equality.of(from.terminator(), edge.block(), null) : null;
            for (int i = 0; i < edge.arguments().size(); i++) {
                Value parameter = edge.block().parameters().get(i);
                Operand argument = edge.arguments().get(i);
                Operand known = argument instanceof Value value ? state[value.id()] : argument;
                copy[parameter.id()] &= known == argument && argument instanceof Value;
                Operand here = at(argument);
                become(parameter, here instanceof Value value ? Equality.find(behind, value) : here);
            }
        }

        /** The value can be that too. */
        private void become(Value value, Operand found) {
            Operand before = state[value.id()];
            if (before == value || found.equals(before)) {
                return;
            }
            state[value.id()] = before == null && found.isConstant() ? found : value;
            if (before != null) {
                if (uses == null) {
                    uses = new UsingBlocks(order, state.length);
                }
                uses.forEach(value, user -> {
                    if (reached[user]) {
                        open.set(user);
                    }
                });
            }
        }

        // What has been found

        boolean apply() {
            Substitution substitution = new Substitution(function);
            boolean changed = false;
            for (place = 0; place < order.size(); place++) {
                if (reached[place]) {
                    changed |= apply(order.get(place), substitution);
                }
            }
            changed |= ControlFlow.removeUnreached(function);
            substitution.apply(function);
            return changed;
        }

        private boolean apply(Block block, Substitution substitution) {
            boolean changed = false;
            for (Value parameter : block.parameters()) {
                changed |= !copy[parameter.id()] && replace(parameter, substitution);
            }
            int size = block.instructions().size();
            if (end[place] != WHOLE) {
                Instruction last = block.instructions().get(end[place]);
                Instruction mapped = mapped(last);
                block.end((mapped instanceof Instruction.Check check ? comparisons.end(check) : Evaluation.end(mapped)).orElseThrow());
                block.instructions().subList(end[place], size).clear();
                changed = true;
            } else {
                List<Edge> ways = edges(block.terminator());
                if (ways.size() == 1 && block.terminator().edges().size() > 1) {
                    block.end(new Terminator.Jump(ways.getFirst(), block.terminator().at()));
                    changed = true;
                }
            }
            for (Instruction instruction : block.instructions()) {
                for (Value result : instruction.results()) {
                    replace(result, substitution);
                }
            }
            block.instructions().removeIf(this::isNeedless);
            return changed || block.instructions().size() < size;
        }

        private boolean replace(Value value, Substitution substitution) {
            Operand known = state[value.id()];
            if (known == null || known == value) {
                return false;
            }
            substitution.put(value, known);
            return true;
        }

        /** Its results are constants, or it is a check that always holds. */
        private boolean isNeedless(Instruction instruction) {
            if (instruction instanceof Instruction.Check original) {
                return mapped(original) instanceof Instruction.Check check && (check != original || areConstant(original.operands()))
                        && comparisons.simplify(check.condition(), check.left(), check.right()).isTrue();
            }
            for (Value result : instruction.results()) {
                if (state[result.id()] == null || state[result.id()] == result) {
                    return false;
                }
            }
            return !instruction.results().isEmpty();
        }
    }

    /** That a value is a number in all blocks that a block dominates, and what the blocks above say of other values. */
    private record Equality(Value value, Constant number, Equality above) {
        /** What taking the only way from the terminator to the block says; {@code above} if nothing. */
        static Equality of(Terminator terminator, Block to, Equality above) {
            switch (terminator) {
                case Terminator.Branch branch when branch.left() instanceof Value value && branch.right() instanceof Constant number -> {
                    boolean then = branch.then().block() == to;
                    boolean otherwise = branch.otherwise().block() == to;
                    boolean equal = branch.condition() == Condition.EQ && then && !otherwise
                            || branch.condition() == Condition.NE && otherwise && !then;
                    return equal ? new Equality(value, number, above) : above;
                }
                case Terminator.Switch choice when choice.value() instanceof Value value && choice.otherwise().block() != to -> {
                    Terminator.Switch.Case only = null;
                    for (Terminator.Switch.Case one : choice.cases()) {
                        if (one.to().block() == to) {
                            if (only != null) {
                                return above;
                            }
                            only = one;
                        }
                    }
                    return only == null ? above : new Equality(value, new Constant(only.number()), above);
                }
                default -> {
                    return above;
                }
            }
        }

        /** The number that the value is; itself if nothing is known. */
        static Operand find(Equality from, Value value) {
            for (Equality at = from; at != null; at = at.above) {
                if (at.value == value) {
                    return at.number;
                }
            }
            return value;
        }
    }
}

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
import exo86.ash.ir.Terminator;
import exo86.ash.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * If-conversion: where both ways of a branch meet again at once and only bring different words, the words are chosen instead of the ways. The sides may hold a
 * few instructions that may be done where they were not ({@link Effects#isSpeculative}: no load, no trap, no call, no division).
 *
 * <p>A branch is two instructions, a choice is two as well (CMP, CMOV), so what is won is what the ways cost besides: a copy on one of them, a jump. What is lost is
 * what the way that is not taken would have computed, and a number needs a register first. So the forms are weighed in instructions, half of the time for
 * each way, and a branch stays if nothing is won, or if one of its ways gets longer by more than one. Cheapest are
 * <ul>
 * <li>a comparison, where the words are 1 and 0 (SETcc),
 * <li>a word and its successor, where the carry can say which: {@code x + (a < b)} (CMP, ADC, or SBB),
 * <li>two words that are in registers anyway: least, greatest, the better of two (CMOV).
 * </ul>
 * Ways that do not meet at once, as those out of a loop or to a failure, stay ways. Benches: heapsort, levenshtein.
 *
 * <p>It runs late, because to {@link RangeChecks} and {@link JumpThreading} a branch says more than a choice.
 */
final class IfConversion implements Pass {
    private static final int MOST_INSTRUCTIONS = 3;
    private static final int ROUNDS = 3;

    @Override
    public boolean run(Function function) {
        boolean changed = false;
        for (int i = 0; i < ROUNDS && new Conversion(function).run(); i++) {
            changed = true;
            ControlFlow.removeUnreached(function);
            ControlFlow.merge(function);
        }
        return changed;
    }

    /** One way from a branch to where it meets the other: the block between, if there is one, and the last edge. */
    private record Way(Optional<Block> between, Edge last) {
        List<Instruction> instructions() {
            return between.map(Block::instructions).orElse(List.of());
        }

        /** In machine instructions. */
        int size() {
            int size = 0;
            for (Instruction instruction : instructions()) {
                size += switch (instruction) {
                    case Instruction.Debug i -> 0;
                    case Instruction.Compare i -> 3;
                    case Instruction.WideLess i -> 4;
                    case Instruction.Select i -> 2;
                    case Instruction.Wide i -> 3;
                    default -> 1;
                };
            }
            return size;
        }
    }

    /** How a word is chosen. */
    private enum Form {
        /** Both ways bring the same. */
        SAME(0),
        /** SETcc and an extension. */
        TRUTH(2),
        /** ADC or SBB. */
        STEP(1),
        /** CMOV. */
        CHOICE(1);

        final int cost;

        Form(int cost) {
            this.cost = cost;
        }
    }

    private static final class Conversion {
        private final Function function;
        private final int[] predecessors;
        private Bits bits;
        private Block[] homes;
        private Dominators dominators;
        private UsingBlocks uses;

        Conversion(Function function) {
            this.function = function;
            predecessors = ControlFlow.predecessors(function);
        }

        /** Inner branches before those around them. */
        boolean run() {
            boolean changed = false;
            for (Block block : function.blocks().reversed()) {
                if (block.terminator() instanceof Terminator.Branch branch && (dominators == null || dominators.reached(block))) {
                    Optional<Way> then = way(branch.then(), branch.otherwise());
                    Optional<Way> otherwise = way(branch.otherwise(), branch.then());
                    if (then.isPresent() && otherwise.isPresent() && then.get().last.block() == otherwise.get().last.block() && pays(block, branch, then.get(), otherwise.get())) {
                        convert(block, branch, then.get(), otherwise.get());
                        changed = true;
                    }
                }
            }
            return changed;
        }

        /** A block between counts if it only computes, and not much. */
        private Optional<Way> way(Edge edge, Edge other) {
            Block block = edge.block();
            if (block == other.block()) {
                return Optional.of(new Way(Optional.empty(), edge));
            }
            boolean between = predecessors[block.id()] == 1 && block.parameters().isEmpty() && block.terminator() instanceof Terminator.Jump(Edge to, var at)
                    && to.block() != block && block.instructions().stream().allMatch(i -> i instanceof Instruction.Debug || Effects.isSpeculative(i));
            if (!between) {
                return Optional.of(new Way(Optional.empty(), edge));
            }
            Way way = new Way(Optional.of(block), ((Terminator.Jump) block.terminator()).to());
            return way.size() <= MOST_INSTRUCTIONS ? Optional.of(way) : Optional.empty();
        }

        // What it costs

        private boolean pays(Block block, Terminator.Branch branch, Way then, Way otherwise) {
            prepare();
            double longer = then.size();
            double shorter = otherwise.size();
            double chosen = 1 + then.size() + otherwise.size();
            for (int i = 0; i < then.last.arguments().size(); i++) {
                Operand x = then.last.arguments().get(i);
                Operand y = otherwise.last.arguments().get(i);
                Form form = form(branch, x, y);
                if (form == Form.SAME) {
                    continue;
                }
                boolean keepsX = keeps(x, then, otherwise);
                boolean keepsY = keeps(y, then, otherwise);
                // The join's word lies where one of the two was, if that is not needed any more; only the other way copies.
                boolean one = !keepsX && !keepsY && !isBetween(x, then) && !isBetween(y, otherwise);
                longer += isBetween(x, then) ? 0 : keepsX || one ? 1 : 0;
                shorter += isBetween(y, otherwise) ? 0 : keepsY ? 1 : 0;
                chosen += form.cost;
                if (form == Form.CHOICE) {
                    boolean number = x.isConstant() || y.isConstant();
                    chosen += x.isConstant() && y.isConstant() ? 2 : number || keepsX && keepsY ? 1 : 0;
                } else if (form == Form.STEP) {
                    Operand low = isNext(x, y) ? y : x;
                    chosen += low.isConstant() || keeps(low, then, otherwise) ? 1 : 0;
                    // The instruction that computes the successor is not needed.
                    chosen -= isBetween(x, then) || isBetween(y, otherwise) ? 1 : 0;
                }
            }
            boolean follows = follows(then.last.block(), block, then, otherwise);
            double jumps = longer > 0 && shorter > 0 ? 0.5 : 0;
            if (!follows) {
                longer += longer > 0 ? 1 : 0;
                shorter += shorter > 0 ? 1 : 0;
                chosen++;
                jumps = 0;
            }
            return chosen < 2 + (longer + shorter) / 2 + jumps && chosen <= 3 + Math.min(longer, shorter);
        }

        /** The join can lie behind the block: no other way to it comes later. */
        private boolean follows(Block join, Block block, Way then, Way otherwise) {
            int place = dominators.place(block);
            return dominators.place(join) > place && dominators.predecessors(join).stream().allMatch(p -> p == block || then.between.filter(b -> b == p).isPresent()
                    || otherwise.between.filter(b -> b == p).isPresent() || dominators.place(p) < place || dominators.dominates(join, p));
        }

        private void prepare() {
            if (bits != null) {
                return;
            }
            dominators = Dominators.of(function);
            uses = new UsingBlocks(dominators.order(), function.valueCount());
            bits = new Bits(function);
            homes = new Block[function.valueCount()];
            for (Block block : function.blocks()) {
                block.parameters().forEach(value -> homes[value.id()] = block);
                block.terminator().results().forEach(value -> homes[value.id()] = block);
                block.instructions().forEach(instruction -> instruction.results().forEach(value -> homes[value.id()] = block));
            }
        }

        private Form form(Terminator.Branch branch, Operand x, Operand y) {
            if (x.equals(y)) {
                return Form.SAME;
            }
            if (x.is(1) && y.is(0) || x.is(0) && y.is(1)) {
                return Form.TRUTH;
            }
            return (isNext(x, y) || isNext(y, x)) && isCarry(branch) ? Form.STEP : Form.CHOICE;
        }

        /** {@code next} is {@code word + 1}. */
        private boolean isNext(Operand next, Operand word) {
            if (next instanceof Constant(int a) && word instanceof Constant(int b)) {
                return a == b + 1;
            }
            Instruction.Binary high = sum(next);
            Instruction.Binary low = sum(word);
            if (high != null && high.left().equals(word) && high.right().is(1)) {
                return true;
            }
            if (low != null && low.left().equals(next) && low.right().is(-1)) {
                return true;
            }
            return high != null && low != null && high.left().equals(low.left()) && high.right() instanceof Constant(int a) && low.right() instanceof Constant(int b) && a == b + 1;
        }

        /** The sum of a value and a number that defines the operand, or null. */
        private Instruction.Binary sum(Operand operand) {
            return bits.definition(operand) instanceof Instruction.Binary i && i.operator() == BinaryOperator.ADD && i.right() instanceof Constant ? i : null;
        }

        /** A comparison of the processor can leave the answer in the carry. */
        private boolean isCarry(Terminator.Branch branch) {
            return switch (branch.condition()) {
                case ULT, UGE -> true;
                case ULE, UGT -> branch.right() instanceof Value;
                case EQ, NE -> branch.right().is(0) && branch.left() instanceof Value value && switch (bits.definition(value)) {
                    case Instruction.Binary i -> i.operator() != BinaryOperator.AND;
                    case Instruction.Compare i -> false;
                    case Instruction.WideLess i -> false;
                    case null, default -> true;
                };
                default -> false;
            };
        }

        private static boolean isBetween(Operand operand, Way way) {
            return operand instanceof Value value && way.instructions().stream().anyMatch(i -> i.results().contains(value));
        }

        /** The word is needed behind the join too, or is none that lies in a register. */
        private boolean keeps(Operand operand, Way then, Way otherwise) {
            if (!(operand instanceof Value value)) {
                return true;
            }
            if (isBetween(value, then) || isBetween(value, otherwise)) {
                return false;
            }
            if (value.id() >= homes.length) {
                return true;
            }
            BitSet users = new BitSet();
            uses.forEach(value, users::set);
            // Whoever reads it behind the join comes there without passing its definition.
            BitSet seen = new BitSet();
            Deque<Block> open = new ArrayDeque<>(List.of(then.last.block()));
            while (!open.isEmpty()) {
                Block block = open.pop();
                if (block == homes[value.id()] || seen.get(block.id())) {
                    continue;
                }
                seen.set(block.id());
                if (dominators.reached(block) && users.get(dominators.place(block))) {
                    return true;
                }
                block.terminator().edges().forEach(edge -> open.push(edge.block()));
            }
            return false;
        }

        // What it becomes

        private void convert(Block block, Terminator.Branch branch, Way then, Way otherwise) {
            List<Instruction> into = block.instructions();
            Set<Instruction.Debug> told = new LinkedHashSet<>();
            for (Way way : List.of(then, otherwise)) {
                for (Instruction instruction : way.instructions()) {
                    if (instruction instanceof Instruction.Debug debug) {
                        // Until the join says what the variable is there, nobody knows.
                        told.add(debug.lost());
                    } else {
                        into.add(instruction);
                    }
                }
            }
            into.addAll(told);
            List<Operand> arguments = new ArrayList<>();
            for (int i = 0; i < then.last.arguments().size(); i++) {
                arguments.add(chosen(branch, then.last.arguments().get(i), otherwise.last.arguments().get(i), into));
            }
            block.end(new Terminator.Jump(new Edge(then.last.block(), arguments), branch.at()));
            predecessors[then.last.block().id()]--;
        }

        private Operand chosen(Terminator.Branch branch, Operand x, Operand y, List<Instruction> into) {
            switch (form(branch, x, y)) {
                case SAME -> {
                    return x;
                }
                case TRUTH -> {
                    return compare(x.is(1) ? branch.condition() : branch.condition().negate(), branch, into);
                }
                case STEP -> {
                    boolean up = isNext(x, y);
                    Value truth = compare(up ? branch.condition() : branch.condition().negate(), branch, into);
                    Value sum = function.newValue();
                    Operand low = up ? y : x;
                    into.add(new Instruction.Binary(BinaryOperator.ADD, sum, low.isConstant() ? truth : low, low.isConstant() ? low : truth, branch.at()));
                    return sum;
                }
                default -> {
                    Value result = function.newValue();
                    into.add(new Instruction.Select(branch.condition(), result, branch.left(), branch.right(), x, y, branch.at()));
                    return result;
                }
            }
        }

        private Value compare(Condition condition, Terminator.Branch branch, List<Instruction> into) {
            Value truth = function.newValue();
            into.add(new Instruction.Compare(condition, truth, branch.left(), branch.right(), branch.at()));
            return truth;
        }
    }
}

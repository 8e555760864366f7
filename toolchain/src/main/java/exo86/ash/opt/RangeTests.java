package exo86.ash.opt;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Block;
import exo86.ash.ir.Condition;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes one branch of two that compare one value with numbers, if what they let through together is one range: {@code c >= 'a' and c <= 'z'} is {@code c - 'a' < 26},
 * where words wrap around.
 *
 * <p>That is three instructions always; two branches are four if the first lets the value through, as it mostly does, else two. It runs late,
 * because to {@link RangeChecks} two branches say more. Benches: base64, format.
 */
final class RangeTests implements Pass {
    private static final long WORDS = 1L << 32;

    /** The words from {@code start} on, so many; at the end of the words it goes on with 0. */
    private record Range(int start, long size) {
        /** The words for which the condition holds; none if it orders signed words, or all. */
        static Optional<Range> of(Condition condition, int number) {
            long unsigned = Integer.toUnsignedLong(number);
            Range range = switch (condition) {
                case EQ -> new Range(number, 1);
                case NE -> new Range(number + 1, WORDS - 1);
                case ULT -> new Range(0, unsigned);
                case UGE -> new Range(number, WORDS - unsigned);
                default -> new Range(0, 0);
            };
            return range.size == 0 || range.size == WORDS ? Optional.empty() : Optional.of(range);
        }

        /** What both have in common, if that is one range and not empty. */
        Optional<Range> and(Range other) {
            long from = Integer.toUnsignedLong(other.start - start);
            long first = Math.min(size, from + other.size) - from;
            long second = Math.min(size, from + other.size - WORDS);
            if (first > 0 && second > 0) {
                return Optional.empty();
            }
            return first > 0 ? Optional.of(new Range(other.start, first)) : second > 0 ? Optional.of(new Range(start, second)) : Optional.empty();
        }
    }

    @Override
    public boolean run(Function function) {
        int[] predecessors = null;
        boolean changed = false;
        for (Block block : function.blocks()) {
            while (block.terminator() instanceof Terminator.Branch first && first.left() instanceof Value && first.right() instanceof Constant) {
                predecessors = predecessors == null ? ControlFlow.predecessors(function) : predecessors;
                if (!merge(function, block, first, predecessors)) {
                    break;
                }
                changed = true;
            }
        }
        if (changed) {
            ControlFlow.removeUnreached(function);
        }
        return changed;
    }

    private static boolean merge(Function function, Block block, Terminator.Branch first, int[] predecessors) {
        return merge(function, block, first, first.condition(), first.then(), first.otherwise(), predecessors)
                || merge(function, block, first, first.condition().negate(), first.otherwise(), first.then(), predecessors);
    }

    /** @param through where {@code first} goes if the condition holds, to the second branch; {@code away} where it goes else */
    private static boolean merge(Function function, Block block, Terminator.Branch first, Condition condition, Edge through, Edge away, int[] predecessors) {
        Block next = through.block();
        boolean only = next != block && predecessors[next.id()] == 1 && next.parameters().isEmpty() && next.instructions().stream().allMatch(Instruction.Debug.class::isInstance);
        if (!only || !(next.terminator() instanceof Terminator.Branch second) || !second.left().equals(first.left()) || !(second.right() instanceof Constant(int number))) {
            return false;
        }
        boolean then = second.otherwise().equals(away);
        if (!then && !second.then().equals(away)) {
            return false;
        }
        Optional<Range> one = Range.of(condition, ((Constant) first.right()).number());
        Optional<Range> two = Range.of(then ? second.condition() : second.condition().negate(), number);
        Optional<Range> both = one.isPresent() && two.isPresent() ? one.get().and(two.get()) : Optional.empty();
        if (both.isEmpty()) {
            return false;
        }
        List<Instruction> into = new ArrayList<>(block.instructions());
        for (Instruction instruction : next.instructions()) {
            if (instruction instanceof Instruction.Debug debug) {
                into.add(debug.lost());
            }
        }
        Operand distance = first.left();
        if (both.get().start != 0) {
            Value difference = function.newValue();
            into.add(new Instruction.Binary(BinaryOperator.ADD, difference, first.left(), Operand.of(-both.get().start), first.at()));
            distance = difference;
        }
        block.replaceInstructions(into);
        block.end(new Terminator.Branch(Condition.ULT, distance, Operand.of((int) both.get().size), then ? second.then() : second.otherwise(), away, first.at()));
        predecessors[away.block().id()]--;
        predecessors[next.id()]--;
        return true;
    }
}

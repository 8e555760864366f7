package exo86.ash.opt;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Block;
import exo86.ash.ir.Condition;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes one check of several of one line that keep a value, or sums of it and numbers, in ranges that are numbers: {@code a[i - 1]} and {@code a[i]} of 64
 * elements are one check, that {@code i - 1} is below 63.
 *
 * <p>The check stands where the first stood. So between them there must be nothing that anybody sees, nor a check that would say something else: who fails
 * fails for the same reason and line. It runs late, because to {@link RangeChecks} two checks say more. Bench: bytecode.
 */
final class CheckMerging implements Pass {
    /** Numbers that are added stay below this, and ranges below half of all words, so that no two ranges meet around the end of the words. */
    private static final int MOST_ADDED = 1 << 16;

    /** {@code least <= value < end}, as the check at that place of the block says it; {@code subject} is what it compares. */
    private record Range(Value value, long least, long end, Operand subject, Instruction.Check check, int place) {
        Range moved() {
            return new Range(value, least, end, subject, check, place + 1);
        }

        boolean alike(Instruction.Check other) {
            return check.reason().equals(other.reason()) && check.at().sameLine(other.at());
        }
    }

    @Override
    public boolean run(Function function) {
        boolean changed = false;
        Bits bits = null;
        for (Block block : function.blocks()) {
            if (block.instructions().stream().filter(Instruction.Check.class::isInstance).count() > 1) {
                bits = bits == null ? new Bits(function) : bits;
                changed |= merge(function, block, bits);
            }
        }
        return changed;
    }

    private static boolean merge(Function function, Block block, Bits bits) {
        List<Instruction> kept = new ArrayList<>(block.instructions().size());
        List<Range> open = new ArrayList<>();
        boolean changed = false;
        for (Instruction instruction : block.instructions()) {
            if (instruction instanceof Instruction.Check check) {
                open.removeIf(range -> !range.alike(check));
                Range range = range(check, bits, kept.size());
                Range first = range == null ? null : open.stream().filter(r -> r.value == range.value).findFirst().orElse(null);
                if (first != null && Math.max(first.least, range.least) < Math.min(first.end, range.end)) {
                    open.remove(first);
                    open.add(replace(function, kept, open, first, range));
                    changed = true;
                    continue;
                }
                if (range != null) {
                    open.add(range);
                }
            } else if (Effects.writes(instruction) || Effects.mayTrap(instruction)) {
                open.clear();
            }
            kept.add(instruction);
        }
        block.replaceInstructions(kept);
        return changed;
    }

    private static Range range(Instruction.Check check, Bits bits, int place) {
        long size = check.condition() == Condition.EQ && check.right().is(0) ? 1
                : check.condition() == Condition.ULT && check.right() instanceof Constant(int number) ? number : 0;
        if (size <= 0 || !(check.left() instanceof Value subject)) {
            return null;
        }
        Value value = subject;
        long added = 0;
        while (bits.definition(value) instanceof Instruction.Binary(BinaryOperator operator, var result, Value before, Constant(int more), var at)
                && operator == BinaryOperator.ADD && Math.abs(added + more) < MOST_ADDED) {
            value = before;
            added += more;
        }
        return new Range(value, -added, size - added, subject, check, place);
    }

    /** Puts the check for both in the place of the first. */
    private static Range replace(Function function, List<Instruction> kept, List<Range> open, Range first, Range second) {
        long least = Math.max(first.least, second.least);
        long end = Math.min(first.end, second.end);
        Operand subject = first.subject;
        int place = first.place;
        if (least != first.least) {
            Value sum = function.newValue();
            kept.add(place++, new Instruction.Binary(BinaryOperator.ADD, sum, subject, Operand.of((int) (first.least - least)), first.check.at()));
            open.replaceAll(range -> range.place > first.place ? range.moved() : range);
            subject = sum;
        }
        Instruction.Check both = new Instruction.Check(Condition.ULT, subject, Operand.of((int) (end - least)), first.check.reason(), first.check.at());
        kept.set(place, both);
        return new Range(first.value, least, end, subject, both, place);
    }
}

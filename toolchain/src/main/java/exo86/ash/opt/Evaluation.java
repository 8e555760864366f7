package exo86.ash.opt;

import exo86.ash.ir.Constant;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.WideOperator;
import java.util.List;
import java.util.Optional;

/** What instructions do whose operands are numbers: the one table for all passes that compute at compile time. The operators' own methods say what each is. */
final class Evaluation {
    private Evaluation() {
    }

    /** The words that the instruction gives; none if it reads something else than numbers, or does more than compute, or never gives any. */
    static Optional<List<Operand>> results(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Unary i when i.operand() instanceof Constant(int a) -> word(i.operator().apply(a));
            case Instruction.Binary i when i.left() instanceof Constant(int a) && i.right() instanceof Constant(int b) && !(i.operator().divides() && b == 0) ->
                word(i.operator().apply(a, b));
            case Instruction.Trapping i when i.left() instanceof Constant(int a) && i.right() instanceof Constant(int b) && i.operator().fits(a, b) ->
                word((int) i.operator().exact(a, b));
            case Instruction.Compare i when i.left() instanceof Constant(int a) && i.right() instanceof Constant(int b) ->
                word(i.condition().holds(a, b) ? 1 : 0);
            case Instruction.Intrinsic i when i.builtin().pure() && areNumbers(i.operands()) -> word(i.builtin().apply(number(i, 0)));
            case Instruction.WideLess i when areNumbers(i.operands()) ->
                word((i.signed() ? Long.compare(wide(i, 0), wide(i, 2)) : Long.compareUnsigned(wide(i, 0), wide(i, 2))) < 0 ? 1 : 0);
            case Instruction.Wide i when areNumbers(i.operands()) -> wide(i);
            default -> Optional.empty();
        };
    }

    /** How a block ends at an instruction that certainly never gets further; none if it may. */
    static Optional<Terminator> end(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Check i when i.left() instanceof Constant(int a) && i.right() instanceof Constant(int b) && !i.condition().holds(a, b) ->
                Optional.of(new Terminator.Trap(i.reason(), i.at()));
            case Instruction.Trapping i when i.left() instanceof Constant(int a) && i.right() instanceof Constant(int b) && !i.operator().fits(a, b) ->
                Optional.of(new Terminator.Trap(i.reason(), i.at()));
            case Instruction.Wide i when i.operator().traps() && areNumbers(i.operands()) && wide(i).isEmpty() ->
                Optional.of(new Terminator.Trap(i.reason(), i.at()));
            // A divisor is never 0 where the program comes.
            case Instruction.Binary i when i.operator().divides() && i.right().is(0) -> Optional.of(new Terminator.Unreachable(i.at()));
            case Instruction.Wide i when i.operator().divides() && i.operands().get(2).is(0) && i.operands().get(3).is(0) ->
                Optional.of(new Terminator.Unreachable(i.at()));
            default -> Optional.empty();
        };
    }

    private static Optional<List<Operand>> word(int number) {
        return Optional.of(List.of(Operand.of(number)));
    }

    private static Optional<List<Operand>> wide(Instruction.Wide i) {
        WideOperator operator = i.operator();
        long left = wide(i, 0);
        long right = operator.shifts() ? number(i, 2) : wide(i, 2);
        if (operator.divides() && right == 0 || !operator.fits(left, right)) {
            return Optional.empty();
        }
        long result = operator.apply(left, right);
        return Optional.of(List.of(Operand.of((int) result), Operand.of((int) (result >>> 32))));
    }

    private static boolean areNumbers(List<Operand> operands) {
        for (Operand operand : operands) {
            if (!(operand instanceof Constant)) {
                return false;
            }
        }
        return true;
    }

    /** The operands' words from that place on, as a number of 64 bits. */
    private static long wide(Instruction i, int place) {
        return number(i, place) & Bits.MOST | (long) number(i, place + 1) << 32;
    }

    private static int number(Instruction i, int place) {
        return ((Constant) i.operands().get(place)).number();
    }
}

package exo86.ash.opt;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;

/** What instructions do besides defining their results. */
final class Effects {
    private Effects() {
    }

    /** It only computes its results from its operands, so it may be dropped, and an equal one may stand for it. */
    static boolean isPure(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Unary i -> true;
            case Instruction.Binary i -> true;
            case Instruction.Compare i -> true;
            case Instruction.WideLess i -> true;
            case Instruction.Select i -> true;
            case Instruction.Wide i -> !i.operator().traps();
            case Instruction.Intrinsic i -> i.builtin().pure();
            default -> false;
        };
    }

    /** It is pure, and may be done where it was not: a division only if its divisor is a number. */
    static boolean isSpeculative(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Binary(BinaryOperator operator, var result, Operand left, Operand right, var at) when operator.divides() ->
                right instanceof Constant(int number) && number != 0;
            case Instruction.Wide i when i.operator().divides() -> false;
            default -> isPure(instruction);
        };
    }

    /** It may end the program by a failed check. */
    static boolean mayTrap(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Check i -> true;
            case Instruction.Trapping i -> true;
            case Instruction.Wide i -> i.operator().traps();
            default -> false;
        };
    }

    /** Nobody misses it if nobody uses its results. */
    static boolean isRemovable(Instruction instruction) {
        return isPure(instruction) || instruction instanceof Instruction.Load load && !load.isVolatile();
    }

    /** No access to memory crosses it. */
    static boolean isFence(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Call i -> true;
            case Instruction.Intrinsic i -> !i.builtin().pure();
            case Instruction.Load i -> i.isVolatile();
            case Instruction.Store i -> i.isVolatile();
            default -> false;
        };
    }

    /** It may change memory. */
    static boolean writes(Instruction instruction) {
        return isFence(instruction) || instruction instanceof Instruction.Store || instruction instanceof Instruction.Copy
                || instruction instanceof Instruction.Fill;
    }
}

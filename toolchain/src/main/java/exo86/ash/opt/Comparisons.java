package exo86.ash.opt;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Condition;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.SlotAddress;
import exo86.ash.ir.SymbolAddress;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.UnaryOperator;
import java.util.Optional;

/** Comparisons in their simplest form: a constant stands on the right, unsigned ones are preferred, {@code <=} and {@code >} of constants do not occur. */
final class Comparisons {
    private static final int LEAST = Integer.MIN_VALUE;
    private static final int GREATEST = Integer.MAX_VALUE;

    private final Bits bits;

    Comparisons(Bits bits) {
        this.bits = bits;
    }

    /** A condition of two operands. */
    record Comparison(Condition condition, Operand left, Operand right) {
        private static final Comparison TRUE = new Comparison(Condition.EQ, Operand.of(0), Operand.of(0));
        private static final Comparison FALSE = new Comparison(Condition.NE, Operand.of(0), Operand.of(0));

        boolean isTrue() {
            return equals(TRUE);
        }

        boolean isFalse() {
            return equals(FALSE);
        }

        static Comparison of(boolean truth) {
            return truth ? TRUE : FALSE;
        }
    }

    Comparison simplify(Condition condition, Operand left, Operand right) {
        Comparison now = new Comparison(condition, left, right);
        for (int i = 0; i < 8; i++) {
            Comparison next = step(now);
            if (next.equals(now)) {
                break;
            }
            now = next;
        }
        return now;
    }

    /** How a block ends at a check that certainly fails. */
    Optional<Terminator> end(Instruction.Check check) {
        return simplify(check.condition(), check.left(), check.right()).isFalse() ? Optional.of(new Terminator.Trap(check.reason(), check.at())) : Optional.empty();
    }

    private Comparison step(Comparison c) {
        Condition condition = c.condition;
        Operand left = c.left;
        Operand right = c.right;
        if (left instanceof Constant(int a) && right instanceof Constant(int b)) {
            return Comparison.of(condition.holds(a, b));
        }
        if (left.equals(right)) {
            return Comparison.of(condition.holds(0, 0));
        }
        if (left.isConstant() && !right.isConstant()) {
            return new Comparison(condition.swap(), right, left);
        }
        if (right.is(0) && (left instanceof SymbolAddress || left instanceof SlotAddress)) {
            // Nothing of the program lies at address 0.
            return condition == Condition.EQ ? Comparison.of(false) : condition == Condition.NE ? Comparison.of(true) : c;
        }
        if (condition.signed() && bits.most(left) <= GREATEST && bits.most(right) <= GREATEST) {
            return new Comparison(unsigned(condition), left, right);
        }
        if (right instanceof Constant(int number)) {
            return withConstant(c, number);
        }
        return c;
    }

    private static Condition unsigned(Condition condition) {
        return switch (condition) {
            case SLT -> Condition.ULT;
            case SLE -> Condition.ULE;
            case SGT -> Condition.UGT;
            case SGE -> Condition.UGE;
            default -> condition;
        };
    }

    private Comparison withConstant(Comparison c, int number) {
        Operand left = c.left;
        switch (c.condition) {
            case ULE -> {
                return number == -1 ? Comparison.of(true) : new Comparison(Condition.ULT, left, Operand.of(number + 1));
            }
            case UGT -> {
                return number == -1 ? Comparison.of(false) : new Comparison(Condition.UGE, left, Operand.of(number + 1));
            }
            case SLE -> {
                return number == GREATEST ? Comparison.of(true) : new Comparison(Condition.SLT, left, Operand.of(number + 1));
            }
            case SGT -> {
                return number == GREATEST ? Comparison.of(false) : new Comparison(Condition.SGE, left, Operand.of(number + 1));
            }
            case ULT -> {
                if (number == 0 || number == 1) {
                    return number == 0 ? Comparison.of(false) : new Comparison(Condition.EQ, left, Operand.of(0));
                }
                return bits.most(left) < Integer.toUnsignedLong(number) ? Comparison.of(true) : c;
            }
            case UGE -> {
                if (number == 0 || number == 1) {
                    return number == 0 ? Comparison.of(true) : new Comparison(Condition.NE, left, Operand.of(0));
                }
                return bits.most(left) < Integer.toUnsignedLong(number) ? Comparison.of(false) : c;
            }
            case SLT -> {
                return number == LEAST ? Comparison.of(false) : c;
            }
            case SGE -> {
                return number == LEAST ? Comparison.of(true) : c;
            }
            case EQ, NE -> {
                return equality(c, number);
            }
        }
        return c;
    }

    private Comparison equality(Comparison c, int number) {
        boolean equal = c.condition == Condition.EQ;
        if (bits.most(c.left) < Integer.toUnsignedLong(number)) {
            return Comparison.of(!equal);
        }
        Instruction definition = bits.definition(c.left);
        if (definition == null) {
            return c;
        }
        switch (definition) {
            case Instruction.Compare compare when number == 0 || number == 1 -> {
                boolean same = equal == (number == 1);
                return new Comparison(same ? compare.condition() : compare.condition().negate(), compare.left(), compare.right());
            }
            case Instruction.Binary(BinaryOperator operator, var result, Operand a, Operand b, var at) -> {
                if (operator == BinaryOperator.ADD && b instanceof Constant(int added) && !bits.isNext(c.left)) {
                    return new Comparison(c.condition, a, Operand.of(number - added));
                }
                if ((operator == BinaryOperator.XOR || operator == BinaryOperator.SUB) && number == 0) {
                    return new Comparison(c.condition, a, b);
                }
                if (operator == BinaryOperator.XOR && b instanceof Constant(int mask)) {
                    return new Comparison(c.condition, a, Operand.of(number ^ mask));
                }
                if (operator == BinaryOperator.SHR && number == 0 && b instanceof Constant(int count) && (count & 31) > 0) {
                    return new Comparison(equal ? Condition.ULT : Condition.UGE, a, Operand.of(1 << (count & 31)));
                }
                if (operator == BinaryOperator.AND && b instanceof Constant(int mask) && (number & ~mask) != 0) {
                    return Comparison.of(!equal);
                }
            }
            case Instruction.Unary(UnaryOperator operator, var result, Operand a, var at) -> {
                if (operator == UnaryOperator.NEG) {
                    return new Comparison(c.condition, a, Operand.of(-number));
                }
            }
            case Instruction.Select select when select.then() instanceof Constant(int then) && select.otherwise() instanceof Constant(int otherwise)
                    && then != otherwise && (number == then || number == otherwise) -> {
                boolean same = equal == (number == then);
                return new Comparison(same ? select.condition() : select.condition().negate(), select.left(), select.right());
            }
            default -> {
            }
        }
        return c;
    }
}

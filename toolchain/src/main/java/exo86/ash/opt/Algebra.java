package exo86.ash.opt;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Condition;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Position;
import exo86.ash.ir.SlotAddress;
import exo86.ash.ir.SymbolAddress;
import exo86.ash.ir.UnaryOperator;
import exo86.ash.ir.Width;
import java.util.Optional;

/**
 * The rules by which operations of words become simpler ones. A rule gives an operand that is the result, or another instruction for it. Of numbers alone
 * {@link Evaluation} knows the result, and is asked before.
 */
final class Algebra {
    private final Bits bits;

    Algebra(Bits bits) {
        this.bits = bits;
    }

    /** What an instruction becomes: an operand in the place of its result, or an instruction that defines it. */
    sealed interface Outcome {
        record Same(Operand operand) implements Outcome {
        }

        record Other(Instruction instruction) implements Outcome {
        }
    }

    private static Optional<Outcome> same(Operand operand) {
        return Optional.of(new Outcome.Same(operand));
    }

    private static Optional<Outcome> binary(Instruction.Binary i, BinaryOperator operator, Operand left, Operand right) {
        return Optional.of(new Outcome.Other(new Instruction.Binary(operator, i.result(), left, right, i.at())));
    }

    private static Optional<Outcome> unary(Instruction.Binary i, UnaryOperator operator, Operand operand) {
        return Optional.of(new Outcome.Other(new Instruction.Unary(operator, i.result(), operand, i.at())));
    }

    Optional<Outcome> simplify(Instruction.Binary i) {
        BinaryOperator operator = i.operator();
        if (operator.commutes() && i.left().isConstant() && (!i.right().isConstant() || i.left() instanceof Constant)) {
            return binary(i, operator, i.right(), i.left());
        }
        if (i.left().equals(i.right())) {
            switch (operator) {
                case SUB, XOR -> {
                    return same(Operand.of(0));
                }
                case AND, OR -> {
                    return same(i.left());
                }
                default -> {
                }
            }
        }
        if (i.right() instanceof Constant(int number)) {
            return constantRight(i, number);
        }
        if (i.left().is(0)) {
            switch (operator) {
                case SUB -> {
                    return unary(i, UnaryOperator.NEG, i.right());
                }
                case SHL, SHR, SAR, UDIV, UREM, SDIV, SREM -> {
                    return same(Operand.of(0));
                }
                default -> {
                }
            }
        }
        return twoValues(i);
    }

    private Optional<Outcome> twoValues(Instruction.Binary i) {
        Instruction left = bits.definition(i.left());
        Instruction right = bits.definition(i.right());
        switch (i.operator()) {
            case ADD -> {
                if (right instanceof Instruction.Unary(UnaryOperator op, var r, Operand x, var at) && op == UnaryOperator.NEG) {
                    return binary(i, BinaryOperator.SUB, i.left(), x);
                }
                if (is(left, BinaryOperator.SUB) && ((Instruction.Binary) left).right().equals(i.right())) {
                    return same(((Instruction.Binary) left).left());
                }
                if (is(right, BinaryOperator.SUB) && ((Instruction.Binary) right).right().equals(i.left())) {
                    return same(((Instruction.Binary) right).left());
                }
            }
            case SUB -> {
                if (is(left, BinaryOperator.ADD)) {
                    Instruction.Binary sum = (Instruction.Binary) left;
                    if (sum.left().equals(i.right())) {
                        return same(sum.right());
                    }
                    if (sum.right().equals(i.right())) {
                        return same(sum.left());
                    }
                }
                if (is(right, BinaryOperator.ADD)) {
                    Instruction.Binary sum = (Instruction.Binary) right;
                    if (sum.left().equals(i.left()) && sum.right() instanceof Constant(int c)) {
                        return same(Operand.of(-c));
                    }
                    if (is(left, BinaryOperator.ADD) && ((Instruction.Binary) left).left().equals(sum.left())
                            && ((Instruction.Binary) left).right() instanceof Constant(int a) && sum.right() instanceof Constant(int b)) {
                        return same(Operand.of(a - b));
                    }
                }
                if (is(right, BinaryOperator.SUB) && ((Instruction.Binary) right).left().equals(i.left())) {
                    return same(((Instruction.Binary) right).right());
                }
                if (right instanceof Instruction.Unary(UnaryOperator op, var r, Operand x, var at) && op == UnaryOperator.NEG) {
                    return binary(i, BinaryOperator.ADD, i.left(), x);
                }
            }
            case SHL, SHR, SAR -> {
                if (right instanceof Instruction.Binary(BinaryOperator op, var r, Operand count, Operand mask, var at) && op == BinaryOperator.AND
                        && mask instanceof Constant(int number) && (number & 31) == 31) {
                    return binary(i, i.operator(), i.left(), count);
                }
            }
            default -> {
            }
        }
        return Optional.empty();
    }

    private static boolean is(Instruction definition, BinaryOperator operator) {
        return definition instanceof Instruction.Binary binary && binary.operator() == operator;
    }

    private Optional<Outcome> constantRight(Instruction.Binary i, int c) {
        Operand x = i.left();
        Instruction definition = bits.definition(x);
        // The same operation with a constant before: (y op inner) op c.
        Operand y = definition instanceof Instruction.Binary before && before.right() instanceof Constant ? before.left() : null;
        BinaryOperator before = y == null ? null : ((Instruction.Binary) definition).operator();
        int inner = y == null ? 0 : ((Constant) ((Instruction.Binary) definition).right()).number();
        switch (i.operator()) {
            case ADD -> {
                if (x instanceof SymbolAddress || x instanceof SlotAddress || c == 0) {
                    return Addresses.plus(x, c).flatMap(Algebra::same);
                }
                if (before == BinaryOperator.ADD && !bits.isNext(x)) {
                    return binary(i, BinaryOperator.ADD, y, Operand.of(inner + c));
                }
            }
            case SUB -> {
                return binary(i, BinaryOperator.ADD, x, Operand.of(-c));
            }
            case MUL -> {
                if (c == 0 || c == 1) {
                    return same(c == 0 ? Operand.of(0) : x);
                }
                if (Integer.bitCount(c) == 1) {
                    return binary(i, BinaryOperator.SHL, x, Operand.of(Integer.numberOfTrailingZeros(c)));
                }
                if (c == -1) {
                    return unary(i, UnaryOperator.NEG, x);
                }
                if (before == BinaryOperator.MUL) {
                    return binary(i, BinaryOperator.MUL, y, Operand.of(inner * c));
                }
            }
            case AND -> {
                if (c == 0 || c == -1) {
                    return same(c == 0 ? Operand.of(0) : x);
                }
                if ((c & c + 1) == 0 && bits.most(x) <= Integer.toUnsignedLong(c)) {
                    return same(x);
                }
                if (before == BinaryOperator.AND) {
                    return binary(i, BinaryOperator.AND, y, Operand.of(inner & c));
                }
                if (before == BinaryOperator.OR && (inner & c) == 0) {
                    return binary(i, BinaryOperator.AND, y, Operand.of(c));
                }
                if (before == BinaryOperator.OR && (inner & c) == c) {
                    return same(Operand.of(c));
                }
                if (c == 0xFF || c == 0xFFFF) {
                    return unary(i, c == 0xFF ? UnaryOperator.ZX8 : UnaryOperator.ZX16, x);
                }
                if (definition instanceof Instruction.Unary(UnaryOperator op, var r, Operand z, var at) && covers(op, c)) {
                    return binary(i, BinaryOperator.AND, z, Operand.of(c));
                }
            }
            case OR, XOR -> {
                if (c == 0) {
                    return same(x);
                }
                if (c == -1) {
                    return i.operator() == BinaryOperator.OR ? same(Operand.of(-1)) : unary(i, UnaryOperator.NOT, x);
                }
                if (before == i.operator()) {
                    return binary(i, i.operator(), y, Operand.of(i.operator().apply(inner, c)));
                }
                if (i.operator() == BinaryOperator.XOR && c == 1 && definition instanceof Instruction.Compare compare) {
                    return Optional.of(new Outcome.Other(new Instruction.Compare(compare.condition().negate(), i.result(), compare.left(), compare.right(), i.at())));
                }
            }
            case SHL, SHR, SAR -> {
                return shift(i, x, c & 31, before, y, inner);
            }
            case UDIV, UREM, SDIV, SREM -> {
                return divide(i, x, c);
            }
        }
        return Optional.empty();
    }

    /** The extension keeps all the bits of the mask. */
    private static boolean covers(UnaryOperator extension, int mask) {
        return switch (extension) {
            case ZX8, SX8 -> (mask & ~0xFF) == 0;
            case ZX16, SX16 -> (mask & ~0xFFFF) == 0;
            default -> false;
        };
    }

    private Optional<Outcome> shift(Instruction.Binary i, Operand x, int count, BinaryOperator before, Operand y, int inner) {
        if (count == 0) {
            return same(x);
        }
        if (count != ((Constant) i.right()).number()) {
            return binary(i, i.operator(), x, Operand.of(count));
        }
        int first = inner & 31;
        if (before == i.operator()) {
            int sum = first + count;
            if (sum < 32 || i.operator() == BinaryOperator.SAR) {
                return binary(i, i.operator(), y, Operand.of(Math.min(sum, 31)));
            }
            return same(Operand.of(0));
        }
        if (i.operator() == BinaryOperator.SHR && before == BinaryOperator.SHL && first == count) {
            return binary(i, BinaryOperator.AND, y, Operand.of(-1 >>> count));
        }
        if (i.operator() == BinaryOperator.SHL && before == BinaryOperator.SHR && first == count) {
            return binary(i, BinaryOperator.AND, y, Operand.of(-1 << count));
        }
        if (i.operator() == BinaryOperator.SAR && bits.most(x) <= Integer.MAX_VALUE) {
            return binary(i, BinaryOperator.SHR, x, i.right());
        }
        return i.operator() == BinaryOperator.SHR && bits.most(x) >> count == 0 ? same(Operand.of(0)) : Optional.empty();
    }

    private Optional<Outcome> divide(Instruction.Binary i, Operand x, int c) {
        if (c == 0) {
            return Optional.empty();
        }
        boolean signed = i.operator() == BinaryOperator.SDIV || i.operator() == BinaryOperator.SREM;
        boolean quotient = i.operator() == BinaryOperator.SDIV || i.operator() == BinaryOperator.UDIV;
        if (signed && c > 0 && bits.most(x) <= Integer.MAX_VALUE) {
            return binary(i, quotient ? BinaryOperator.UDIV : BinaryOperator.UREM, x, i.right());
        }
        if (c == 1) {
            return same(quotient ? x : Operand.of(0));
        }
        if (signed && c == -1) {
            return quotient ? unary(i, UnaryOperator.NEG, x) : same(Operand.of(0));
        }
        if (!signed && Integer.bitCount(c) == 1) {
            return quotient ? binary(i, BinaryOperator.SHR, x, Operand.of(Integer.numberOfTrailingZeros(c)))
                    : binary(i, BinaryOperator.AND, x, Operand.of(c - 1));
        }
        return !quotient && !signed && bits.most(x) < Integer.toUnsignedLong(c) ? same(x) : Optional.empty();
    }

    Optional<Outcome> simplify(Instruction.Unary i) {
        UnaryOperator operator = i.operator();
        Instruction definition = bits.definition(i.operand());
        if (operator == UnaryOperator.NEG || operator == UnaryOperator.NOT) {
            if (definition instanceof Instruction.Unary(UnaryOperator op, var r, Operand x, var at) && op == operator) {
                return same(x);
            }
            if (operator == UnaryOperator.NEG && definition instanceof Instruction.Binary(BinaryOperator op, var r, Operand a, Operand b, var at)
                    && op == BinaryOperator.SUB) {
                return Optional.of(new Outcome.Other(new Instruction.Binary(BinaryOperator.SUB, i.result(), b, a, i.at())));
            }
            return Optional.empty();
        }
        if (bits.isExtended(i.operand(), operator)) {
            return same(i.operand());
        }
        int width = operator == UnaryOperator.ZX8 || operator == UnaryOperator.SX8 ? 1 : 2;
        Operand low = low(i.operand(), width);
        return low.equals(i.operand()) ? Optional.empty()
                : Optional.of(new Outcome.Other(new Instruction.Unary(operator, i.result(), low, i.at())));
    }

    /** An operand with the same low bytes that needs less. */
    Operand low(Operand operand, int bytes) {
        Operand at = operand;
        while (true) {
            Instruction definition = bits.definition(at);
            if (definition instanceof Instruction.Unary(UnaryOperator op, var r, Operand x, var where) && keeps(op, bytes)) {
                at = x;
            } else if (definition instanceof Instruction.Binary(BinaryOperator op, var r, Operand x, Operand mask, var where) && op == BinaryOperator.AND
                    && mask instanceof Constant(int number) && (number | -1 << 8 * bytes) == -1) {
                at = x;
            } else {
                return at;
            }
        }
    }

    private static boolean keeps(UnaryOperator extension, int bytes) {
        return switch (extension) {
            case ZX8, SX8 -> bytes == 1;
            case ZX16, SX16 -> true;
            default -> false;
        };
    }

    /** A store writes the low bytes only. */
    Operand stored(Width width, Operand value) {
        if (width == Width.WORD) {
            return value;
        }
        return value instanceof Constant(int number) ? Operand.of(Width.of(width.bytes(), false).extend(number)) : low(value, width.bytes());
    }

    Optional<Outcome> simplify(Instruction.Select i, Comparisons.Comparison c) {
        if (c.isTrue() || c.isFalse() || i.then().equals(i.otherwise())) {
            return same(c.isFalse() ? i.otherwise() : i.then());
        }
        if (i.then().is(1) && i.otherwise().is(0)) {
            return Optional.of(new Outcome.Other(new Instruction.Compare(c.condition(), i.result(), c.left(), c.right(), i.at())));
        }
        if (i.then().is(0) && i.otherwise().is(1)) {
            return Optional.of(new Outcome.Other(new Instruction.Compare(c.condition().negate(), i.result(), c.left(), c.right(), i.at())));
        }
        if (c.condition() == Condition.EQ && c.left().equals(i.then()) && c.right().equals(i.otherwise())) {
            return same(i.otherwise());
        }
        if (c.condition() == i.condition() && c.left().equals(i.left()) && c.right().equals(i.right())) {
            return Optional.empty();
        }
        return select(i, c, i.at());
    }

    private static Optional<Outcome> select(Instruction.Select i, Comparisons.Comparison c, Position at) {
        return Optional.of(new Outcome.Other(new Instruction.Select(c.condition(), i.result(), c.left(), c.right(), i.then(), i.otherwise(), at)));
    }
}

package exo86.ash.ir.lower;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Condition;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Operand;
import exo86.ash.ir.TrappingOperator;
import exo86.ash.ir.UnaryOperator;
import exo86.ash.ir.Width;
import exo86.ash.tree.Expr;
import exo86.ash.types.Shape;
import exo86.ash.types.Type;
import java.util.List;

/** Arithmetic of words. Narrow operands arrive extended; results leave so. */
final class Arithmetic {
    static final String OVERFLOW = "integer overflow";
    static final String DIVISION = "division by zero";

    private final FunctionLowering f;

    Arithmetic(FunctionLowering f) {
        this.f = f;
    }

    List<Operand> unary(Expr.Unary e) {
        if (Shape.of(e.type()) == Shape.PAIR) {
            return f.wide.unary(e);
        }
        Operand operand = f.values.word(e.operand());
        return List.of(switch (e.operator()) {
            case NOT -> f.code.binary(BinaryOperator.XOR, operand, Operand.of(1));
            case COMPLEMENT -> extend(f.code.unary(UnaryOperator.NOT, operand), e.type());
            case NEGATE -> extend(f.code.unary(UnaryOperator.NEG, operand), e.type());
        });
    }

    List<Operand> binary(Expr.Binary e) {
        switch (e.operator()) {
            case EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL -> {
                return List.of(f.conditions.value(e));
            }
            default -> {
                if (Shape.of(e.type()) == Shape.PAIR) {
                    return f.wide.binary(e);
                }
                Operand left = f.values.word(e.left());
                Operand right = f.values.word(e.right());
                return List.of(word(e, left, right));
            }
        }
    }

    private Operand word(Expr.Binary e, Operand left, Operand right) {
        Type type = e.type();
        Type.Int integer = Shape.integer(type);
        return switch (e.operator()) {
            case ADD -> extend(f.code.binary(BinaryOperator.ADD, left, right), type);
            case SUBTRACT -> extend(f.code.binary(BinaryOperator.SUB, left, right), type);
            case MULTIPLY -> extend(f.code.binary(BinaryOperator.MUL, left, right), type);
            case AND -> f.code.binary(BinaryOperator.AND, left, right);
            case OR -> f.code.binary(BinaryOperator.OR, left, right);
            case XOR -> f.code.binary(BinaryOperator.XOR, left, right);
            case ADD_TRAP -> trapping(e, integer, integer.signed() ? TrappingOperator.ADD_S : TrappingOperator.ADD_U, left, right);
            case SUBTRACT_TRAP -> trapping(e, integer, integer.signed() ? TrappingOperator.SUB_S : TrappingOperator.SUB_U, left, right);
            case MULTIPLY_TRAP -> trapping(e, integer, integer.signed() ? TrappingOperator.MUL_S : TrappingOperator.MUL_U, left, right);
            case DIVIDE, REMAINDER -> divide(e, integer, left, right);
            case SHIFT_LEFT, SHIFT_RIGHT -> shift(e, integer, left, right);
            default -> throw new IllegalArgumentException("not arithmetic: " + e.operator());
        };
    }

    /** Narrow results are exact in a word, so extending them changes those that do not fit. */
    private Operand trapping(Expr.Binary e, Type.Int integer, TrappingOperator operator, Operand left, Operand right) {
        if (integer.bits() == 32) {
            return f.code.trapping(operator, left, right, OVERFLOW, e.at());
        }
        Operand exact = f.code.binary(operator.wrapping(), left, right);
        f.code.check(Condition.EQ, extend(exact, e.type()), exact, OVERFLOW, e.at());
        return exact;
    }

    private Operand divide(Expr.Binary e, Type.Int integer, Operand left, Operand right) {
        f.code.check(Condition.NE, right, Operand.of(0), DIVISION, e.at());
        boolean remainder = e.operator() == Expr.BinaryOperator.REMAINDER;
        if (!integer.signed()) {
            return f.code.binary(remainder ? BinaryOperator.UREM : BinaryOperator.UDIV, left, right);
        }
        return extend(f.code.binary(remainder ? BinaryOperator.SREM : BinaryOperator.SDIV, left, right), e.type());
    }

    private Operand shift(Expr.Binary e, Type.Int integer, Operand left, Operand right) {
        Operand count = right instanceof Constant(int number) ? Operand.of(number & integer.bits() - 1)
                : integer.bits() < 32 ? f.code.binary(BinaryOperator.AND, right, Operand.of(integer.bits() - 1)) : right;
        if (e.operator() == Expr.BinaryOperator.SHIFT_LEFT) {
            return extend(f.code.binary(BinaryOperator.SHL, left, count), e.type());
        }
        return f.code.binary(integer.signed() ? BinaryOperator.SAR : BinaryOperator.SHR, left, count);
    }

    /** A word as the type's values are, after an operation that may have changed the upper bits. */
    Operand extend(Operand word, Type type) {
        if (Shape.strip(type) instanceof Type.Bool) {
            return f.code.binary(BinaryOperator.AND, word, Operand.of(1));
        }
        Type.Int integer = Shape.integer(type);
        return integer.bits() >= 32 ? word : f.code.unary(extension(Width.of(integer.bits() / 8, integer.signed())), word);
    }

    private static UnaryOperator extension(Width width) {
        return switch (width) {
            case U8 -> UnaryOperator.ZX8;
            case S8 -> UnaryOperator.SX8;
            case U16 -> UnaryOperator.ZX16;
            case S16 -> UnaryOperator.SX16;
            case WORD -> throw new IllegalArgumentException("a word is not extended");
        };
    }
}

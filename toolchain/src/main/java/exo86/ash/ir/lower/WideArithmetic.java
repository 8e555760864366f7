package exo86.ash.ir.lower;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Condition;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Operand;
import exo86.ash.ir.UnaryOperator;
import exo86.ash.ir.WideOperator;
import exo86.ash.source.Span;
import exo86.ash.tree.Expr;
import exo86.ash.types.Shape;
import java.util.List;

/** 64-bit arithmetic: pairs of words. */
final class WideArithmetic {
    private static final List<Operand> ZERO = List.of(Operand.of(0), Operand.of(0));

    private final FunctionLowering f;

    WideArithmetic(FunctionLowering f) {
        this.f = f;
    }

    List<Operand> unary(Expr.Unary e) {
        List<Operand> operand = f.values.pair(e.operand());
        return switch (e.operator()) {
            case COMPLEMENT -> List.of(f.code.unary(UnaryOperator.NOT, operand.get(0)), f.code.unary(UnaryOperator.NOT, operand.get(1)));
            case NEGATE -> both(WideOperator.SUB, ZERO, operand, e.at());
            case NOT -> throw new IllegalArgumentException("a bool is no pair");
        };
    }

    List<Operand> binary(Expr.Binary e) {
        boolean signed = Shape.integer(e.type()).signed();
        List<Operand> left = f.values.pair(e.left());
        switch (e.operator()) {
            case SHIFT_LEFT -> {
                return shift(WideOperator.SHL, left, f.values.word(e.right()));
            }
            case SHIFT_RIGHT -> {
                return shift(signed ? WideOperator.SAR : WideOperator.SHR, left, f.values.word(e.right()));
            }
            default -> {
            }
        }
        List<Operand> right = f.values.pair(e.right());
        return switch (e.operator()) {
            case AND -> words(BinaryOperator.AND, left, right);
            case OR -> words(BinaryOperator.OR, left, right);
            case XOR -> words(BinaryOperator.XOR, left, right);
            case ADD -> both(WideOperator.ADD, left, right, e.at());
            case SUBTRACT -> both(WideOperator.SUB, left, right, e.at());
            case MULTIPLY -> both(WideOperator.MUL, left, right, e.at());
            case ADD_TRAP -> both(signed ? WideOperator.ADDTRAP_S : WideOperator.ADDTRAP_U, left, right, e.at());
            case SUBTRACT_TRAP -> both(signed ? WideOperator.SUBTRAP_S : WideOperator.SUBTRAP_U, left, right, e.at());
            case MULTIPLY_TRAP -> both(signed ? WideOperator.MULTRAP_S : WideOperator.MULTRAP_U, left, right, e.at());
            case DIVIDE -> divide(signed ? WideOperator.SDIV : WideOperator.UDIV, left, right, e.at());
            case REMAINDER -> divide(signed ? WideOperator.SREM : WideOperator.UREM, left, right, e.at());
            default -> throw new IllegalArgumentException("not arithmetic: " + e.operator());
        };
    }

    List<Operand> shift(WideOperator operator, List<Operand> left, Operand count) {
        if (count instanceof Constant(int number) && (number & 63) == 0) {
            return left;
        }
        return f.code.wide(operator, List.of(left.get(0), left.get(1), count), "", f.code.at.span());
    }

    /** The operation on the low words and on the high words. */
    List<Operand> words(BinaryOperator operator, List<Operand> left, List<Operand> right) {
        return List.of(f.code.binary(operator, left.get(0), right.get(0)), f.code.binary(operator, left.get(1), right.get(1)));
    }

    private List<Operand> both(WideOperator operator, List<Operand> left, List<Operand> right, Span at) {
        return f.code.wide(operator, List.of(left.get(0), left.get(1), right.get(0), right.get(1)), operator.traps() ? Arithmetic.OVERFLOW : "", at);
    }

    private List<Operand> divide(WideOperator operator, List<Operand> left, List<Operand> right, Span at) {
        f.code.check(Condition.NE, f.code.binary(BinaryOperator.OR, right.get(0), right.get(1)), Operand.of(0), Arithmetic.DIVISION, at);
        return both(operator, left, right, at);
    }
}

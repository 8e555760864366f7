package exo86.ash.emit;

import exo86.ash.tree.Expr;
import exo86.ash.types.Shape;
import exo86.isa.Condition;
import exo86.isa.Op;

/** Conditions as jumps and as values. */
final class Conditions {
    private final FunctionGenerator f;

    Conditions(FunctionGenerator f) {
        this.f = f;
    }

    /** Jumps if the condition is {@code when}, else goes on. */
    void jump(Expr e, boolean when, Label target) {
        switch (e) {
            case Expr.Constant constant -> {
                if (Simple.isTrue(constant) == when) {
                    f.code.jump(target);
                }
            }
            case Expr.Unary(Expr.UnaryOperator operator, Expr operand, var type, var at) when operator == Expr.UnaryOperator.NOT ->
                jump(operand, !when, target);
            case Expr.And and -> both(and.left(), and.right(), when, target);
            case Expr.Or or -> either(or.left(), or.right(), when, target);
            case Expr.Binary comparison when isComparison(comparison) ->
                f.code.jump(FunctionGenerator.condition(compare(comparison), when), target);
            default -> {
                f.values.value(e);
                f.code.emit(Op.TEST, Operand.EAX, Operand.EAX);
                f.code.jump(when ? Condition.NE : Condition.E, target);
            }
        }
    }

    /** The condition as 0 or 1 in EAX. */
    void value(Expr e) {
        if (e instanceof Expr.Binary comparison) {
            int condition = compare(comparison);
            f.code.set(condition, Operand.EAX.as(8));
            f.code.emit(Op.MOVZX, Operand.EAX, Operand.EAX.as(8));
            return;
        }
        Label no = Label.forward();
        Label end = Label.forward();
        jump(e, false, no);
        f.code.emit(Op.MOV, Operand.EAX, Operand.Immediate.of(1));
        f.code.jump(end);
        f.code.bind(no);
        f.code.emit(Op.XOR, Operand.EAX, Operand.EAX);
        f.code.bind(end);
    }

    private void both(Expr left, Expr right, boolean when, Label target) {
        if (when) {
            Label no = Label.forward();
            jump(left, false, no);
            jump(right, true, target);
            f.code.bind(no);
        } else {
            jump(left, false, target);
            jump(right, false, target);
        }
    }

    private void either(Expr left, Expr right, boolean when, Label target) {
        if (when) {
            jump(left, true, target);
            jump(right, true, target);
        } else {
            Label yes = Label.forward();
            jump(left, true, yes);
            jump(right, false, target);
            f.code.bind(yes);
        }
    }

    private static boolean isComparison(Expr.Binary e) {
        return switch (e.operator()) {
            case EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL -> true;
            default -> false;
        };
    }

    /** Sets the flags; the result is the condition code that means true. */
    private int compare(Expr.Binary e) {
        boolean signed = Shape.integer(e.left().type()).signed();
        if (Shape.of(e.left().type()) == Shape.PAIR) {
            return compareWide(e, signed);
        }
        if (f.simple.isSimple(e.left()) && e.left().type().size() == 4 && e.right() instanceof Expr.Constant
                && f.simple.operand(e.left(), Operand.EAX) instanceof Operand.Memory left) {
            f.code.emit(Op.CMP, left, f.simple.operand(e.right(), Operand.ECX));
        } else {
            Operand right = f.arithmetic.operands(e, false);
            if (right.equals(Operand.Immediate.of(0))) {
                f.code.emit(Op.TEST, Operand.EAX, Operand.EAX);
            } else {
                f.code.emit(Op.CMP, Operand.EAX, right);
            }
        }
        return switch (e.operator()) {
            case EQUAL -> Condition.E;
            case NOT_EQUAL -> Condition.NE;
            case LESS -> signed ? Condition.L : Condition.B;
            case LESS_EQUAL -> signed ? Condition.LE : Condition.BE;
            case GREATER -> signed ? Condition.G : Condition.A;
            default -> signed ? Condition.GE : Condition.AE;
        };
    }

    /** Equality by folding the differences together, order by the borrow of a 64-bit subtraction, the other way round for > and <=. */
    private int compareWide(Expr.Binary e, boolean signed) {
        WideArithmetic.Pair right = f.wide.operands(e.left(), e.right());
        switch (e.operator()) {
            case EQUAL, NOT_EQUAL -> {
                f.code.emit(Op.XOR, Operand.EAX, right.low());
                f.code.emit(Op.XOR, Operand.EDX, right.high());
                f.code.emit(Op.OR, Operand.EAX, Operand.EDX);
                return e.operator() == Expr.BinaryOperator.EQUAL ? Condition.E : Condition.NE;
            }
            case LESS, GREATER_EQUAL -> {
                f.code.emit(Op.CMP, Operand.EAX, right.low());
                f.code.emit(Op.SBB, Operand.EDX, right.high());
            }
            default -> {
                f.code.emit(Op.MOV, Operand.ECX, right.low());
                f.code.emit(Op.CMP, Operand.ECX, Operand.EAX);
                f.code.emit(Op.MOV, Operand.ECX, right.high());
                f.code.emit(Op.SBB, Operand.ECX, Operand.EDX);
            }
        }
        boolean less = e.operator() == Expr.BinaryOperator.LESS || e.operator() == Expr.BinaryOperator.GREATER;
        return less ? signed ? Condition.L : Condition.B : signed ? Condition.GE : Condition.AE;
    }
}

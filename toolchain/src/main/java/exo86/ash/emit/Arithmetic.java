package exo86.ash.emit;

import exo86.ash.source.Span;
import exo86.ash.tree.Expr.BinaryOperator;
import exo86.ash.tree.Expr;
import exo86.ash.types.Shape;
import exo86.ash.types.Type;
import exo86.isa.Condition;
import exo86.isa.Op;
import java.util.Optional;

/** Arithmetic of words. Narrow operands arrive extended to 32 bits; results leave so. */
final class Arithmetic {
    static final String OVERFLOW = "integer overflow";
    static final String DIVISION = "division by zero";

    private final FunctionGenerator f;

    Arithmetic(FunctionGenerator f) {
        this.f = f;
    }

    void unary(Expr.Unary e) {
        f.values.value(e.operand());
        boolean pair = Shape.of(e.type()) == Shape.PAIR;
        switch (e.operator()) {
            case NOT -> f.code.emit(Op.XOR, Operand.EAX, Operand.Immediate.of(1));
            case COMPLEMENT -> {
                f.code.emit(Op.NOT, Operand.EAX);
                if (pair) {
                    f.code.emit(Op.NOT, Operand.EDX);
                }
                extend(e.type());
            }
            case NEGATE -> {
                f.code.emit(Op.NEG, Operand.EAX);
                if (pair) {
                    f.code.emit(Op.ADC, Operand.EDX, Operand.Immediate.of(0));
                    f.code.emit(Op.NEG, Operand.EDX);
                }
                extend(e.type());
            }
        }
    }

    void binary(Expr.Binary e) {
        switch (e.operator()) {
            case EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL -> f.conditions.value(e);
            default -> {
                if (Shape.of(e.type()) == Shape.PAIR) {
                    f.wide.binary(e);
                } else {
                    word(e);
                }
            }
        }
    }

    private void word(Expr.Binary e) {
        Type type = e.type();
        Type.Int integer = Shape.integer(type);
        switch (e.operator()) {
            case ADD -> simple(Op.ADD, e, true);
            case SUBTRACT -> simple(Op.SUB, e, true);
            case AND -> simple(Op.AND, e, false);
            case OR -> simple(Op.OR, e, false);
            case XOR -> simple(Op.XOR, e, false);
            case ADD_TRAP -> {
                simple(Op.ADD, e, false);
                overflow(integer, integer.signed() ? Condition.O : Condition.B, e.at());
            }
            case SUBTRACT_TRAP -> {
                simple(Op.SUB, e, false);
                overflow(integer, integer.signed() ? Condition.O : Condition.B, e.at());
            }
            case MULTIPLY -> {
                multiply(operands(e, true));
                extend(type);
            }
            case MULTIPLY_TRAP -> multiplyTrap(e, integer);
            case DIVIDE, REMAINDER -> divide(e, integer);
            case SHIFT_LEFT, SHIFT_RIGHT -> shift(e, integer);
            default -> throw new IllegalArgumentException("not arithmetic: " + e.operator());
        }
    }

    private void simple(Op op, Expr.Binary e, boolean mayWrap) {
        Operand right = operands(e, op != Op.SUB);
        f.code.emit(op, Operand.EAX, right);
        if (mayWrap) {
            extend(e.type());
        }
    }

    /** Left operand to EAX; the right one is a constant, in memory or in ECX. With {@code commutes} they may change places. */
    Operand operands(Expr.Binary e, boolean commutes) {
        return operands(e.left(), e.right(), commutes);
    }

    Operand operands(Expr left, Expr right, boolean commutes) {
        if (f.simple.isSimple(right)) {
            f.values.value(left);
            return f.simple.operand(right, Operand.ECX);
        }
        if (f.simple.isSimple(left) && f.simple.isPure(right)) {
            f.values.value(right);
            if (commutes) {
                return f.simple.operand(left, Operand.ECX);
            }
            f.code.emit(Op.MOV, Operand.ECX, Operand.EAX);
            f.simple.load(left, Operand.EAX);
            return Operand.ECX;
        }
        Operand.Memory kept = f.frame.temporary(4);
        f.values.value(left);
        f.code.emit(Op.MOV, kept, Operand.EAX);
        f.values.value(right);
        if (commutes) {
            return kept;
        }
        f.code.emit(Op.MOV, Operand.ECX, Operand.EAX);
        f.code.emit(Op.MOV, Operand.EAX, kept);
        return Operand.ECX;
    }

    private void multiply(Operand right) {
        if (right instanceof Operand.Immediate number) {
            f.code.emit(Op.IMUL, Operand.EAX, Operand.EAX, number);
        } else {
            f.code.emit(Op.IMUL, Operand.EAX, right);
        }
    }

    private void multiplyTrap(Expr.Binary e, Type.Int integer) {
        Operand right = operands(e, true);
        if (integer.bits() == 32 && !integer.signed()) {
            if (right instanceof Operand.Immediate) {
                f.code.emit(Op.MOV, Operand.ECX, right);
                right = Operand.ECX;
            }
            f.code.emit(Op.MUL, right);
        } else {
            multiply(right);
        }
        overflow(integer, Condition.O, e.at());
    }

    /** Traps if the exact result is not one of the type: by the flag for 32 bits, else because extending changes the register. */
    private void overflow(Type.Int integer, int condition, Span at) {
        if (integer.bits() == 32) {
            f.trapIf(condition, OVERFLOW, at);
        } else {
            extend(Operand.ECX, integer);
            f.code.emit(Op.CMP, Operand.ECX, Operand.EAX);
            f.trapIf(Condition.NE, OVERFLOW, at);
        }
    }

    /** SDM's DIV and IDIV raise #DE where we trap with a reason (zero) or wrap (MIN / -1), so neither case reaches them. */
    private void divide(Expr.Binary e, Type.Int integer) {
        boolean remainder = e.operator() == BinaryOperator.REMAINDER;
        Operand right = operands(e, false);
        Optional<Integer> constant = right instanceof Operand.Immediate number && number.isNumber() ? Optional.of(number.value()) : Optional.empty();
        if (!right.equals(Operand.ECX)) {
            f.code.emit(Op.MOV, Operand.ECX, right);
        }
        if (constant.isEmpty() || constant.get() == 0) {
            f.code.emit(Op.TEST, Operand.ECX, Operand.ECX);
            f.trapIf(Condition.E, DIVISION, e.at());
        }
        if (!integer.signed()) {
            f.code.emit(Op.XOR, Operand.EDX, Operand.EDX);
            f.code.emit(Op.DIV, Operand.ECX);
            quotientOrRemainder(remainder);
            return;
        }
        Label minusOne = Label.forward();
        Label end = Label.forward();
        boolean guarded = integer.bits() == 32 && (constant.isEmpty() || constant.get() == -1);
        if (guarded) {
            f.code.emit(Op.CMP, Operand.ECX, Operand.Immediate.of(-1));
            f.code.jump(Condition.E, minusOne);
        }
        f.code.emit(Op.CDQ);
        f.code.emit(Op.IDIV, Operand.ECX);
        quotientOrRemainder(remainder);
        if (guarded) {
            f.code.jump(end);
            f.code.bind(minusOne);
            if (remainder) {
                f.code.emit(Op.XOR, Operand.EAX, Operand.EAX);
            } else {
                f.code.emit(Op.NEG, Operand.EAX);
            }
            f.code.bind(end);
        }
        extend(integer);
    }

    private void quotientOrRemainder(boolean remainder) {
        if (remainder) {
            f.code.emit(Op.MOV, Operand.EAX, Operand.EDX);
        }
    }

    private void shift(Expr.Binary e, Type.Int integer) {
        boolean left = e.operator() == BinaryOperator.SHIFT_LEFT;
        Op op = left ? Op.SHL : integer.signed() ? Op.SAR : Op.SHR;
        Operand count = shiftCount(e, integer.bits());
        f.code.emit(op, Operand.EAX, count);
        if (left) {
            extend(integer);
        }
    }

    /** Left operand to EAX, the count, masked for a width of less than 32 bits, to CL or a constant. */
    private Operand shiftCount(Expr.Binary e, int bits) {
        Optional<Integer> constant = f.simple.number(e.right());
        if (constant.isPresent()) {
            f.values.value(e.left());
            return Operand.Immediate.of(constant.get() & bits - 1);
        }
        Operand count = operands(e.left(), e.right(), false);
        if (!count.equals(Operand.ECX)) {
            f.code.emit(Op.MOV, Operand.ECX, count);
        }
        if (bits < 32) {
            f.code.emit(Op.AND, Operand.ECX, Operand.Immediate.of(bits - 1));
        }
        return Operand.ECX.as(8);
    }

    /** Makes EAX a register's form of the type again after an operation that may have changed the upper bits. */
    void extend(Type type) {
        extend(Operand.EAX, type);
    }

    /** EAX, extended as the type says, to a register. */
    void extend(Operand.Register to, Type type) {
        Type.Int integer = Shape.integer(type);
        if (Shape.strip(type) instanceof Type.Bool) {
            if (to != Operand.EAX) {
                f.code.emit(Op.MOV, to, Operand.EAX);
            }
            f.code.emit(Op.AND, to, Operand.Immediate.of(1));
        } else if (integer.bits() < 32) {
            f.code.emit(integer.signed() ? Op.MOVSX : Op.MOVZX, to, Operand.EAX.as(integer.bits()));
        } else if (!to.equals(Operand.EAX)) {
            f.code.emit(Op.MOV, to, Operand.EAX);
        }
    }
}

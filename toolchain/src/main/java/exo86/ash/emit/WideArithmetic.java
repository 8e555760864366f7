package exo86.ash.emit;

import exo86.ash.tree.Expr;
import exo86.ash.types.Shape;
import exo86.ash.types.Type;
import exo86.isa.Condition;
import exo86.isa.Op;
import java.util.Optional;

/** 64-bit arithmetic in EDX:EAX; division and the trapping product are calls of {@link WideHelper}s. */
final class WideArithmetic {
    private final FunctionGenerator f;

    WideArithmetic(FunctionGenerator f) {
        this.f = f;
    }

    /** The two words of a right operand, in memory or constant. */
    record Pair(Operand low, Operand high) {
    }

    /** Left operand to EDX:EAX, the right one into operands that need no register. */
    Pair operands(Expr left, Expr right) {
        if (f.simple.isSimplePair(right)) {
            f.values.value(left);
            return new Pair(f.simple.half(right, 0), f.simple.half(right, 1));
        }
        Operand.Memory keptRight = f.frame.temporary(8);
        if (f.simple.isSimplePair(left) && f.simple.isPure(right)) {
            f.values.value(right);
            f.transfer.spill(Shape.PAIR, keptRight);
            f.values.value(left);
        } else {
            Operand.Memory keptLeft = f.frame.temporary(8);
            f.values.value(left);
            f.transfer.spill(Shape.PAIR, keptLeft);
            f.values.value(right);
            f.transfer.spill(Shape.PAIR, keptRight);
            f.transfer.reload(Shape.PAIR, keptLeft);
        }
        return new Pair(keptRight, keptRight.plus(4));
    }

    void binary(Expr.Binary e) {
        Type.Int integer = Shape.integer(e.type());
        switch (e.operator()) {
            case ADD -> both(Op.ADD, Op.ADC, e);
            case SUBTRACT -> both(Op.SUB, Op.SBB, e);
            case AND -> both(Op.AND, Op.AND, e);
            case OR -> both(Op.OR, Op.OR, e);
            case XOR -> both(Op.XOR, Op.XOR, e);
            case ADD_TRAP -> {
                both(Op.ADD, Op.ADC, e);
                f.trapIf(integer.signed() ? Condition.O : Condition.B, Arithmetic.OVERFLOW, e.at());
            }
            case SUBTRACT_TRAP -> {
                both(Op.SUB, Op.SBB, e);
                f.trapIf(integer.signed() ? Condition.O : Condition.B, Arithmetic.OVERFLOW, e.at());
            }
            case MULTIPLY -> multiply(e);
            case MULTIPLY_TRAP -> {
                call(integer.signed() ? WideHelper.MULTIPLY_SIGNED : WideHelper.MULTIPLY_UNSIGNED, operands(e.left(), e.right()));
                dropArgument();
                f.trapIf(Condition.B, Arithmetic.OVERFLOW, e.at());
            }
            case DIVIDE, REMAINDER -> divide(e, integer.signed() ? WideHelper.DIVIDE_SIGNED : WideHelper.DIVIDE_UNSIGNED);
            case SHIFT_LEFT, SHIFT_RIGHT -> shift(e, integer.signed());
            default -> throw new IllegalArgumentException("not arithmetic: " + e.operator());
        }
    }

    /** Shifts EDX:EAX left by a constant of 0 to 63. */
    void shiftLeft(int count) {
        if (count >= 32) {
            f.code.emit(Op.MOV, Operand.EDX, Operand.EAX);
            f.code.emit(Op.XOR, Operand.EAX, Operand.EAX);
            if (count > 32) {
                f.code.emit(Op.SHL, Operand.EDX, Operand.Immediate.of(count - 32));
            }
        } else if (count > 0) {
            f.code.emit(Op.SHLD, Operand.EDX, Operand.EAX, Operand.Immediate.of(count));
            f.code.emit(Op.SHL, Operand.EAX, Operand.Immediate.of(count));
        }
    }

    /** Shifts EDX:EAX right by a constant of 0 to 63. */
    void shiftRight(int count, boolean signed) {
        Op op = signed ? Op.SAR : Op.SHR;
        if (count >= 32) {
            f.code.emit(Op.MOV, Operand.EAX, Operand.EDX);
            if (signed) {
                f.code.emit(Op.SAR, Operand.EDX, Operand.Immediate.of(31));
            } else {
                f.code.emit(Op.XOR, Operand.EDX, Operand.EDX);
            }
            if (count > 32) {
                f.code.emit(op, Operand.EAX, Operand.Immediate.of(count - 32));
            }
        } else if (count > 0) {
            f.code.emit(Op.SHRD, Operand.EAX, Operand.EDX, Operand.Immediate.of(count));
            f.code.emit(op, Operand.EDX, Operand.Immediate.of(count));
        }
    }

    private void both(Op low, Op high, Expr.Binary e) {
        Pair right = operands(e.left(), e.right());
        f.code.emit(low, Operand.EAX, right.low);
        f.code.emit(high, Operand.EDX, right.high);
    }

    /** low(a) * low(b) with the two cross products added to the upper word. */
    private void multiply(Expr.Binary e) {
        Pair right = inMemory(operands(e.left(), e.right()));
        Operand.Memory left = f.frame.temporary(4);
        f.code.emit(Op.MOV, left, Operand.EAX);
        f.code.emit(Op.MOV, Operand.ECX, Operand.EDX);
        f.code.emit(Op.IMUL, Operand.ECX, right.low);
        f.code.emit(Op.IMUL, Operand.EAX, right.high);
        f.code.emit(Op.ADD, Operand.ECX, Operand.EAX);
        f.code.emit(Op.MOV, Operand.EAX, left);
        f.code.emit(Op.MUL, right.low);
        f.code.emit(Op.ADD, Operand.EDX, Operand.ECX);
    }

    private Pair inMemory(Pair pair) {
        if (pair.low instanceof Operand.Memory) {
            return pair;
        }
        Operand.Memory kept = f.frame.temporary(8);
        f.code.emit(Op.MOV, kept, pair.low);
        f.code.emit(Op.MOV, kept.plus(4), pair.high);
        return new Pair(kept, kept.plus(4));
    }

    private void divide(Expr.Binary e, WideHelper helper) {
        Pair right = operands(e.left(), e.right());
        f.code.emit(Op.MOV, Operand.ECX, right.low);
        f.code.emit(Op.OR, Operand.ECX, right.high);
        f.trapIf(Condition.E, Arithmetic.DIVISION, e.at());
        call(helper, right);
        if (e.operator() == Expr.BinaryOperator.REMAINDER) {
            f.transfer.reload(Shape.PAIR, Operand.Memory.at(Operand.ESP, 0));
        }
        dropArgument();
    }

    private void call(WideHelper helper, Pair right) {
        f.code.emit(Op.PUSH, right.high);
        f.code.emit(Op.PUSH, right.low);
        f.code.emit(Op.CALL, new Operand.Routine(f.unit.helper(helper, f.library())));
        f.called(helper.symbol(), 12);
    }

    /** Changes no flag. */
    private void dropArgument() {
        f.code.emit(Op.LEA, Operand.ESP, Operand.Memory.at(Operand.ESP, 8));
    }

    private void shift(Expr.Binary e, boolean signed) {
        boolean left = e.operator() == Expr.BinaryOperator.SHIFT_LEFT;
        Optional<Integer> constant = f.simple.number(e.right());
        if (constant.isPresent()) {
            f.values.value(e.left());
            if (left) {
                shiftLeft(constant.get() & 63);
            } else {
                shiftRight(constant.get() & 63, signed);
            }
            return;
        }
        countToEcx(e.left(), e.right());
        Label small = Label.forward();
        if (left) {
            f.code.emit(Op.SHLD, Operand.EDX, Operand.EAX, Operand.ECX.as(8));
            f.code.emit(Op.SHL, Operand.EAX, Operand.ECX.as(8));
        } else {
            f.code.emit(Op.SHRD, Operand.EAX, Operand.EDX, Operand.ECX.as(8));
            f.code.emit(signed ? Op.SAR : Op.SHR, Operand.EDX, Operand.ECX.as(8));
        }
        f.code.emit(Op.TEST, Operand.ECX.as(8), Operand.Immediate.of(32));
        f.code.jump(Condition.E, small);
        if (left) {
            f.code.emit(Op.MOV, Operand.EDX, Operand.EAX);
            f.code.emit(Op.XOR, Operand.EAX, Operand.EAX);
        } else {
            f.code.emit(Op.MOV, Operand.EAX, Operand.EDX);
            if (signed) {
                f.code.emit(Op.SAR, Operand.EDX, Operand.Immediate.of(31));
            } else {
                f.code.emit(Op.XOR, Operand.EDX, Operand.EDX);
            }
        }
        f.code.bind(small);
    }

    /** Left operand to EDX:EAX, the count's low word to ECX. */
    private void countToEcx(Expr left, Expr right) {
        if (f.simple.isSimple(right)) {
            f.values.value(left);
            f.simple.load(right, Operand.ECX);
            return;
        }
        Operand.Memory kept = f.frame.temporary(8);
        f.values.value(left);
        f.transfer.spill(Shape.PAIR, kept);
        f.values.value(right);
        f.code.emit(Op.MOV, Operand.ECX, Operand.EAX);
        f.transfer.reload(Shape.PAIR, kept);
    }
}

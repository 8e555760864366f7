package exo86.ash.select;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.UnaryOperator;
import exo86.ash.ir.Value;
import exo86.ash.ir.Width;
import exo86.ash.machine.Operand;
import exo86.isa.Condition;
import exo86.isa.Op;
import exo86.isa.Registers;
import java.util.Optional;

/** Arithmetic of words. Sums are LEA, which becomes ADD or INC where the result's register is an operand's and nobody needs the flags. */
final class Arithmetic {
    private final Selection s;

    Arithmetic(Selection s) {
        this.s = s;
    }

    void unary(Instruction.Unary i) {
        Operand.Register result = s.definition(i.result());
        switch (i.operator()) {
            case NEG, NOT -> {
                s.load(result, i.operand());
                s.emit(i.operator() == UnaryOperator.NEG ? Op.NEG : Op.NOT, result);
            }
            case ZX8 -> s.emit(Op.MOVZX, result, part(i.operand(), 8));
            case SX8 -> s.emit(Op.MOVSX, result, part(i.operand(), 8));
            case ZX16 -> s.emit(Op.MOVZX, result, part(i.operand(), 16));
            case SX16 -> s.emit(Op.MOVSX, result, part(i.operand(), 16));
        }
    }

    /** The low bits of a word, where it lies if it is only read for them. */
    private Operand part(exo86.ash.ir.Operand operand, int bits) {
        Optional<Instruction.Load> load = s.foldedLoad(operand, Width.WORD).filter(l -> !l.isVolatile());
        return load.isPresent() ? s.place(load.get()).as(bits) : s.register(operand).as(bits);
    }

    /** True if the tile may as well stand where its result is first used. */
    boolean binary(Instruction.Binary i) {
        Operand.Register result = s.definition(i.result());
        switch (i.operator()) {
            case ADD -> {
                return add(i, result);
            }
            case SUB -> {
                return subtract(i, result);
            }
            case MUL -> multiply(i, result);
            case AND -> and(i, result);
            case OR, XOR -> {
                if (!rotate(i, result)) {
                    commuting(i.operator() == BinaryOperator.OR ? Op.OR : Op.XOR, result, i.left(), i.right());
                }
            }
            case SHL -> shift(Op.SHL, i, result);
            case SHR -> shift(Op.SHR, i, result);
            case SAR -> shift(Op.SAR, i, result);
            case UDIV, UREM, SDIV, SREM -> s.division.divide(i, result);
        }
        return false;
    }

    private boolean add(Instruction.Binary i, Operand.Register result) {
        if (rotate(i, result) || step(i.left(), i.right(), Op.ADC, result) || step(i.right(), i.left(), Op.ADC, result)) {
            return false;
        }
        boolean loads = s.foldedLoad(i.left(), Width.WORD).isPresent() || s.foldedLoad(i.right(), Width.WORD).isPresent();
        if (loads) {
            commuting(Op.ADD, result, i.left(), i.right());
            return false;
        }
        sum(result, s.addresses.sum(i.left(), i.right()));
        return i.right().isConstant();
    }

    /** {@code word + (a < b)}, or minus: the carry of the comparison is what is added. */
    private boolean step(exo86.ash.ir.Operand word, exo86.ash.ir.Operand truth, Op op, Operand.Register result) {
        if (!(s.inner(truth).orElse(null) instanceof Instruction.Compare compare)) {
            return false;
        }
        Optional<Boolean> carry = s.comparisons.carry(compare);
        if (carry.isEmpty()) {
            return false;
        }
        loadLeft(result, word);
        // Where the carry is clear if the comparison holds: word + 1 - carry, or word - 1 + carry.
        Op opposite = op == Op.ADC ? Op.SBB : Op.ADC;
        s.emit(carry.get() ? op : opposite, result, Operand.Immediate.of(carry.get() ? 0 : -1));
        return true;
    }

    private void sum(Operand.Register result, Operand.Memory sum) {
        boolean register = sum.index() == Registers.NONE && sum.displacement() == 0 && sum.symbol().isEmpty()
                && sum.slot() == exo86.ash.machine.Slot.NONE && sum.base() != Registers.NONE;
        if (register) {
            s.copy(result, Operand.Register.of(sum.base()));
        } else {
            s.emit(Op.LEA, result, sum);
        }
    }

    private boolean subtract(Instruction.Binary i, Operand.Register result) {
        if (i.right() instanceof Constant(int number) && s.foldedLoad(i.left(), Width.WORD).isEmpty()) {
            sum(result, s.addresses.sum(i.left(), new Constant(-number)));
            return true;
        }
        if (i.left().is(0)) {
            s.load(result, i.right());
            s.emit(Op.NEG, result);
            return false;
        }
        if (step(i.left(), i.right(), Op.SBB, result)) {
            return false;
        }
        loadLeft(result, i.left());
        s.emit(Op.SUB, result, s.operand(i.right()));
        return false;
    }

    private void loadLeft(Operand.Register result, exo86.ash.ir.Operand left) {
        Optional<Instruction.Load> load = s.foldedLoad(left, Width.WORD);
        if (load.isPresent()) {
            s.copy(result, s.place(load.get()));
        } else {
            s.load(result, left);
        }
    }

    private void multiply(Instruction.Binary i, Operand.Register result) {
        if (i.right() instanceof Constant(int factor)) {
            if (factor == 3 || factor == 5 || factor == 9) {
                s.emit(Op.LEA, result, s.addresses.multiple(i.left(), factor));
            } else if (factor > 0 && Integer.bitCount(factor) == 1) {
                shiftLeft(i.left(), Integer.numberOfTrailingZeros(factor), result);
            } else {
                s.emit(Op.IMUL, result, s.registerOrMemory(i.left()), Operand.Immediate.of(factor));
            }
            return;
        }
        commuting(Op.IMUL, result, i.left(), i.right());
    }

    private void and(Instruction.Binary i, Operand.Register result) {
        if (i.right().is(0xFF)) {
            s.emit(Op.MOVZX, result, part(i.left(), 8));
        } else if (i.right().is(0xFFFF)) {
            s.emit(Op.MOVZX, result, part(i.left(), 16));
        } else {
            commuting(Op.AND, result, i.left(), i.right());
        }
    }

    /** {@code result = left op right} with the operand first that is better lost. */
    void commuting(Op op, Operand.Register result, exo86.ash.ir.Operand left, exo86.ash.ir.Operand right) {
        boolean swap = !right.isConstant() && (left.isConstant() || s.foldedLoad(left, Width.WORD).isPresent() && s.foldedLoad(right, Width.WORD).isEmpty()
                || lives(left) && !lives(right) && s.foldedLoad(right, Width.WORD).isEmpty());
        loadLeft(result, swap ? right : left);
        s.emit(op, result, s.operand(swap ? left : right));
    }

    /** Somebody behind the tile wants the value. */
    private boolean lives(exo86.ash.ir.Operand operand) {
        return operand instanceof Value value && s.needed(value);
    }

    private void shift(Op op, Instruction.Binary i, Operand.Register result) {
        if (i.right() instanceof Constant(int count)) {
            if (op == Op.SHL) {
                shiftLeft(i.left(), count & 31, result);
            } else {
                loadLeft(result, i.left());
                s.emit(op, result, Operand.Immediate.of(count & 31));
            }
            return;
        }
        Operand.Register count = s.register(shiftCount(i.right()));
        loadLeft(result, i.left());
        s.copy(Selection.ECX, count);
        s.emit(op, result, Selection.low(Selection.ECX));
    }

    private void shiftLeft(exo86.ash.ir.Operand left, int count, Operand.Register result) {
        if (count >= 1 && count <= 3 && s.foldedLoad(left, Width.WORD).isEmpty() && !left.isConstant()) {
            s.emit(Op.LEA, result, s.addresses.multiple(left, 1 << count));
            return;
        }
        loadLeft(result, left);
        s.emit(Op.SHL, result, Operand.Immediate.of(count));
    }

    /** The processor looks at five bits of a count, so who masks them has done nothing. */
    private exo86.ash.ir.Operand shiftCount(exo86.ash.ir.Operand count) {
        return s.facts.definition(count) instanceof Instruction.Binary(BinaryOperator op, Value r, var left, var right, var at)
                && op == BinaryOperator.AND && right instanceof Constant(int mask) && (mask & 31) == 31 && count instanceof Value value
                && !s.needed(value) ? left : count;
    }

    // Rotates

    /** {@code x << n | x >> 32 - n}, also with + and ^ where n is a number. */
    private boolean rotate(Instruction.Binary i, Operand.Register result) {
        if (!(s.inner(i.left()).orElse(null) instanceof Instruction.Binary a) || !(s.inner(i.right()).orElse(null) instanceof Instruction.Binary b)) {
            return false;
        }
        Instruction.Binary left = a.operator() == BinaryOperator.SHL ? a : b;
        Instruction.Binary right = left == a ? b : a;
        if (left.operator() != BinaryOperator.SHL || right.operator() != BinaryOperator.SHR || !left.left().equals(right.left())) {
            return false;
        }
        if (left.right() instanceof Constant(int n) && right.right() instanceof Constant(int m) && n > 0 && m > 0 && n + m == 32) {
            loadLeft(result, left.left());
            s.emit(Op.ROL, result, Operand.Immediate.of(n));
            return true;
        }
        boolean leftwards = isRest(right.right(), left.right());
        if (i.operator() != BinaryOperator.OR || !leftwards && !isRest(left.right(), right.right())) {
            return false;
        }
        Operand.Register count = s.register(shiftCount(leftwards ? left.right() : right.right()));
        s.load(result, left.left());
        s.copy(Selection.ECX, count);
        s.emit(leftwards ? Op.ROL : Op.ROR, result, Selection.low(Selection.ECX));
        return true;
    }

    /** {@code rest} is 32 - count or -count. */
    private boolean isRest(exo86.ash.ir.Operand rest, exo86.ash.ir.Operand count) {
        return switch (s.facts.definition(rest)) {
            case Instruction.Binary binary -> binary.operator() == BinaryOperator.SUB && (binary.left().is(32) || binary.left().is(0))
                    && binary.right().equals(count);
            case Instruction.Unary unary -> unary.operator() == UnaryOperator.NEG && unary.operand().equals(count);
            case null, default -> false;
        };
    }

    // Checked

    void trapping(Instruction.Trapping i) {
        Operand.Register result = s.definition(i.result());
        switch (i.operator()) {
            case ADD_U, ADD_S -> commuting(Op.ADD, result, i.left(), i.right());
            case SUB_U, SUB_S -> {
                loadLeft(result, i.left());
                s.emit(Op.SUB, result, s.operand(i.right()));
            }
            case MUL_S -> {
                if (i.right() instanceof Constant(int factor)) {
                    s.emit(Op.IMUL, result, s.registerOrMemory(i.left()), Operand.Immediate.of(factor));
                } else {
                    commuting(Op.IMUL, result, i.left(), i.right());
                }
            }
            case MUL_U -> {
                Operand right = s.registerOrMemory(i.right());
                s.load(Selection.EAX, i.left());
                s.emitFixed(Op.MUL, Selection.bits(Registers.EAX), Selection.bits(Registers.EAX, Registers.EDX), right);
                s.copy(result, Selection.EAX);
            }
        }
        boolean carry = i.operator() == exo86.ash.ir.TrappingOperator.ADD_U || i.operator() == exo86.ash.ir.TrappingOperator.SUB_U;
        s.trapIf(carry ? Condition.B : Condition.O, i.reason());
    }
}

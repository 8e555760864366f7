package exo86.ash.select;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Instruction;
import exo86.ash.machine.Operand.Immediate;
import exo86.ash.machine.Operand.Register;
import exo86.isa.Condition;
import exo86.isa.Op;
import exo86.isa.Registers;
import java.util.List;

/**
 * Division of words. By a power of two it is shifts; by another number a multiplication with its reciprocal (Granlund and Montgomery, 1994; the
 * shifts as in Warren's "Hacker's Delight", chapter 10); quotient and remainder of the same operands in one block share a DIV.
 */
final class Division {
    private static final int EAX = Selection.bits(Registers.EAX);
    private static final int EDX = Selection.bits(Registers.EDX);

    private final Selection s;

    Division(Selection s) {
        this.s = s;
    }

    void divide(Instruction.Binary i, Register result) {
        boolean signed = i.operator() == BinaryOperator.SDIV || i.operator() == BinaryOperator.SREM;
        boolean quotient = i.operator() == BinaryOperator.UDIV || i.operator() == BinaryOperator.SDIV;
        if (i.right() instanceof Constant(int divisor) && divisor != 0) {
            boolean lives = i.left() instanceof exo86.ash.ir.Value value && s.needed(value);
            Register left = s.register(i.left());
            Register q = quotient ? result : s.temporary();
            if (!quotient && isPower(divisor, signed)) {
                remainderOfPower(left, divisor, signed, result);
                return;
            }
            if (signed) {
                signedQuotient(left, divisor, q);
            } else {
                unsignedQuotient(left, divisor, q, quotient && !lives);
            }
            if (!quotient) {
                remainder(left, divisor, q, result);
            }
            return;
        }
        if (signed) {
            signed(i, quotient, result);
        } else {
            unsigned(i, quotient, result);
        }
    }

    private static boolean isPower(int divisor, boolean signed) {
        return signed ? divisor != Integer.MIN_VALUE && Integer.bitCount(Math.abs(divisor)) == 1 : Integer.bitCount(divisor) == 1;
    }

    private void remainder(Register left, int divisor, Register quotient, Register result) {
        Register product = s.temporary();
        if (divisor == 3 || divisor == 5 || divisor == 9) {
            s.emit(Op.LEA, product, new exo86.ash.machine.Operand.Memory(quotient.number(), quotient.number(), divisor - 1, 0, "",
                    exo86.ash.machine.Slot.NONE, 32));
        } else {
            s.emit(Op.IMUL, product, quotient, Immediate.of(divisor));
        }
        s.copy(result, left);
        s.emit(Op.SUB, result, product);
    }

    private void remainderOfPower(Register left, int divisor, boolean signed, Register result) {
        int size = Math.abs(divisor);
        if (!signed) {
            s.copy(result, left);
            s.emit(Op.AND, result, Immediate.of(divisor - 1));
            return;
        }
        Register bias = bias(left, Integer.numberOfTrailingZeros(size));
        s.copy(result, left);
        s.emit(Op.ADD, result, bias);
        s.emit(Op.AND, result, Immediate.of(size - 1));
        s.emit(Op.SUB, result, bias);
    }

    /** 2^bits - 1 for negative numbers, else 0. */
    private Register bias(Register left, int bits) {
        Register bias = s.temporary();
        s.copy(bias, left);
        if (bits == 0) {
            s.emit(Op.XOR, bias, left);
            return bias;
        }
        if (bits > 1) {
            s.emit(Op.SAR, bias, Immediate.of(31));
        }
        s.emit(Op.SHR, bias, Immediate.of(32 - bits));
        return bias;
    }

    private void unsignedQuotient(Register left, int divisor, Register result, boolean last) {
        if (Integer.bitCount(divisor) == 1) {
            s.copy(result, left);
            if (divisor != 1) {
                s.emit(Op.SHR, result, Immediate.of(Integer.numberOfTrailingZeros(divisor)));
            }
            return;
        }
        if (divisor < 0) {
            s.emit(Op.CMP, left, Immediate.of(divisor));
            Register bit = s.temporary().as(8);
            s.emit(Op.SET, Condition.AE, bit);
            s.emit(Op.MOVZX, result, bit);
            return;
        }
        // The smallest p with a multiplier of 32 bits, or of 33: then the sum with the dividend is halved before it can overflow.
        long d = Integer.toUnsignedLong(divisor);
        int ceiling = 32 - Integer.numberOfLeadingZeros(divisor - 1);
        for (int shift = 0; shift <= ceiling; shift++) {
            java.math.BigInteger power = java.math.BigInteger.ONE.shiftLeft(32 + shift);
            long multiplier = power.add(java.math.BigInteger.valueOf(d - 1)).divide(java.math.BigInteger.valueOf(d)).longValueExact();
            long error = java.math.BigInteger.valueOf(multiplier).multiply(java.math.BigInteger.valueOf(d)).subtract(power).longValueExact();
            if (error > 1L << shift) {
                continue;
            }
            if (multiplier >>> 32 == 0) {
                high(Op.MUL, left, (int) multiplier, result, last);
                shiftRight(Op.SHR, result, shift);
                return;
            }
            Register high = s.temporary();
            high(Op.MUL, left, (int) multiplier, high, false);
            s.copy(result, left);
            s.emit(Op.SUB, result, high);
            s.emit(Op.SHR, result, Immediate.of(1));
            s.emit(Op.ADD, result, high);
            shiftRight(Op.SHR, result, shift - 1);
            return;
        }
        throw new IllegalStateException("no reciprocal of " + divisor);
    }

    private void signedQuotient(Register left, int divisor, Register result) {
        if (divisor == 1 || divisor == -1) {
            s.copy(result, left);
        } else if (divisor == Integer.MIN_VALUE) {
            s.emit(Op.CMP, left, Immediate.of(divisor));
            Register bit = s.temporary().as(8);
            s.emit(Op.SET, Condition.E, bit);
            s.emit(Op.MOVZX, result, bit);
            return;
        } else if (isPower(divisor, true)) {
            int bits = Integer.numberOfTrailingZeros(Math.abs(divisor));
            Register bias = bias(left, bits);
            s.copy(result, left);
            s.emit(Op.ADD, result, bias);
            s.emit(Op.SAR, result, Immediate.of(bits));
        } else {
            long d = Math.abs((long) divisor);
            int shift = 0;
            while (true) {
                java.math.BigInteger power = java.math.BigInteger.ONE.shiftLeft(32 + shift);
                long multiplier = power.divide(java.math.BigInteger.valueOf(d)).longValueExact() + 1;
                long error = java.math.BigInteger.valueOf(multiplier).multiply(java.math.BigInteger.valueOf(d)).subtract(power).longValueExact();
                if (error <= 1L << shift + 1) {
                    high(Op.IMUL, left, (int) multiplier, result, false);
                    if (multiplier >= 1L << 31) {
                        s.emit(Op.ADD, result, left);
                    }
                    shiftRight(Op.SAR, result, shift);
                    Register sign = s.temporary();
                    s.copy(sign, left);
                    s.emit(Op.SAR, sign, Immediate.of(31));
                    s.emit(Op.SUB, result, sign);
                    break;
                }
                shift++;
            }
        }
        if (divisor < 0) {
            s.emit(Op.NEG, result);
        }
    }

    private void shiftRight(Op op, Register register, int count) {
        if (count > 0) {
            s.emit(op, register, Immediate.of(count));
        }
    }

    /** The upper word of a product. {@code last}: the dividend is not wanted after it, so it may be the one that is in EAX. */
    private void high(Op op, Register left, int multiplier, Register result, boolean last) {
        Register factor = last ? s.temporary() : Selection.EAX;
        s.copy(factor, Immediate.of(multiplier));
        if (last) {
            s.copy(Selection.EAX, left);
        }
        s.emitFixed(op, EAX, EAX | EDX, last ? factor : left);
        s.copy(result, Selection.EDX);
    }

    private void unsigned(Instruction.Binary i, boolean quotient, Register result) {
        exo86.ash.machine.Operand right = s.registerOrMemory(i.right());
        s.load(Selection.EAX, i.left());
        s.copy(Selection.EDX, Immediate.of(0));
        s.emitFixed(Op.DIV, EAX | EDX, EAX | EDX, right);
        results(i, quotient, result);
    }

    /** IDIV traps where the quotient is 2^31, so -1 does not come to it. */
    private void signed(Instruction.Binary i, boolean quotient, Register result) {
        Register right = s.register(i.right());
        Register left = s.register(i.left());
        exo86.ash.machine.Block usual = s.procedure.block();
        exo86.ash.machine.Block minusOne = s.procedure.block();
        exo86.ash.machine.Block end = s.procedure.block();
        minusOne.cold(true);
        s.emit(Op.CMP, right, Immediate.of(-1));
        s.jump(Condition.E, minusOne);
        s.jump(usual);
        s.bind(usual);
        s.copy(Selection.EAX, left);
        s.emitFixed(Op.CDQ, EAX, EDX);
        s.emitFixed(Op.IDIV, EAX | EDX, EAX | EDX, right);
        results(i, quotient, result);
        s.jump(end);
        s.bind(minusOne);
        Register other = partner(i) == null ? null : s.definition(partner(i).result());
        Register q = quotient ? result : other;
        Register r = quotient ? other : result;
        if (q != null) {
            s.copy(q, left);
            s.emit(Op.NEG, q);
        }
        if (r != null) {
            s.copy(r, Immediate.of(0));
        }
        s.jump(end);
        s.bind(end);
    }

    private void results(Instruction.Binary i, boolean quotient, Register result) {
        Instruction.Binary partner = partner(i);
        s.copy(result, quotient ? Selection.EAX : Selection.EDX);
        if (partner != null) {
            s.copy(s.definition(partner.result()), quotient ? Selection.EDX : Selection.EAX);
        }
    }

    /** The wanted other result of the same division, which stands further down in the block. */
    private Instruction.Binary partner(Instruction.Binary i) {
        if (i.right() instanceof Constant) {
            return null;
        }
        List<Instruction> instructions = s.block().instructions();
        for (int n = s.index() + 1; n < instructions.size(); n++) {
            if (instructions.get(n) instanceof Instruction.Binary other && isPair(i, other) && s.needed(other.result())) {
                return other;
            }
        }
        return null;
    }

    /** An earlier division in the block gives this result too. */
    boolean isGivenEarlier(Instruction.Binary i) {
        if (!i.operator().divides() || i.right() instanceof Constant) {
            return false;
        }
        List<Instruction> instructions = s.block().instructions();
        for (int n = 0; n < s.index(); n++) {
            if (instructions.get(n) instanceof Instruction.Binary other && isPair(i, other)) {
                s.register(other.result());
                return true;
            }
        }
        return false;
    }

    private static boolean isPair(Instruction.Binary a, Instruction.Binary b) {
        return a.operator() != b.operator() && a.operator().divides() && b.operator().divides() && a.left().equals(b.left()) && a.right().equals(b.right())
                && (a.operator() == BinaryOperator.UDIV || a.operator() == BinaryOperator.UREM)
                == (b.operator() == BinaryOperator.UDIV || b.operator() == BinaryOperator.UREM);
    }
}

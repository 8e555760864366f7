package exo86.ash.select;

import exo86.ash.ir.Constant;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Width;
import exo86.ash.machine.Operand.Immediate;
import exo86.ash.machine.Operand.Memory;
import exo86.ash.machine.Operand.Register;
import exo86.ash.machine.Operand.Routine;
import exo86.isa.Condition;
import exo86.isa.Op;
import exo86.isa.Registers;
import java.util.List;

/** 64-bit arithmetic on pairs of words. */
final class Wide {
    private static final int EAX = Selection.bits(Registers.EAX);
    private static final int EDX = Selection.bits(Registers.EDX);
    private static final int CHANGED = Selection.bits(Registers.EAX, Registers.ECX, Registers.EDX);

    private final Selection s;
    private final Helpers helpers;

    Wide(Selection s, Helpers helpers) {
        this.s = s;
        this.helpers = helpers;
    }

    void operation(Instruction.Wide i) {
        Register low = s.definition(i.low());
        Register high = s.definition(i.high());
        List<Operand> o = i.operands();
        switch (i.operator()) {
            case ADD, ADDTRAP_U, ADDTRAP_S -> carried(Op.ADD, Op.ADC, o, low, high);
            case SUB, SUBTRAP_U, SUBTRAP_S -> carried(Op.SUB, Op.SBB, o, low, high);
            case MUL -> multiply(o, low, high);
            case SHL, SHR, SAR -> {
                if (o.get(2) instanceof Constant(int count)) {
                    shift(i, count & 63, low, high);
                } else {
                    shift(i, low, high);
                }
            }
            case UDIV, UREM, SDIV, SREM, MULTRAP_U, MULTRAP_S -> helper(i, low, high);
        }
        switch (i.operator()) {
            case ADDTRAP_U, SUBTRAP_U -> s.trapIf(Condition.B, i.reason());
            case ADDTRAP_S, SUBTRAP_S -> s.trapIf(Condition.O, i.reason());
            default -> {
            }
        }
    }

    private exo86.ash.machine.Operand operand(Operand operand) {
        return s.foldedLoad(operand, Width.WORD).<exo86.ash.machine.Operand>map(s::place).orElseGet(() -> s.value(operand));
    }

    /** Nothing between the two operations touches the flags: operands are put into registers before. */
    private void carried(Op first, Op second, List<Operand> o, Register low, Register high) {
        exo86.ash.machine.Operand rightLow = operand(o.get(2));
        exo86.ash.machine.Operand rightHigh = operand(o.get(3));
        s.load(low, o.get(0));
        s.load(high, o.get(1));
        s.emit(first, low, rightLow);
        s.emit(second, high, rightHigh);
    }

    private void multiply(List<Operand> o, Register low, Register high) {
        boolean leftShort = o.get(1).is(0);
        boolean rightShort = o.get(3).is(0);
        Register cross = s.temporary();
        if (!leftShort || !rightShort) {
            if (!rightShort) {
                s.load(cross, o.get(3));
                s.emit(Op.IMUL, cross, s.register(o.get(0)));
            }
            if (!leftShort) {
                Register other = rightShort ? cross : s.temporary();
                s.load(other, o.get(1));
                s.emit(Op.IMUL, other, s.register(o.get(2)));
                if (!rightShort) {
                    s.emit(Op.ADD, cross, other);
                }
            }
        }
        exo86.ash.machine.Operand right = s.registerOrMemory(o.get(2));
        s.load(Selection.EAX, o.get(0));
        s.emitFixed(Op.MUL, EAX, EAX | EDX, right);
        s.copy(low, Selection.EAX);
        s.copy(high, Selection.EDX);
        if (!leftShort || !rightShort) {
            s.emit(Op.ADD, high, cross);
        }
    }

    private void shift(Instruction.Wide i, int count, Register low, Register high) {
        Operand l = i.operands().get(0);
        Operand h = i.operands().get(1);
        boolean far = count >= 32;
        Immediate n = Immediate.of(count & 31);
        switch (i.operator()) {
            case SHL -> {
                s.load(high, far ? l : h);
                if (far) {
                    shiftBy(Op.SHL, high, n);
                    s.copy(low, Immediate.of(0));
                } else {
                    Register from = s.register(l);
                    if (count > 0) {
                        s.emit(Op.SHLD, high, from, n);
                    }
                    s.copy(low, from);
                    shiftBy(Op.SHL, low, n);
                }
            }
            default -> {
                Op op = i.operator() == exo86.ash.ir.WideOperator.SHR ? Op.SHR : Op.SAR;
                s.load(low, far ? h : l);
                Register from = s.register(h);
                if (far) {
                    shiftBy(op, low, n);
                    if (op == Op.SHR) {
                        s.copy(high, Immediate.of(0));
                    } else {
                        s.copy(high, from);
                        s.emit(Op.SAR, high, Immediate.of(31));
                    }
                } else {
                    if (count > 0) {
                        s.emit(Op.SHRD, low, from, n);
                    }
                    s.copy(high, from);
                    shiftBy(op, high, n);
                }
            }
        }
    }

    private void shiftBy(Op op, Register register, Immediate count) {
        if (count.value() != 0) {
            s.emit(op, register, count);
        }
    }

    /** By a count in a register: as if below 32, then, if it is not, the word that moved takes the other's place. */
    private void shift(Instruction.Wide i, Register low, Register high) {
        boolean left = i.operator() == exo86.ash.ir.WideOperator.SHL;
        Op op = left ? Op.SHL : i.operator() == exo86.ash.ir.WideOperator.SHR ? Op.SHR : Op.SAR;
        Register moving = left ? low : high;
        Register filling = left ? high : low;
        Register fill = s.temporary();
        Operand count = i.operands().get(2);
        Register counted = s.register(count);
        s.load(low, i.operands().get(0));
        s.load(high, i.operands().get(1));
        if (op == Op.SAR) {
            s.copy(fill, high);
            s.emit(Op.SAR, fill, Immediate.of(31));
        } else {
            s.copy(fill, Immediate.of(0));
        }
        s.copy(Selection.ECX, counted);
        Register cl = Selection.low(Selection.ECX);
        s.emit(left ? Op.SHLD : Op.SHRD, filling, moving, cl);
        s.emit(op, moving, cl);
        s.emit(Op.TEST, cl, Immediate.of(32));
        s.emit(Op.CMOV, Condition.NE, filling, moving);
        s.emit(Op.CMOV, Condition.NE, moving, fill);
    }

    private void helper(Instruction.Wide i, Register low, Register high) {
        List<Operand> o = i.operands();
        s.procedure.outgoing().reserve(8);
        Memory argument = Memory.at(s.procedure.outgoing(), 0);
        s.store(argument, s.value(o.get(2)));
        s.store(argument.plus(4), s.value(o.get(3)));
        s.load(Selection.EAX, o.get(0));
        s.load(Selection.EDX, o.get(1));
        s.emitFixed(Op.CALL, EAX | EDX, CHANGED, new Routine(helpers.symbol(i.operator())));
        switch (i.operator()) {
            case UREM, SREM -> {
                s.copy(low, argument);
                s.copy(high, argument.plus(4));
            }
            case MULTRAP_U, MULTRAP_S -> {
                s.copy(low, Selection.EAX);
                s.copy(high, Selection.EDX);
                s.trapIf(Condition.B, i.reason());
            }
            default -> {
                s.copy(low, Selection.EAX);
                s.copy(high, Selection.EDX);
            }
        }
    }

    /** The flags of a comparison, and the condition under which the first number is less. */
    int lessFlags(Instruction.WideLess i) {
        List<Operand> o = i.operands();
        Register high = s.temporary();
        exo86.ash.machine.Operand rightHigh = operand(o.get(3));
        s.load(high, o.get(1));
        s.emit(Op.CMP, s.register(o.get(0)), operand(o.get(2)));
        s.emit(Op.SBB, high, rightHigh);
        return i.signed() ? Condition.L : Condition.B;
    }
}

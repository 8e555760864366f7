package exo86.ash.select;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Condition;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Value;
import exo86.ash.ir.Width;
import exo86.ash.machine.Operand;
import exo86.isa.Op;
import java.util.List;
import java.util.Optional;

/** Comparisons: the flags, and what is made of them. */
final class Comparisons {
    private final Selection s;

    Comparisons(Selection s) {
        this.s = s;
    }

    /** Sets the flags and says under which of the processor's conditions the comparison holds. */
    int flags(Condition condition, exo86.ash.ir.Operand left, exo86.ash.ir.Operand right) {
        if (left.isConstant() && !right.isConstant()) {
            return flags(condition.swap(), right, left);
        }
        if (right.is(1) && (condition == Condition.ULT || condition == Condition.UGE)) {
            return flags(condition == Condition.ULT ? Condition.EQ : Condition.NE, left, new Constant(0));
        }
        if (right.is(0)) {
            switch (condition) {
                case EQ, NE -> {
                    Optional<Integer> known = nested(condition == Condition.NE, left);
                    if (known.isPresent()) {
                        return known.get();
                    }
                }
                case UGT -> {
                    return flags(Condition.NE, left, right);
                }
                case ULE -> {
                    return flags(Condition.EQ, left, right);
                }
                default -> {
                }
            }
        }
        return compared(condition, left, right, true);
    }

    /**
     * The same by an instruction that compares, whatever would be shorter.
     *
     * @param turned whether it may compare the right side with the left one, whose carry is another
     */
    private int compared(Condition condition, exo86.ash.ir.Operand left, exo86.ash.ir.Operand right, boolean turned) {
        int code = code(condition);
        Optional<Integer> narrow = narrow(condition, left, right);
        if (narrow.isPresent()) {
            return narrow.get();
        }
        Optional<Integer> bytes = bytes(condition, left, right).or(() -> turned ? bytes(condition.swap(), right, left) : Optional.empty());
        if (bytes.isPresent()) {
            return bytes.get();
        }
        if (right.is(0) && s.foldedLoad(left, Width.WORD).isEmpty()) {
            Operand.Register register = s.register(left);
            s.emit(Op.TEST, register, register);
            return condition == Condition.SLT ? exo86.isa.Condition.S : condition == Condition.SGE ? exo86.isa.Condition.NS : code;
        }
        if (s.foldedLoad(left, Width.WORD).isPresent() && s.foldedLoad(right, Width.WORD).isPresent()) {
            s.emit(Op.CMP, s.register(left), s.operand(right));
        } else {
            s.emit(Op.CMP, s.registerOrMemory(left), s.operand(right));
        }
        return code;
    }

    /** A test of something that sets the flags itself, compared with zero. */
    private Optional<Integer> nested(boolean notZero, exo86.ash.ir.Operand operand) {
        Instruction inner = s.inner(operand).orElse(null);
        switch (inner) {
            case Instruction.Compare compare -> {
                return Optional.of(flags(notZero ? compare.condition() : compare.condition().negate(), compare.left(), compare.right()));
            }
            case Instruction.WideLess less -> {
                int code = s.wide.lessFlags(less);
                return Optional.of(notZero ? code : exo86.isa.Condition.negate(code));
            }
            case Instruction.Binary binary when binary.operator() == BinaryOperator.AND -> {
                return Optional.of(test(notZero, binary));
            }
            case null, default -> {
                return Optional.empty();
            }
        }
    }

    private int test(boolean notZero, Instruction.Binary and) {
        int code = notZero ? exo86.isa.Condition.NE : exo86.isa.Condition.E;
        Instruction left = s.inner(and.left()).orElse(null);
        Instruction right = s.inner(and.right()).orElse(null);
        if (and.right().is(1) && left instanceof Instruction.Binary shift && (shift.operator() == BinaryOperator.SHR || shift.operator() == BinaryOperator.SAR)) {
            return bit(notZero, shift.left(), shift.right());
        }
        if (right instanceof Instruction.Binary shift && shift.operator() == BinaryOperator.SHL && shift.left().is(1)) {
            return bit(notZero, and.left(), shift.right());
        }
        if (left instanceof Instruction.Binary shift && shift.operator() == BinaryOperator.SHL && shift.left().is(1)) {
            return bit(notZero, and.right(), shift.right());
        }
        if (and.right() instanceof Constant(int mask)) {
            for (Width width : Width.values()) {
                Optional<Instruction.Load> load = s.foldedLoad(and.left(), width);
                if (load.isPresent()) {
                    boolean fits = width == Width.WORD || (mask & (width.bytes() == 1 ? ~0xFF : ~0xFFFF)) == 0;
                    if (fits) {
                        Operand.Memory place = s.place(load.get());
                        boolean narrow = width == Width.WORD && !load.get().isVolatile() && (mask & ~0xFF) == 0;
                        int bits = narrow ? 8 : place.width();
                        s.emit(Op.TEST, place.as(bits), Operand.Immediate.of(bits == 8 ? (byte) mask : mask));
                        return code;
                    }
                }
            }
            s.emit(Op.TEST, s.register(and.left()), Operand.Immediate.of(mask));
            return code;
        }
        Operand other = s.operand(and.right());
        s.emit(Op.TEST, other instanceof Operand.Memory ? other : s.register(and.left()), other instanceof Operand.Memory ? s.register(and.left()) : other);
        return code;
    }

    private int bit(boolean set, exo86.ash.ir.Operand word, exo86.ash.ir.Operand number) {
        if (number instanceof Constant(int n)) {
            if ((n & 31) < 7) {
                s.emit(Op.TEST, s.register(word), Operand.Immediate.of(1 << (n & 31)));
                return set ? exo86.isa.Condition.NE : exo86.isa.Condition.E;
            }
            s.emit(Op.BT, s.register(word), Operand.Immediate.of(n & 31));
        } else {
            Operand.Register count = s.register(number);
            s.emit(Op.BT, s.register(word), count);
        }
        return set ? exo86.isa.Condition.B : exo86.isa.Condition.AE;
    }

    /** A byte or half in memory against a number of its range. */
    private Optional<Integer> narrow(Condition condition, exo86.ash.ir.Operand left, exo86.ash.ir.Operand right) {
        if (!(right instanceof Constant(int number))) {
            return Optional.empty();
        }
        for (Width width : Width.values()) {
            if (width == Width.WORD || width.extend(number) != number) {
                continue;
            }
            Optional<Instruction.Load> load = s.foldedLoad(left, width);
            if (load.isPresent() && (!width.signed() || condition.signed() || condition == Condition.EQ || condition == Condition.NE)) {
                int bits = 8 * width.bytes();
                s.emit(Op.CMP, s.place(load.get()), Operand.Immediate.of(bits == 8 ? (byte) number : (short) number));
                return Optional.of(width.signed() ? code(condition) : code(unsigned(condition)));
            }
        }
        return Optional.empty();
    }

    /** A byte in a register against one in memory, both extended alike. */
    private Optional<Integer> bytes(Condition condition, exo86.ash.ir.Operand left, exo86.ash.ir.Operand right) {
        if (!(left instanceof Value)) {
            return Optional.empty();
        }
        for (Width width : List.of(Width.U8, Width.S8, Width.U16, Width.S16)) {
            Optional<Instruction.Load> load = s.foldedLoad(right, width);
            boolean alike = switch (s.facts.definition(left)) {
                case Instruction.Load other -> other.width() == width;
                case Instruction.Unary unary -> switch (unary.operator()) {
                    case ZX8 -> width == Width.U8;
                    case SX8 -> width == Width.S8;
                    case ZX16 -> width == Width.U16;
                    case SX16 -> width == Width.S16;
                    default -> false;
                };
                case null, default -> false;
            };
            if (load.isPresent() && alike) {
                int bits = 8 * width.bytes();
                s.emit(Op.CMP, s.register(left).as(bits), s.place(load.get()));
                return Optional.of(width.signed() ? code(condition) : code(unsigned(condition)));
            }
        }
        return Optional.empty();
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

    static int code(Condition condition) {
        return switch (condition) {
            case EQ -> exo86.isa.Condition.E;
            case NE -> exo86.isa.Condition.NE;
            case ULT -> exo86.isa.Condition.B;
            case ULE -> exo86.isa.Condition.BE;
            case UGT -> exo86.isa.Condition.A;
            case UGE -> exo86.isa.Condition.AE;
            case SLT -> exo86.isa.Condition.L;
            case SLE -> exo86.isa.Condition.LE;
            case SGT -> exo86.isa.Condition.G;
            case SGE -> exo86.isa.Condition.GE;
        };
    }

    void compare(Instruction.Compare i) {
        if (i.condition() == Condition.SLT && i.right().is(0)) {
            Operand.Register result = s.definition(i.result());
            s.load(result, i.left());
            s.emit(Op.SHR, result, Operand.Immediate.of(31));
            return;
        }
        set(flags(i.condition(), i.left(), i.right()), i.result());
    }

    void wideLess(Instruction.WideLess i) {
        set(s.wide.lessFlags(i), i.result());
    }

    private void set(int condition, Value result) {
        Operand.Register bit = s.temporary().as(8);
        s.emit(Op.SET, condition, bit);
        s.emit(Op.MOVZX, s.definition(result), bit);
    }

    /**
     * Leaves the comparison's answer in the carry: true if it is set where the comparison holds, false if it is clear there. None if no instruction does
     * that.
     */
    Optional<Boolean> carry(Instruction.Compare i) {
        Condition condition = i.condition();
        exo86.ash.ir.Operand left = i.left();
        exo86.ash.ir.Operand right = i.right();
        if ((condition == Condition.EQ || condition == Condition.NE) && right.is(0)) {
            condition = condition == Condition.EQ ? Condition.ULT : Condition.UGE;
            right = new Constant(1);
        } else if (condition == Condition.UGT || condition == Condition.ULE) {
            condition = condition.swap();
            left = i.right();
            right = i.left();
        }
        if (condition != Condition.ULT && condition != Condition.UGE || left.isConstant() || right.is(0)) {
            return Optional.empty();
        }
        compared(condition, left, right, false);
        return Optional.of(condition == Condition.ULT);
    }

    /** The result begins as the word that is no number (of two words, one that nobody wants behind), as CMOV takes none; then the other is moved there if it is that. */
    void select(Instruction.Select i) {
        Operand.Register result = s.definition(i.result());
        boolean number = i.then().isConstant() && !i.otherwise().isConstant();
        boolean swap = number || !i.otherwise().isConstant() && lives(i.otherwise()) && !lives(i.then());
        exo86.ash.ir.Operand first = swap ? i.then() : i.otherwise();
        exo86.ash.ir.Operand second = swap ? i.otherwise() : i.then();
        Operand other = s.registerOrMemory(second);
        int condition = flags(i.condition(), i.left(), i.right());
        s.load(result, first);
        s.emit(Op.CMOV, swap ? exo86.isa.Condition.negate(condition) : condition, result, other);
    }

    /** Somebody behind the tile wants the value. */
    private boolean lives(exo86.ash.ir.Operand operand) {
        return operand instanceof Value value && s.needed(value);
    }

    void check(Instruction.Check i) {
        int condition = flags(i.condition(), i.left(), i.right());
        s.trapIf(exo86.isa.Condition.negate(condition), i.reason());
    }
}

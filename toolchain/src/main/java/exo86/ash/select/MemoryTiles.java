package exo86.ash.select;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.UnaryOperator;
import exo86.ash.ir.Value;
import exo86.ash.ir.Width;
import exo86.ash.machine.Operand.Immediate;
import exo86.ash.machine.Operand.Memory;
import exo86.ash.machine.Operand.Register;
import exo86.ash.machine.Operand.StringForm;
import exo86.isa.Op;
import exo86.isa.Registers;

/** Loads, stores, operations on memory, copies and fills. */
final class MemoryTiles {
    /** Copies and fills up to this many bytes are written out: a string instruction needs three registers set first. */
    private static final int COPIED = 24;
    private static final int FILLED = 40;

    private final Selection s;

    MemoryTiles(Selection s) {
        this.s = s;
    }

    void load(Instruction.Load i) {
        Memory place = s.place(i);
        Op op = i.width() == Width.WORD ? Op.MOV : i.width().signed() ? Op.MOVSX : Op.MOVZX;
        Register into = s.needed(i.result()) ? s.definition(i.result()) : s.temporary();
        s.emit(op, into, place);
    }

    void store(Instruction.Store i) {
        int bits = 8 * i.width().bytes();
        if (!i.isVolatile() && modify(i)) {
            return;
        }
        Operand value = bits == 32 ? i.value() : narrowed(i.value(), bits);
        if (bits == 8 && s.inner(value).orElse(null) instanceof Instruction.Compare compare) {
            Memory place = s.addresses.of(i.base(), i.offset()).as(8);
            int condition = s.comparisons.flags(compare.condition(), compare.left(), compare.right());
            s.emit(Op.SET, condition, place);
            return;
        }
        exo86.ash.machine.Operand source = s.value(value);
        Memory place = s.addresses.of(i.base(), i.offset()).as(bits);
        s.emit(Op.MOV, place, sized(source, bits));
    }

    /** The low bits of a value. Those of an address are known to no linker, so that one goes through a register. */
    private exo86.ash.machine.Operand sized(exo86.ash.machine.Operand operand, int bits) {
        return switch (operand) {
            case Register register -> register.as(bits);
            case Immediate address when !address.isNumber() && bits < 32 -> {
                Register word = s.temporary();
                s.copy(word, address);
                yield word.as(bits);
            }
            case Immediate(int value, String symbol) when symbol.isEmpty() && bits < 32 -> Immediate.of(bits == 8 ? (byte) value : (short) value);
            default -> operand;
        };
    }

    /** The operand without extensions that do not change its low bits. */
    private Operand narrowed(Operand operand, int bits) {
        Operand value = operand;
        while (value instanceof Value v && !s.needed(v)) {
            Operand inner = switch (s.facts.definition(value)) {
                case Instruction.Unary(UnaryOperator op, Value r, Operand from, var at) when op == UnaryOperator.ZX16 || op == UnaryOperator.SX16
                        || bits == 8 && (op == UnaryOperator.ZX8 || op == UnaryOperator.SX8) -> from;
                case Instruction.Binary(BinaryOperator op, Value r, Operand left, Operand right, var at) when op == BinaryOperator.AND
                        && right instanceof Constant(int mask) && (mask & (1 << bits) - 1) == (1 << bits) - 1 -> left;
                case null, default -> value;
            };
            if (inner == value) {
                break;
            }
            value = inner;
        }
        return value;
    }

    /** {@code [place] = [place] op value} in one instruction. */
    private boolean modify(Instruction.Store i) {
        int bits = 8 * i.width().bytes();
        Operand value = bits == 32 ? i.value() : narrowed(i.value(), bits);
        switch (s.inner(value).orElse(null)) {
            case Instruction.Unary(UnaryOperator op, Value r, Operand from, var at) when (op == UnaryOperator.NEG || op == UnaryOperator.NOT)
                    && reads(from, i) -> {
                s.emit(op == UnaryOperator.NEG ? Op.NEG : Op.NOT, s.addresses.of(i.base(), i.offset()).as(bits));
                return true;
            }
            case Instruction.Binary binary -> {
                Op op = switch (binary.operator()) {
                    case ADD -> Op.ADD;
                    case SUB -> Op.SUB;
                    case AND -> Op.AND;
                    case OR -> Op.OR;
                    case XOR -> Op.XOR;
                    case SHL -> Op.SHL;
                    case SHR -> Op.SHR;
                    case SAR -> Op.SAR;
                    default -> Op.NOP;
                };
                boolean shift = op == Op.SHL || op == Op.SHR || op == Op.SAR;
                if (op == Op.NOP || shift && (bits < 32 || !(binary.right() instanceof Constant))) {
                    return false;
                }
                boolean left = reads(binary.left(), i);
                if (!left && (!binary.operator().commutes() || !reads(binary.right(), i))) {
                    return false;
                }
                Operand other = left ? binary.right() : binary.left();
                other = bits == 32 ? other : narrowed(other, bits);
                exo86.ash.machine.Operand source = shift && other instanceof Constant(int count) ? Immediate.of(count & 31) : sized(s.value(other), bits);
                Memory place = s.addresses.of(i.base(), i.offset()).as(bits);
                if (source instanceof Immediate(int number, String symbol) && symbol.isEmpty() && (op == Op.ADD || op == Op.SUB) && (number == 1 || number == -1)) {
                    s.emit((op == Op.ADD) == (number == 1) ? Op.INC : Op.DEC, place);
                } else {
                    s.emit(op, place, source);
                }
                return true;
            }
            case null, default -> {
                return false;
            }
        }
    }

    /** The operand is the store's own place, read for this only and still the same. */
    private boolean reads(Operand operand, Instruction.Store store) {
        return s.facts.definition(operand, s.block()) instanceof Instruction.Load load && !load.isVolatile() && load.width().bytes() == store.width().bytes()
                && load.base().equals(store.base()) && load.offset() == store.offset() && s.isOurs(load);
    }

    void copy(Instruction.Copy i) {
        if (i.size() <= COPIED) {
            copyWords(i);
            return;
        }
        address(Selection.EDI, i.to());
        address(Selection.ESI, i.from());
        s.copy(Selection.ECX, Immediate.of(i.size() / 4));
        int moved = Selection.bits(Registers.ESI, Registers.EDI, Registers.ECX);
        s.emitFixed(Op.MOVS, moved, moved, new StringForm(32, true));
        int rest = i.size() & 3;
        int moving = Selection.bits(Registers.ESI, Registers.EDI);
        if ((rest & 2) != 0) {
            s.emitFixed(Op.MOVS, moving, moving, new StringForm(16, false));
        }
        if ((rest & 1) != 0) {
            s.emitFixed(Op.MOVS, moving, moving, new StringForm(8, false));
        }
    }

    private void copyWords(Instruction.Copy i) {
        Memory to = s.addresses.of(i.to(), 0);
        Memory from = s.addresses.of(i.from(), 0);
        for (int at = 0; at < i.size();) {
            int bytes = i.size() - at >= 4 ? 4 : i.size() - at >= 2 ? 2 : 1;
            Register word = s.temporary();
            s.emit(bytes == 4 ? Op.MOV : Op.MOVZX, word, from.plus(at).as(8 * bytes));
            s.emit(Op.MOV, to.plus(at).as(8 * bytes), word.as(8 * bytes));
            at += bytes;
        }
    }

    void fill(Instruction.Fill i) {
        if (i.size() <= FILLED) {
            exo86.ash.machine.Operand word = s.value(i.word());
            Memory to = s.addresses.of(i.to(), 0);
            for (int at = 0; at < i.size();) {
                int bytes = i.size() - at >= 4 ? 4 : i.size() - at >= 2 ? 2 : 1;
                s.emit(Op.MOV, to.plus(at).as(8 * bytes), sized(word, 8 * bytes));
                at += bytes;
            }
            return;
        }
        exo86.ash.machine.Operand word = s.value(i.word());
        address(Selection.EDI, i.to());
        s.copy(Selection.EAX, word);
        s.copy(Selection.ECX, Immediate.of(i.size() / 4));
        int moved = Selection.bits(Registers.EDI, Registers.ECX);
        int value = Selection.bits(Registers.EAX);
        s.emitFixed(Op.STOS, moved | value, moved, new StringForm(32, true));
        int moving = Selection.bits(Registers.EDI);
        if ((i.size() & 2) != 0) {
            s.emitFixed(Op.STOS, moving | value, moving, new StringForm(16, false));
        }
        if ((i.size() & 1) != 0) {
            if ((i.size() & 2) != 0) {
                s.emit(Op.SHR, Selection.EAX, Immediate.of(16));
            }
            s.emitFixed(Op.STOS, moving | value, moving, new StringForm(8, false));
        }
    }

    private void address(Register register, Operand operand) {
        Memory place = s.addresses.of(operand, 0);
        boolean bare = place.index() == Registers.NONE && place.displacement() == 0 && place.symbol().isEmpty() && place.slot().kind() == exo86.ash.machine.Slot.Kind.NONE;
        if (bare && place.base() != Registers.NONE) {
            s.copy(register, Register.of(place.base()));
        } else {
            s.emit(Op.LEA, register, place);
        }
    }
}

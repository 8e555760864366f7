package exo86.ash.emit;

import exo86.ash.source.Span;
import exo86.ash.tree.Expr;
import exo86.ash.types.BitsType;
import exo86.ash.types.Shape;
import exo86.ash.types.Type;
import exo86.isa.Condition;
import exo86.isa.Op;
import java.util.Optional;

/** Fields of {@code bits} values. */
final class BitFields {
    private static final String TOO_BIG = "value does not fit in its bits";

    private final FunctionGenerator f;

    BitFields(FunctionGenerator f) {
        this.f = f;
    }

    void read(Expr.BitsRead e) {
        f.values.value(e.word());
        BitsType.Field field = e.field();
        int wordBits = Shape.integer(e.word().type()).bits();
        if (wordBits <= 32) {
            shiftRight(field.low());
            mask(Operand.EAX, field.low() + field.width() >= wordBits ? 32 : field.width());
            return;
        }
        f.wide.shiftRight(field.low(), false);
        boolean top = field.low() + field.width() >= 64;
        if (field.width() <= 32) {
            mask(Operand.EAX, top ? Math.min(32, field.width()) : field.width());
        } else if (!top) {
            mask(Operand.EDX, field.width() - 32);
        }
        if (Shape.of(e.type()) == Shape.PAIR && field.width() <= 32) {
            f.code.emit(Op.XOR, Operand.EDX, Operand.EDX);
        }
    }

    void with(Expr.BitsWith e) {
        if (Shape.of(e.word().type()) == Shape.PAIR) {
            withWide(e);
            return;
        }
        BitsType.Field field = e.field();
        int mask = (int) (ones(field.width()) << field.low());
        Optional<Integer> constant = f.simple.number(e.value());
        if (constant.isPresent() && (e.truncates() || (constant.get() & ~ones(field.width())) == 0)) {
            f.values.value(e.word());
            f.code.emit(Op.AND, Operand.EAX, Operand.Immediate.of(registerForm(~mask, e.type())));
            int bits = constant.get() << field.low() & mask;
            if (bits != 0) {
                f.code.emit(Op.OR, Operand.EAX, Operand.Immediate.of(bits));
            }
            return;
        }
        Operand word;
        if (f.simple.isSimple(e.word()) && f.simple.isPure(e.value())) {
            f.values.value(e.value());
            fit(e.value().type(), field, e.truncates(), e.at());
            word = f.simple.operand(e.word(), Operand.ECX);
        } else {
            Operand.Memory kept = f.frame.temporary(4);
            f.values.value(e.word());
            f.code.emit(Op.MOV, kept, Operand.EAX);
            f.values.value(e.value());
            fit(e.value().type(), field, e.truncates(), e.at());
            word = kept;
        }
        if (field.low() > 0) {
            f.code.emit(Op.SHL, Operand.EAX, Operand.Immediate.of(field.low()));
        }
        if (!word.equals(Operand.ECX)) {
            f.code.emit(Op.MOV, Operand.ECX, word);
        }
        f.code.emit(Op.AND, Operand.ECX, Operand.Immediate.of(registerForm(~mask, e.type())));
        f.code.emit(Op.OR, Operand.EAX, Operand.ECX);
        if (Shape.integer(e.type()).signed()) {
            f.arithmetic.extend(e.type());
        }
    }

    private void withWide(Expr.BitsWith e) {
        BitsType.Field field = e.field();
        Operand.Memory kept = f.frame.temporary(8);
        f.values.value(e.word());
        f.transfer.spill(Shape.PAIR, kept);
        f.values.value(e.value());
        fit(e.value().type(), field, e.truncates(), e.at());
        if (Shape.of(e.value().type()) == Shape.WORD || field.width() <= 32) {
            f.code.emit(Op.XOR, Operand.EDX, Operand.EDX);
        }
        f.wide.shiftLeft(field.low());
        long clear = ~(ones(field.width()) << field.low());
        f.code.emit(Op.AND, kept, Operand.Immediate.of((int) clear));
        f.code.emit(Op.AND, kept.plus(4), Operand.Immediate.of((int) (clear >>> 32)));
        f.code.emit(Op.OR, Operand.EAX, kept);
        f.code.emit(Op.OR, Operand.EDX, kept.plus(4));
    }

    /** Makes the value in EAX or EDX:EAX fit the field: cuts it, or traps if it does not. */
    private void fit(Type type, BitsType.Field field, boolean truncates, Span at) {
        int width = field.width();
        boolean pair = Shape.of(type) == Shape.PAIR;
        boolean bool = Shape.strip(type) instanceof Type.Bool;
        int valueBits = bool ? 1 : Shape.integer(type).bits();
        boolean negative = !bool && Shape.integer(type).signed();
        if (truncates) {
            if (width < 32 && (valueBits > width || negative)) {
                mask(Operand.EAX, width);
            } else if (pair && width > 32 && width < 64) {
                mask(Operand.EDX, width - 32);
            }
            return;
        }
        if (pair && width < 64) {
            if (width <= 32) {
                f.code.emit(Op.TEST, Operand.EDX, Operand.EDX);
                f.trapIf(Condition.NE, TOO_BIG, at);
            } else {
                f.code.emit(Op.CMP, Operand.EDX, Operand.Immediate.of((int) ones(width - 32)));
                f.trapIf(Condition.A, TOO_BIG, at);
            }
        }
        if (width < 32 && (valueBits > width || negative)) {
            f.code.emit(Op.CMP, Operand.EAX, Operand.Immediate.of((int) ones(width)));
            f.trapIf(Condition.A, TOO_BIG, at);
        } else if (negative) {
            f.code.emit(Op.TEST, pair ? Operand.EDX : Operand.EAX, pair ? Operand.EDX : Operand.EAX);
            f.trapIf(Condition.S, TOO_BIG, at);
        }
    }

    private void shiftRight(int count) {
        if (count > 0) {
            f.code.emit(Op.SHR, Operand.EAX, Operand.Immediate.of(count));
        }
    }

    private void mask(Operand.Register register, int width) {
        if (width < 32) {
            f.code.emit(Op.AND, register, Operand.Immediate.of((int) ones(width)));
        }
    }

    /** Keeps the extension bits of a word narrower than a register. */
    private static int registerForm(int mask, Type type) {
        int bits = Shape.integer(type).bits();
        return bits == 32 ? mask : mask & (int) ones(bits);
    }

    private static long ones(int width) {
        return width >= 64 ? -1L : (1L << width) - 1;
    }
}

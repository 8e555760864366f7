package exo86.ash.ir.lower;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Condition;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Operand;
import exo86.ash.ir.WideOperator;
import exo86.ash.source.Span;
import exo86.ash.tree.Expr;
import exo86.ash.types.BitsType;
import exo86.ash.types.Shape;
import exo86.ash.types.Type;
import java.util.ArrayList;
import java.util.List;

/** Fields of {@code bits} values. */
final class BitFields {
    private static final String TOO_BIG = "value does not fit in its bits";

    private final FunctionLowering f;

    BitFields(FunctionLowering f) {
        this.f = f;
    }

    List<Operand> read(Expr.BitsRead e) {
        List<Operand> word = f.values.value(e.word());
        BitsType.Field field = e.field();
        int wordBits = Shape.integer(e.word().type()).bits();
        if (wordBits <= 32) {
            Operand shifted = shiftRight(word.getFirst(), field.low());
            return List.of(field.low() + field.width() >= wordBits ? shifted : mask(shifted, field.width()));
        }
        List<Operand> shifted = f.wide.shift(WideOperator.SHR, word, Operand.of(field.low()));
        Operand low = field.low() + field.width() >= 64 && field.width() >= 32 ? shifted.get(0) : mask(shifted.get(0), field.width());
        if (Shape.of(e.type()) != Shape.PAIR) {
            return List.of(low);
        }
        return List.of(low, field.width() <= 32 ? Operand.of(0) : mask(shifted.get(1), field.width() - 32));
    }

    List<Operand> with(Expr.BitsWith e) {
        if (Shape.of(e.word().type()) == Shape.PAIR) {
            return withWide(e);
        }
        BitsType.Field field = e.field();
        int mask = (int) (ones(field.width()) << field.low());
        Operand word = f.values.word(e.word());
        List<Operand> given = fit(f.values.value(e.value()), e.value().type(), field, e.truncates(), e.at());
        Operand value = field.low() == 0 ? given.getFirst() : f.code.binary(BinaryOperator.SHL, given.getFirst(), Operand.of(field.low()));
        if (given.getFirst() instanceof Constant(int number)) {
            value = Operand.of(number << field.low() & mask);
        }
        Operand kept = f.code.binary(BinaryOperator.AND, word, Operand.of(~mask));
        Operand made = value.is(0) ? kept : f.code.binary(BinaryOperator.OR, kept, value);
        return List.of(Shape.integer(e.type()).bits() < 32 && Shape.integer(e.type()).signed() ? f.arithmetic.extend(made, e.type()) : made);
    }

    private List<Operand> withWide(Expr.BitsWith e) {
        BitsType.Field field = e.field();
        List<Operand> word = f.values.pair(e.word());
        List<Operand> value = new ArrayList<>(fit(f.values.value(e.value()), e.value().type(), field, e.truncates(), e.at()));
        if (value.size() == 1) {
            value.add(Operand.of(0));
        } else if (field.width() <= 32) {
            value.set(1, Operand.of(0));
        }
        List<Operand> shifted = f.wide.shift(WideOperator.SHL, value, Operand.of(field.low()));
        long clear = ~(ones(field.width()) << field.low());
        List<Operand> kept = f.wide.words(BinaryOperator.AND, word, List.of(Operand.of((int) clear), Operand.of((int) (clear >>> 32))));
        return f.wide.words(BinaryOperator.OR, kept, shifted);
    }

    /** Makes the value fit the field: cuts it, or traps if it does not. */
    private List<Operand> fit(List<Operand> words, Type type, BitsType.Field field, boolean truncates, Span at) {
        int width = field.width();
        boolean pair = Shape.of(type) == Shape.PAIR;
        boolean bool = Shape.strip(type) instanceof Type.Bool;
        int valueBits = bool ? 1 : Shape.integer(type).bits();
        boolean negative = !bool && Shape.integer(type).signed();
        Operand low = words.getFirst();
        if (truncates) {
            if (width < 32 && (valueBits > width || negative)) {
                return pair ? List.of(mask(low, width), words.get(1)) : List.of(mask(low, width));
            }
            return pair && width > 32 && width < 64 ? List.of(low, mask(words.get(1), width - 32)) : words;
        }
        if (pair && width < 64) {
            f.code.check(Condition.ULE, words.get(1), Operand.of(width <= 32 ? 0 : (int) ones(width - 32)), TOO_BIG, at);
        }
        if (width < 32 && (valueBits > width || negative)) {
            f.code.check(Condition.ULE, low, Operand.of((int) ones(width)), TOO_BIG, at);
        } else if (negative) {
            f.code.check(Condition.SGE, words.getLast(), Operand.of(0), TOO_BIG, at);
        }
        return words;
    }

    private Operand shiftRight(Operand word, int count) {
        return count == 0 ? word : f.code.binary(BinaryOperator.SHR, word, Operand.of(count));
    }

    private Operand mask(Operand word, int width) {
        return width >= 32 ? word : f.code.binary(BinaryOperator.AND, word, Operand.of((int) ones(width)));
    }

    private static long ones(int width) {
        return width >= 64 ? -1L : (1L << width) - 1;
    }
}

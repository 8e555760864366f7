package exo86.ash.ir.lower;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Block;
import exo86.ash.ir.Condition;
import exo86.ash.ir.Operand;
import exo86.ash.source.Span;
import exo86.ash.tree.Expr;
import exo86.ash.types.EnumType;
import exo86.ash.types.Shape;
import exo86.ash.types.Type;
import java.util.List;

/** Conversions between scalars, with the checks of {@code as?}. */
final class Conversions {
    private static final String CHANGED = "value does not fit";

    private final FunctionLowering f;

    Conversions(FunctionLowering f) {
        this.f = f;
    }

    /** Taking a word of type {@code from} as {@code to} needs an instruction. */
    private static boolean changes(Type.Int from, Type to) {
        if (Shape.strip(to) instanceof Type.Bool) {
            return true;
        }
        Type.Int target = Shape.integer(to);
        boolean contained = from.signed() == target.signed() ? from.bits() <= target.bits() : !from.signed() && from.bits() < target.bits();
        return target.bits() < 32 && !contained;
    }

    List<Operand> convert(Expr.Convert e) {
        List<Operand> words = f.values.value(e.operand());
        Type from = e.operand().type();
        Type.Int source = Shape.integer(from);
        Type.Int target = Shape.integer(e.type());
        if (Shape.of(e.type()) == Shape.NONE) {
            return List.of();
        }
        if (Shape.of(from) == Shape.NONE) {
            return Shape.of(e.type()) == Shape.PAIR ? List.of(Operand.of(0), Operand.of(0)) : List.of(Operand.of(0));
        }
        if (e.checked()) {
            check(words, source, target, e.at());
        }
        if (target.bits() == 64) {
            if (source.bits() == 64) {
                return words;
            }
            Operand low = words.getFirst();
            return List.of(low, source.signed() ? f.code.binary(BinaryOperator.SAR, low, Operand.of(31)) : Operand.of(0));
        }
        Operand word = words.getFirst();
        if (!e.checked() && (source.bits() == 64 ? target.bits() < 32 : changes(boolAware(from, source), e.type()))) {
            word = f.arithmetic.extend(word, e.type());
        }
        if (e.checked() && Shape.strip(e.type()) instanceof EnumType enumeration) {
            checkVariant(word, enumeration, e.at());
        } else if (e.checked() && Shape.strip(e.type()) instanceof Type.Bool) {
            f.code.check(Condition.ULE, word, Operand.of(1), CHANGED, e.at());
        }
        return List.of(word);
    }

    private static Type.Int boolAware(Type type, Type.Int integer) {
        return Shape.strip(type) instanceof Type.Bool ? Type.U8 : integer;
    }

    /** Traps unless the number is one of the target's; then its low word is the target's form too. */
    private void check(List<Operand> words, Type.Int source, Type.Int target, Span at) {
        boolean signed = source.signed();
        Operand low = words.getFirst();
        if (source.bits() == 64) {
            Operand high = words.get(1);
            if (target.bits() == 64) {
                if (signed != target.signed()) {
                    f.code.check(Condition.SGE, high, Operand.of(0), CHANGED, at);
                }
                return;
            }
            if (signed && target.signed()) {
                f.code.check(Condition.EQ, f.code.binary(BinaryOperator.SAR, low, Operand.of(31)), high, CHANGED, at);
            } else {
                f.code.check(Condition.EQ, high, Operand.of(0), CHANGED, at);
                signed = false;
            }
        }
        if (target.bits() < 32 && changes(new Type.Int(Math.min(source.bits(), 32), signed), target)) {
            f.code.check(Condition.EQ, f.arithmetic.extend(low, target), low, CHANGED, at);
        }
        boolean mayDiffer = signed ? !target.signed() : target.signed() && source.bits() >= target.bits();
        if (mayDiffer) {
            f.code.check(Condition.SGE, low, Operand.of(0), CHANGED, at);
        }
    }

    private void checkVariant(Operand word, EnumType enumeration, Span at) {
        String reason = "no such " + enumeration.name();
        List<Long> numbers = enumeration.variants().stream().map(EnumType.Variant::value).sorted().distinct().toList();
        if (numbers.isEmpty()) {
            f.code.trap(reason, at);
            return;
        }
        int least = numbers.getFirst().intValue();
        int range = numbers.getLast().intValue() - least;
        if (range == numbers.size() - 1) {
            Operand distance = least == 0 ? word : f.code.binary(BinaryOperator.SUB, word, Operand.of(least));
            f.code.check(Condition.ULE, distance, Operand.of(range), reason, at);
            return;
        }
        Block known = f.code.function.newBlock();
        for (long number : numbers.subList(0, numbers.size() - 1)) {
            Block next = f.code.function.newBlock();
            f.code.branch(Condition.EQ, word, Operand.of((int) number), known, next);
            f.code.continueAt(next);
        }
        f.code.check(Condition.EQ, word, Operand.of(numbers.getLast().intValue()), reason, at);
        f.code.jump(known);
        f.code.continueAt(known);
    }
}

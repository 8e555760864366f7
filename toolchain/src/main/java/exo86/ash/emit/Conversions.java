package exo86.ash.emit;

import exo86.ash.source.Span;
import exo86.ash.tree.Expr;
import exo86.ash.types.EnumType;
import exo86.ash.types.Shape;
import exo86.ash.types.Type;
import exo86.isa.Condition;
import exo86.isa.Op;
import java.util.List;

/** Conversions between scalars, with the checks of {@code as?}. */
final class Conversions {
    private static final String CHANGED = "value does not fit";

    private final FunctionGenerator f;

    Conversions(FunctionGenerator f) {
        this.f = f;
    }

    /** Taking a word of type {@code from} as {@code to} needs an instruction. */
    static boolean changes(Type.Int from, Type to) {
        if (Shape.strip(to) instanceof Type.Bool) {
            return true;
        }
        Type.Int target = Shape.integer(to);
        boolean contained = from.signed() == target.signed() ? from.bits() <= target.bits() : !from.signed() && from.bits() < target.bits();
        return target.bits() < 32 && !contained;
    }

    void convert(Expr.Convert e) {
        f.values.value(e.operand());
        Type from = e.operand().type();
        Type.Int source = Shape.integer(from);
        Type.Int target = Shape.integer(e.type());
        if (Shape.of(from) == Shape.NONE || Shape.of(e.type()) == Shape.NONE) {
            return;
        }
        if (e.checked()) {
            check(source, target, e.at());
        }
        if (target.bits() == 64 && source.bits() < 64) {
            if (source.signed()) {
                f.code.emit(Op.CDQ);
            } else {
                f.code.emit(Op.XOR, Operand.EDX, Operand.EDX);
            }
        } else if (target.bits() < 64 && !e.checked() && (source.bits() == 64 ? target.bits() < 32 : changes(boolAware(from, source), e.type()))) {
            f.arithmetic.extend(e.type());
        }
        if (e.checked() && Shape.strip(e.type()) instanceof EnumType enumeration) {
            checkVariant(enumeration, e.at());
        } else if (e.checked() && Shape.strip(e.type()) instanceof Type.Bool) {
            f.code.emit(Op.CMP, Operand.EAX, Operand.Immediate.of(1));
            f.trapIf(Condition.A, CHANGED, e.at());
        }
    }

    private static Type.Int boolAware(Type type, Type.Int integer) {
        return Shape.strip(type) instanceof Type.Bool ? Type.U8 : integer;
    }

    /** Traps unless the number in EAX or EDX:EAX is one of the target's. Leaves EAX as it is, which then is the target's form too. */
    private void check(Type.Int source, Type.Int target, Span at) {
        boolean signed = source.signed();
        if (source.bits() == 64) {
            if (target.bits() == 64) {
                if (signed != target.signed()) {
                    f.code.emit(Op.TEST, Operand.EDX, Operand.EDX);
                    f.trapIf(Condition.S, CHANGED, at);
                }
                return;
            }
            if (signed && target.signed()) {
                f.code.emit(Op.MOV, Operand.ECX, Operand.EAX);
                f.code.emit(Op.SAR, Operand.ECX, Operand.Immediate.of(31));
                f.code.emit(Op.CMP, Operand.ECX, Operand.EDX);
                f.trapIf(Condition.NE, CHANGED, at);
            } else {
                f.code.emit(Op.TEST, Operand.EDX, Operand.EDX);
                f.trapIf(Condition.NE, CHANGED, at);
                signed = false;
            }
        }
        if (target.bits() < 32 && changes(new Type.Int(Math.min(source.bits(), 32), signed), target)) {
            f.arithmetic.extend(Operand.ECX, target);
            f.code.emit(Op.CMP, Operand.ECX, Operand.EAX);
            f.trapIf(Condition.NE, CHANGED, at);
        }
        boolean mayDiffer = signed ? !target.signed() : target.signed() && source.bits() >= target.bits();
        if (mayDiffer) {
            f.code.emit(Op.TEST, Operand.EAX, Operand.EAX);
            f.trapIf(Condition.S, CHANGED, at);
        }
    }

    private void checkVariant(EnumType enumeration, Span at) {
        String reason = "no such " + enumeration.name();
        List<Long> numbers = enumeration.variants().stream().map(EnumType.Variant::value).sorted().distinct().toList();
        if (numbers.isEmpty()) {
            f.code.trap(reason, at);
            return;
        }
        int least = numbers.getFirst().intValue();
        int range = numbers.getLast().intValue() - least;
        if (range == numbers.size() - 1) {
            f.code.emit(Op.LEA, Operand.ECX, Operand.Memory.at(Operand.EAX, -least));
            f.code.emit(Op.CMP, Operand.ECX, Operand.Immediate.of(range));
            f.trapIf(Condition.A, reason, at);
            return;
        }
        Label known = Label.forward();
        for (long number : numbers.subList(0, numbers.size() - 1)) {
            f.code.emit(Op.CMP, Operand.EAX, Operand.Immediate.of((int) number));
            f.code.jump(Condition.E, known);
        }
        f.code.emit(Op.CMP, Operand.EAX, Operand.Immediate.of(numbers.getLast().intValue()));
        f.trapIf(Condition.NE, reason, at);
        f.code.bind(known);
    }
}

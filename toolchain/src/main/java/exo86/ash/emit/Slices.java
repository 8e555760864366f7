package exo86.ash.emit;

import exo86.ash.tree.Expr;
import exo86.ash.types.Shape;
import exo86.ash.types.Type;
import exo86.isa.Condition;
import exo86.isa.Op;
import java.util.Optional;

/** Slices: pointer in EAX, length in EDX. */
final class Slices {
    private final FunctionGenerator f;

    Slices(FunctionGenerator f) {
        this.f = f;
    }

    void make(Expr.MakeSlice e) {
        f.values.value(e.pointer());
        if (f.simple.isSimple(e.length())) {
            f.simple.load(e.length(), Operand.EDX);
            return;
        }
        Operand.Memory kept = f.frame.temporary(4);
        f.code.emit(Op.MOV, kept, Operand.EAX);
        f.values.value(e.length());
        f.code.emit(Op.MOV, Operand.EDX, Operand.EAX);
        f.code.emit(Op.MOV, Operand.EAX, kept);
    }

    void length(Expr.SliceLength e) {
        f.values.value(e.slice());
        f.code.emit(Op.MOV, Operand.EAX, Operand.EDX);
    }

    /** The bounds are compared as low <= high <= length, so that the length of the part cannot wrap. */
    void part(Expr.Subslice e) {
        Operand.Memory slice = f.frame.temporary(8);
        f.values.value(e.slice());
        f.transfer.spill(Shape.PAIR, slice);
        Optional<Integer> constantLow = f.simple.number(e.low());
        Operand.Memory low = f.frame.temporary(4);
        if (constantLow.isEmpty()) {
            f.values.value(e.low());
            f.code.emit(Op.MOV, low, Operand.EAX);
        }
        if (e.high().isPresent()) {
            f.values.value(e.high().get());
            f.code.emit(Op.CMP, Operand.EAX, slice.plus(4));
            f.trapIf(Condition.A, "slice out of bounds", e.at());
        } else {
            f.code.emit(Op.MOV, Operand.EAX, slice.plus(4));
        }
        f.code.emit(Op.MOV, Operand.EDX, Operand.EAX);
        if (constantLow.isPresent() && constantLow.get() == 0) {
            f.code.emit(Op.MOV, Operand.EAX, slice);
            return;
        }
        if (constantLow.isPresent()) {
            f.code.emit(Op.MOV, Operand.EAX, Operand.Immediate.of(constantLow.get()));
        } else {
            f.code.emit(Op.MOV, Operand.EAX, low);
        }
        f.code.emit(Op.SUB, Operand.EDX, Operand.EAX);
        f.trapIf(Condition.B, "slice out of bounds", e.at());
        f.places.scale(Operand.EAX, element(e.type()).size());
        f.code.emit(Op.ADD, Operand.EAX, slice);
    }

    private static Type element(Type slice) {
        return ((Type.Slice) Shape.strip(slice)).element();
    }
}

package exo86.ash.emit;

import exo86.ash.tree.Expr;
import exo86.ash.tree.Image;
import exo86.ash.tree.Parts;
import exo86.ash.types.Shape;
import exo86.ash.types.Type;
import exo86.ash.types.UnionType;
import exo86.isa.Op;
import java.util.Optional;

/** Values into places of the frame that nothing else refers to yet, so that aggregates can be built there part by part. */
final class Aggregates {
    private static final int WRITTEN_OUT = 8;

    private final FunctionGenerator f;

    Aggregates(FunctionGenerator f) {
        this.f = f;
    }

    /** Computes a value into a fresh place, whose address needs no register but EBP. */
    void into(Expr e, Operand.Memory to) {
        Shape shape = Shape.of(e.type());
        switch (e) {
            case Expr.Aggregate aggregate -> parts(aggregate, to);
            case Expr.Fill fill -> fill(fill, to);
            case Expr.MakeUnion union -> union(union, to);
            case Expr.If choice when shape == Shape.MEMORY -> f.values.choose(choice, Optional.of(to));
            case Expr.Call call when shape == Shape.MEMORY -> f.calls.call(call, Optional.of(to));
            case Expr.Try attempt when shape == Shape.MEMORY -> f.calls.attempt(attempt, Optional.of(to));
            case Expr.Catch handler when shape == Shape.MEMORY -> f.calls.handle(handler, Optional.of(to));
            case Expr.Sequence sequence when shape == Shape.MEMORY -> {
                sequence.statements().forEach(f.statements::statement);
                sequence.value().ifPresent(value -> into(value, to));
            }
            case Expr.Convert convert when shape == Shape.MEMORY -> into(convert.operand(), to);
            case Expr.Constant constant when shape != Shape.NONE -> constant(constant, to);
            case Expr.Load load when shape == Shape.MEMORY ->
                f.transfer.copy(to, f.places.place(load.place()), load.type().size());
            default -> {
                f.values.value(e);
                if (shape == Shape.WORD || shape == Shape.PAIR) {
                    f.transfer.store(to, e.type());
                }
            }
        }
    }

    private void constant(Expr.Constant constant, Operand.Memory to) {
        int size = constant.type().size();
        Image image = f.unit.image(constant.value(), f.library());
        if (image.isZero()) {
            f.transfer.zero(to, size);
        } else if (size <= 8 && image.hasWholeWords()) {
            f.transfer.constant(to, Operand.Immediate.of(image.word(0)), Math.min(size, 4));
            if (size > 4) {
                f.transfer.constant(to.plus(4), Operand.Immediate.of(image.word(4)), size - 4);
            }
        } else {
            f.transfer.copy(to, Operand.Memory.at(f.unit.constant(image, f.library()), 0), size);
        }
    }

    private void parts(Expr.Aggregate e, Operand.Memory to) {
        Parts parts = Parts.of(e);
        if (parts.holes()) {
            f.transfer.zero(to, e.type().size());
        }
        parts.parts().forEach(part -> into(part.value(), to.plus(part.offset())));
    }

    private void union(Expr.MakeUnion e, Operand.Memory to) {
        UnionType type = (UnionType) Shape.strip(e.type());
        f.transfer.zero(to, type.size());
        f.transfer.constant(to, Operand.Immediate.of(e.variant().tag()), type.tag().size());
        Parts.of(e).parts().forEach(part -> into(part.value(), to.plus(part.offset())));
    }

    private void fill(Expr.Fill e, Operand.Memory to) {
        Type.Array array = (Type.Array) Shape.strip(e.type());
        int size = array.element().size();
        int total = array.size();
        if (total == 0 || array.length() == 1) {
            if (total == 0) {
                f.values.value(e.value());
            } else {
                into(e.value(), to);
            }
        } else if (e.value() instanceof Expr.Constant constant && f.unit.image(constant.value(), f.library()).isZero()) {
            f.transfer.zero(to, total);
        } else if (size == 1 || size == 2 || size == 4) {
            f.values.value(e.value());
            if (array.length() <= WRITTEN_OUT) {
                for (int i = 0; i < array.length(); i++) {
                    f.transfer.word(to.plus(i * size), Operand.EAX, size);
                }
                return;
            }
            if (size < 4) {
                f.code.emit(Op.MOVZX, Operand.EAX, Operand.EAX.as(8 * size));
                f.code.emit(Op.IMUL, Operand.EAX, Operand.EAX, Operand.Immediate.of(size == 1 ? 0x01010101 : 0x00010001));
            }
            f.transfer.fill(to, total);
        } else {
            into(e.value(), to);
            propagate(to, size, total);
        }
    }

    /** Copies the first element over the rest: REP MOVS reads, one element later, what it wrote. */
    private void propagate(Operand.Memory to, int size, int total) {
        f.clobber(Operand.ESI);
        f.clobber(Operand.EDI);
        f.transfer.address(Operand.ESI, to);
        f.transfer.address(Operand.EDI, to.plus(size));
        if (size % 4 == 0) {
            f.transfer.move(total - size);
        } else {
            f.code.emit(Op.MOV, Operand.ECX, Operand.Immediate.of(total - size));
            f.code.string(Op.MOVS, 8, true);
        }
    }
}

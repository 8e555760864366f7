package exo86.ash.emit;

import exo86.ash.tree.Expr;
import exo86.ash.tree.Image;
import exo86.ash.tree.Place;
import exo86.ash.types.Shape;
import exo86.ash.types.Type;
import exo86.isa.Op;
import java.util.Optional;

/** Expressions into EAX, EDX:EAX, or, for aggregates of more than 8 bytes, their address into EAX. */
final class Values {
    private final FunctionGenerator f;

    Values(FunctionGenerator f) {
        this.f = f;
    }

    /** Computes the value. EAX, ECX and EDX are lost. An address that it leaves holds until the statement ends. */
    void value(Expr e) {
        if (Shape.of(e.type()) == Shape.MEMORY) {
            memory(e);
        } else if (f.simple.isSimple(e)) {
            f.simple.load(e, Operand.EAX);
        } else {
            compute(e);
        }
    }

    private void compute(Expr e) {
        switch (e) {
            case Expr.Constant c -> {
                Image image = f.unit.image(c.value(), f.library());
                if (Shape.of(c.type()) == Shape.NONE) {
                    return;
                }
                if (!image.hasWholeWords()) {
                    f.transfer.load(Operand.Memory.at(f.unit.constant(image, f.library()), 0), c.type());
                    return;
                }
                f.code.emit(Op.MOV, Operand.EAX, Operand.Immediate.of(image.word(0)));
                if (Shape.of(c.type()) == Shape.PAIR) {
                    f.code.emit(Op.MOV, Operand.EDX, Operand.Immediate.of(image.word(4)));
                }
            }
            case Expr.Load load -> {
                Operand.Memory from = f.places.place(load.place());
                f.transfer.load(from, load.type());
            }
            case Expr.AddressOf address -> f.transfer.address(Operand.EAX, f.places.place(address.place()));
            case Expr.Unary unary -> f.arithmetic.unary(unary);
            case Expr.Binary binary -> f.arithmetic.binary(binary);
            case Expr.And and -> f.conditions.value(and);
            case Expr.Or or -> f.conditions.value(or);
            case Expr.Convert convert -> f.conversions.convert(convert);
            case Expr.BitsRead read -> f.bitFields.read(read);
            case Expr.BitsWith with -> f.bitFields.with(with);
            case Expr.MakeSlice slice -> f.slices.make(slice);
            case Expr.SlicePointer pointer -> value(pointer.slice());
            case Expr.SliceLength length -> f.slices.length(length);
            case Expr.Subslice part -> f.slices.part(part);
            case Expr.Aggregate aggregate -> throughMemory(aggregate);
            case Expr.Fill fill -> throughMemory(fill);
            case Expr.MakeUnion union -> throughMemory(union);
            case Expr.Call call -> f.calls.call(call, Optional.empty());
            case Expr.Try attempt -> f.calls.attempt(attempt, Optional.empty());
            case Expr.Catch handler -> f.calls.handle(handler, Optional.empty());
            case Expr.If choice -> choose(choice, Optional.empty());
            case Expr.Sequence sequence -> {
                sequence.statements().forEach(f.statements::statement);
                sequence.value().ifPresent(this::value);
            }
            case Expr.Trap trap -> f.code.trap(trap.reason(), trap.at());
        }
    }

    /** Computes one of two values, into a place or, without one, as {@link #value} does. */
    void choose(Expr.If choice, Optional<Operand.Memory> place) {
        Label otherwise = Label.forward();
        Label end = Label.forward();
        f.conditions.jump(choice.condition(), false, otherwise);
        valueOrInto(choice.then(), place);
        f.code.jump(end);
        f.code.bind(otherwise);
        valueOrInto(choice.otherwise(), place);
        f.code.bind(end);
    }

    void valueOrInto(Expr e, Optional<Operand.Memory> place) {
        place.ifPresentOrElse(memory -> f.aggregates.into(e, memory), () -> value(e));
    }

    private void memory(Expr e) {
        switch (e) {
            case Expr.Load load when !isDevice(load.place()) -> f.transfer.address(Operand.EAX, f.places.place(load.place()));
            case Expr.Constant c ->
                f.code.emit(Op.MOV, Operand.EAX, new Operand.Immediate(0, f.unit.constant(f.unit.image(c.value(), f.library()), f.library())));
            case Expr.Convert convert when Shape.of(convert.operand().type()) == Shape.MEMORY -> value(convert.operand());
            default -> {
                Operand.Memory temporary = f.frame.temporary(e.type().size());
                f.aggregates.into(e, temporary);
                f.code.emit(Op.LEA, Operand.EAX, temporary);
            }
        }
    }

    private void throughMemory(Expr e) {
        Type type = e.type();
        Operand.Memory temporary = f.frame.temporary(type.size());
        f.aggregates.into(e, temporary);
        f.transfer.load(temporary, type);
    }

    /** Device memory, whose loads must be done once and now. */
    static boolean isDevice(Place place) {
        return switch (place) {
            case Place.Deref deref -> deref.io();
            case Place.SliceElement element -> element.io();
            case Place.OfField field -> isDevice(field.base());
            case Place.ArrayElement element -> isDevice(element.array());
            case Place.UnionTag tag -> isDevice(tag.base());
            case Place.OfLocal local -> false;
            case Place.OfGlobal global -> false;
            case Place.Temporary temporary -> false;
        };
    }
}

package exo86.ash.emit;

import exo86.ash.tree.Expr;
import exo86.ash.tree.Place;
import exo86.ash.types.Shape;
import exo86.isa.Condition;
import exo86.isa.Op;
import java.util.Optional;

/** Addresses of places, with their checks, and assignment. */
final class Places {
    private final FunctionGenerator f;

    Places(FunctionGenerator f) {
        this.f = f;
    }

    /** The place's address, which uses no register but EBP and, if it has to be computed, EAX. EAX, ECX and EDX are lost. */
    Operand.Memory place(Place place) {
        Optional<Operand.Memory> fixed = f.simple.fixed(place);
        if (fixed.isPresent()) {
            return fixed.get();
        }
        return switch (place) {
            case Place.OfLocal(var local, var at) -> {
                f.code.emit(Op.MOV, Operand.EAX, f.frame.home(local).memory());
                yield Operand.Memory.at(Operand.EAX, 0);
            }
            case Place.OfGlobal(var global, var at) -> Operand.Memory.at(global.linkName(), 0);
            case Place.Deref deref -> dereference(deref.pointer());
            case Place.OfField(var base, var field, var at) -> place(base).plus(field.offset());
            case Place.UnionTag(var base, var type, var at) -> place(base);
            case Place.ArrayElement element -> arrayElement(element);
            case Place.SliceElement element -> sliceElement(element);
            case Place.Temporary(var local, var value, var at) -> {
                Operand.Memory home = f.statements.declare(local);
                f.aggregates.into(value, home);
                yield home;
            }
        };
    }

    /** Evaluates the place, then the value, then stores. */
    void assign(Place place, Expr value) {
        Shape shape = Shape.of(value.type());
        Optional<Operand.Memory> fixed = f.simple.fixed(place);
        Operand.Memory to = fixed.isPresent() ? fixed.get() : place(place);
        if (shape == Shape.NONE) {
            f.values.value(value);
            return;
        }
        Optional<Operand.Immediate> constant = immediate(value);
        if (constant.isPresent()) {
            f.transfer.constant(to, constant.get(), value.type().size());
        } else if (!to.uses(Operand.EAX)) {
            f.values.value(value);
            finish(to, value);
        } else if (f.simple.isSimple(value)) {
            f.simple.load(value, Operand.ECX);
            f.transfer.word(to, Operand.ECX, value.type().size());
        } else {
            Operand.Memory kept = f.frame.temporary(4);
            f.code.emit(Op.MOV, kept, Operand.EAX);
            f.values.value(value);
            f.code.emit(Op.MOV, Operand.ECX, kept);
            finish(to.replace(Operand.EAX, Operand.ECX), value);
        }
    }

    private void finish(Operand.Memory to, Expr value) {
        if (Shape.of(value.type()) == Shape.MEMORY) {
            f.transfer.copy(to, Operand.Memory.at(Operand.EAX, 0), value.type().size());
        } else {
            f.transfer.store(to, value.type());
        }
    }

    private Optional<Operand.Immediate> immediate(Expr value) {
        if (Shape.of(value.type()) != Shape.WORD || !f.simple.isConstant(value)) {
            return Optional.empty();
        }
        return f.simple.number(value).map(Operand.Immediate::of).or(() -> value instanceof Expr.Constant && value.type().size() == 4
                && f.simple.operand(value, Operand.ECX) instanceof Operand.Immediate symbol ? Optional.of(symbol) : Optional.empty());
    }

    private Operand.Memory dereference(Expr pointer) {
        if (pointer instanceof Expr.AddressOf address) {
            return place(address.place());
        }
        Optional<Integer> number = f.simple.number(pointer);
        if (number.isPresent()) {
            return Operand.Memory.at("", number.get());
        }
        f.values.value(pointer);
        return Operand.Memory.at(Operand.EAX, 0);
    }

    private Operand.Memory arrayElement(Place.ArrayElement element) {
        int size = element.type().size();
        Operand.Memory base = place(element.array());
        Optional<Integer> constant = f.simple.number(element.index());
        if (constant.isPresent() && Integer.compareUnsigned(constant.get(), element.length()) < 0) {
            return base.plus(constant.get() * size);
        }
        if (!base.uses(Operand.EAX)) {
            f.values.value(element.index());
            check(element);
            boolean scaled = size == 1 || size == 2 || size == 4 || size == 8;
            if (scaled) {
                return new Operand.Memory(base.base(), Operand.EAX.number(), size, base.displacement(), base.symbol(), 32);
            }
            scale(Operand.EAX, size);
            return new Operand.Memory(base.base(), Operand.EAX.number(), 1, base.displacement(), base.symbol(), 32);
        }
        Operand.Memory kept = f.frame.temporary(4);
        f.transfer.address(Operand.EAX, base);
        f.code.emit(Op.MOV, kept, Operand.EAX);
        f.values.value(element.index());
        check(element);
        scale(Operand.EAX, size);
        f.code.emit(Op.ADD, Operand.EAX, kept);
        return Operand.Memory.at(Operand.EAX, 0);
    }

    private void check(Place.ArrayElement element) {
        if (!element.proven()) {
            f.code.emit(Op.CMP, Operand.EAX, Operand.Immediate.of(element.length()));
            f.trapIf(Condition.AE, "index out of bounds", element.at());
        }
    }

    private Operand.Memory sliceElement(Place.SliceElement element) {
        Operand pointer;
        Operand length;
        if (f.simple.isSimplePair(element.slice()) && f.simple.isPure(element.index())) {
            pointer = f.simple.half(element.slice(), 0);
            length = f.simple.half(element.slice(), 1);
        } else {
            Operand.Memory kept = f.frame.temporary(8);
            f.values.value(element.slice());
            f.transfer.spill(Shape.PAIR, kept);
            pointer = kept;
            length = kept.plus(4);
        }
        f.values.value(element.index());
        f.code.emit(Op.CMP, Operand.EAX, length);
        f.trapIf(Condition.AE, "index out of bounds", element.at());
        scale(Operand.EAX, element.type().size());
        f.code.emit(Op.ADD, Operand.EAX, pointer);
        return Operand.Memory.at(Operand.EAX, 0);
    }

    /** Multiplies a register by an element's size. */
    void scale(Operand.Register register, int size) {
        if (size == 0) {
            f.code.emit(Op.XOR, register, register);
        } else if (Integer.bitCount(size) == 1) {
            if (size > 1) {
                f.code.emit(Op.SHL, register, Operand.Immediate.of(Integer.numberOfTrailingZeros(size)));
            }
        } else {
            f.code.emit(Op.IMUL, register, register, Operand.Immediate.of(size));
        }
    }
}

package exo86.ash.ir.lower;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Condition;
import exo86.ash.ir.Operand;
import exo86.ash.ir.SymbolAddress;
import exo86.ash.ir.lower.Builder.Location;
import exo86.ash.source.Span;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Place;
import exo86.ash.types.Shape;
import java.util.List;

/** Addresses of places, with their checks, and assignment. */
final class Places {
    private static final String OUT_OF_BOUNDS = "index out of bounds";

    private final FunctionLowering f;

    Places(FunctionLowering f) {
        this.f = f;
    }

    Location place(Place place) {
        return switch (place) {
            case Place.OfLocal(var local, var at) -> f.home(local);
            case Place.OfGlobal(var global, var at) -> Location.plain(new SymbolAddress(global.linkName(), 0));
            case Place.Deref(Expr.AddressOf address, boolean io, var type, var at) -> as(place(address.place()), io);
            case Place.Deref deref -> as(Location.plain(f.values.word(deref.pointer())), deref.io());
            case Place.OfField(var base, var field, var at) -> place(base).plus(field.offset());
            case Place.UnionTag(var base, var type, var at) -> place(base);
            case Place.ArrayElement element -> {
                Location base = place(element.array());
                Operand index = f.values.word(element.index());
                if (!element.proven()) {
                    f.code.check(Condition.ULT, index, Operand.of(element.length()), OUT_OF_BOUNDS, element.at());
                }
                yield element(base, index, element.type().size());
            }
            case Place.SliceElement element -> {
                List<Operand> slice = f.values.value(element.slice());
                Operand index = f.values.word(element.index());
                f.code.check(Condition.ULT, index, slice.get(1), OUT_OF_BOUNDS, element.at());
                yield as(element(Location.plain(slice.get(0)), index, element.type().size()), element.io());
            }
            case Place.Temporary(var local, var value, var at) -> {
                Location home = f.declare(local, at.line());
                f.aggregates.into(value, home);
                yield home;
            }
        };
    }

    /** Evaluates the place, then the value, then stores. */
    void assign(Place place, Expr value) {
        Location to = place(place);
        switch (Shape.of(value.type())) {
            case NONE -> f.values.value(value);
            case WORD, PAIR -> f.transfer.store(to, f.values.value(value), value.type());
            case MEMORY -> f.transfer.copy(to, Location.plain(f.values.memory(value)), value.type().size());
        }
    }

    /** The element's address: the index scaled first, so that a code generator finds {@code base + index * scale + offset}. */
    Location element(Location base, Operand index, int size) {
        Operand scaled = scale(index, size);
        if (scaled instanceof exo86.ash.ir.Constant(int bytes)) {
            return base.plus(bytes);
        }
        return new Location(f.code.binary(BinaryOperator.ADD, base.base(), scaled), base.offset(), base.io());
    }

    Operand scale(Operand index, int size) {
        if (size == 1) {
            return index;
        }
        boolean power = Integer.bitCount(size) == 1;
        return power ? f.code.binary(BinaryOperator.SHL, index, Operand.of(Integer.numberOfTrailingZeros(size)))
                : f.code.binary(BinaryOperator.MUL, index, Operand.of(size));
    }

    private static Location as(Location location, boolean io) {
        return new Location(location.base(), location.offset(), io);
    }

    /** Bounds of a part of a slice or array: low <= high <= length. */
    List<Operand> part(List<Operand> slice, Operand low, Operand high, boolean toEnd, int size, Span at) {
        if (!toEnd) {
            f.code.check(Condition.ULE, high, slice.get(1), "slice out of bounds", at);
        }
        if (!low.is(0)) {
            f.code.check(Condition.ULE, low, high, "slice out of bounds", at);
        }
        Operand pointer = low.is(0) ? slice.get(0) : f.code.address(element(Location.plain(slice.get(0)), low, size));
        Operand length = low.is(0) ? high : f.code.binary(BinaryOperator.SUB, high, low);
        return List.of(pointer, length);
    }
}

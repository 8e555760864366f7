package exo86.ash.check;

import exo86.ash.source.Span;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Function;
import exo86.ash.tree.Local;
import exo86.ash.tree.Place;
import exo86.ash.tree.Stmt;
import exo86.ash.types.DistinctType;
import exo86.ash.types.Type;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The address of a local variable goes down into calls, never out of the function: not returned, not stored in memory that may outlive it.
 * Conservative: a variable that may ever hold such an address counts as always holding one; a call that was given one may give it back where
 * its result points at a type that is part of what the argument points at.
 */
final class EscapeCheck {
    private final Compilation whole;
    private final Function function;
    private final Set<Local> holding = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean reporting;

    EscapeCheck(Compilation whole, Function function) {
        this.whole = whole;
        this.function = function;
    }

    void check() {
        List<Stmt> body = function.body().map(Stmt.Block::statements).orElse(List.of());
        int before;
        do {
            before = holding.size();
            new Walk().statements(body);
        } while (before != holding.size());
        reporting = true;
        new Walk().statements(body);
    }

    private final class Walk extends TreeWalk {
        @Override
        void statement(Stmt statement) {
            super.statement(statement);
            switch (statement) {
                case Stmt.Let let -> {
                    if (let.value().isPresent() && local(let.value().get())) {
                        holding.add(let.local());
                    }
                }
                case Stmt.Assign assign -> {
                    if (local(assign.value())) {
                        stored(assign.place(), assign.at());
                    }
                }
                case Stmt.Return give -> {
                    if (give.value().isPresent() && local(give.value().get())) {
                        report(give.value().get().at(), "this returns the address of a local variable, which ends with the function");
                    }
                }
                default -> {
                }
            }
        }
    }

    private void report(Span at, String message) {
        if (reporting) {
            whole.report.error(at, message, "let the caller give the memory");
        }
    }

    /** A local address is stored in a place: fine within the function's own variables. */
    private void stored(Place place, Span at) {
        switch (place) {
            case Place.OfLocal local -> holding.add(local.local());
            case Place.Temporary temporary -> holding.add(temporary.local());
            case Place.OfField field -> stored(field.base(), at);
            case Place.UnionTag tag -> stored(tag.base(), at);
            case Place.ArrayElement element -> stored(element.array(), at);
            case Place.OfGlobal ignored -> report(at, "this stores the address of a local variable where it outlives the function");
            case Place.Deref deref -> outside(deref.pointer(), at);
            case Place.SliceElement element -> outside(element.slice(), at);
        }
    }

    private void outside(Expr pointer, Span at) {
        if (!local(pointer)) {
            report(at, "this stores the address of a local variable where it may outlive the function");
        }
    }

    /** Whether the value may be, or hold, the address of a local variable. */
    private boolean local(Expr expression) {
        if (!whole.types.holdsAddress(expression.type())) {
            return false;
        }
        return switch (expression) {
            case Expr.AddressOf address -> inside(address.place());
            case Expr.Load load -> holds(load.place());
            case Expr.Convert convert -> local(convert.operand());
            case Expr.MakeSlice slice -> local(slice.pointer());
            case Expr.SlicePointer pointer -> local(pointer.slice());
            case Expr.Subslice slice -> local(slice.slice());
            case Expr.Aggregate aggregate -> aggregate.parts().stream().anyMatch(this::local);
            case Expr.MakeUnion union -> union.parts().stream().anyMatch(this::local);
            case Expr.Fill fill -> local(fill.value());
            case Expr.If choice -> local(choice.then()) || local(choice.otherwise());
            case Expr.Sequence sequence -> sequence.value().map(this::local).orElse(false);
            case Expr.Call call -> gives(call);
            case Expr.Try attempt -> gives(attempt.call());
            case Expr.Catch handler -> gives(handler.call()) || local(handler.fallback());
            default -> false;
        };
    }

    /** Whether the place is part of a local variable. */
    private boolean inside(Place place) {
        return switch (place) {
            case Place.OfLocal ignored -> true;
            case Place.Temporary ignored -> true;
            case Place.OfGlobal ignored -> false;
            case Place.OfField field -> inside(field.base());
            case Place.UnionTag tag -> inside(tag.base());
            case Place.ArrayElement element -> inside(element.array());
            case Place.Deref deref -> local(deref.pointer());
            case Place.SliceElement element -> local(element.slice());
        };
    }

    /** Whether what the place holds may be a local address. */
    private boolean holds(Place place) {
        return switch (place) {
            case Place.OfLocal local -> holding.contains(local.local());
            case Place.Temporary temporary -> local(temporary.value()) || holding.contains(temporary.local());
            case Place.OfGlobal ignored -> false;
            case Place.OfField field -> holds(field.base());
            case Place.UnionTag tag -> holds(tag.base());
            case Place.ArrayElement element -> holds(element.array());
            case Place.Deref deref -> behind(deref.pointer());
            case Place.SliceElement element -> behind(element.slice());
        };
    }

    /** Whether memory that a pointer points at may hold a local address: only memory of the function itself can. */
    private boolean behind(Expr pointer) {
        return switch (pointer) {
            case Expr.AddressOf address -> holds(address.place());
            case Expr.MakeSlice slice -> behind(slice.pointer());
            case Expr.Subslice slice -> behind(slice.slice());
            default -> false;
        };
    }

    private boolean gives(Expr.Call call) {
        return whole.types.holdsAddress(call.type()) && call.arguments().stream().anyMatch(a -> local(a) && mayHold(call.type(), a.type()) || behind(a));
    }

    /** Whether the result may point into what the argument points at. */
    private boolean mayHold(Type result, Type argument) {
        Type target = pointed(result);
        return target == Type.ERRONEOUS || pointed(argument) == Type.ERRONEOUS || whole.types.contains(pointed(argument), target);
    }

    private static Type pointed(Type type) {
        return switch (type) {
            case Type.Pointer pointer -> pointer.target();
            case Type.Slice slice -> slice.element();
            case DistinctType distinct -> pointed(distinct.base());
            default -> Type.ERRONEOUS;
        };
    }
}

package exo86.ash.ir.lower;

import exo86.ash.tree.Expr;
import exo86.ash.tree.Place;

/** How much code an expression is, roughly, to decide whether to have it twice. */
final class Size {
    private static final int SMALL = 16;
    private static final int BIG = 1000;

    private Size() {
    }

    static boolean isSmall(Expr e) {
        return of(e) <= SMALL;
    }

    private static int of(Expr e) {
        return switch (e) {
            case Expr.Constant c -> 0;
            case Expr.Load load -> 1 + of(load.place());
            case Expr.AddressOf address -> of(address.place());
            case Expr.Unary unary -> 1 + of(unary.operand());
            case Expr.Binary binary -> 1 + of(binary.left()) + of(binary.right());
            case Expr.And and -> 1 + of(and.left()) + of(and.right());
            case Expr.Or or -> 1 + of(or.left()) + of(or.right());
            case Expr.Convert convert -> of(convert.operand());
            case Expr.BitsRead read -> 2 + of(read.word());
            case Expr.SlicePointer pointer -> of(pointer.slice());
            case Expr.SliceLength length -> of(length.slice());
            default -> BIG;
        };
    }

    private static int of(Place place) {
        return switch (place) {
            case Place.OfLocal local -> 0;
            case Place.OfGlobal global -> 0;
            case Place.Deref deref -> of(deref.pointer());
            case Place.OfField field -> of(field.base());
            case Place.UnionTag tag -> of(tag.base());
            case Place.ArrayElement element -> 3 + of(element.array()) + of(element.index());
            case Place.SliceElement element -> 3 + of(element.slice()) + of(element.index());
            case Place.Temporary temporary -> BIG;
        };
    }
}

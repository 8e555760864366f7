package exo86.ash.check;

import exo86.ash.tree.Expr;
import exo86.ash.tree.Place;
import exo86.ash.tree.Stmt;
import java.util.List;

/** Goes through a tree in order of evaluation; subclasses look at what they want and call up to go on. */
class TreeWalk {
    void statements(List<Stmt> statements) {
        statements.forEach(this::statement);
    }

    void statement(Stmt statement) {
        switch (statement) {
            case Stmt.Block block -> statements(block.statements());
            case Stmt.Let let -> let.value().ifPresent(this::expression);
            case Stmt.Assign assign -> {
                place(assign.place());
                expression(assign.value());
            }
            case Stmt.Evaluate evaluate -> expression(evaluate.value());
            case Stmt.If choice -> {
                expression(choice.condition());
                statement(choice.then());
                statement(choice.otherwise());
            }
            case Stmt.While loop -> {
                expression(loop.condition());
                statement(loop.body());
                statement(loop.step());
            }
            case Stmt.Break leave -> statements(leave.cleanup());
            case Stmt.Continue again -> statements(again.cleanup());
            case Stmt.Return give -> {
                give.value().ifPresent(this::expression);
                statements(give.cleanup());
            }
            case Stmt.Fail fail -> {
                expression(fail.code());
                statements(fail.cleanup());
            }
            case Stmt.Check check -> expression(check.condition());
        }
    }

    void place(Place place) {
        switch (place) {
            case Place.OfLocal ignored -> {
            }
            case Place.OfGlobal ignored -> {
            }
            case Place.Deref deref -> expression(deref.pointer());
            case Place.OfField field -> place(field.base());
            case Place.UnionTag tag -> place(tag.base());
            case Place.ArrayElement element -> {
                place(element.array());
                expression(element.index());
            }
            case Place.SliceElement element -> {
                expression(element.slice());
                expression(element.index());
            }
            case Place.Temporary temporary -> expression(temporary.value());
        }
    }

    void expression(Expr expression) {
        switch (expression) {
            case Expr.Constant ignored -> {
            }
            case Expr.Trap ignored -> {
            }
            case Expr.Load load -> place(load.place());
            case Expr.AddressOf address -> place(address.place());
            case Expr.Unary unary -> expression(unary.operand());
            case Expr.Binary binary -> both(binary.left(), binary.right());
            case Expr.And and -> both(and.left(), and.right());
            case Expr.Or or -> both(or.left(), or.right());
            case Expr.Convert convert -> expression(convert.operand());
            case Expr.BitsRead read -> expression(read.word());
            case Expr.BitsWith with -> both(with.word(), with.value());
            case Expr.MakeSlice slice -> both(slice.pointer(), slice.length());
            case Expr.SlicePointer pointer -> expression(pointer.slice());
            case Expr.SliceLength length -> expression(length.slice());
            case Expr.Subslice slice -> {
                both(slice.slice(), slice.low());
                slice.high().ifPresent(this::expression);
            }
            case Expr.Aggregate aggregate -> aggregate.parts().forEach(this::expression);
            case Expr.Fill fill -> expression(fill.value());
            case Expr.MakeUnion union -> union.parts().forEach(this::expression);
            case Expr.Call call -> {
                if (call.callee() instanceof Expr.Callee.Indirect indirect) {
                    expression(indirect.pointer());
                }
                call.arguments().forEach(this::expression);
            }
            case Expr.Try attempt -> {
                expression(attempt.call());
                statements(attempt.cleanup());
            }
            case Expr.Catch handler -> both(handler.call(), handler.fallback());
            case Expr.If choice -> {
                expression(choice.condition());
                both(choice.then(), choice.otherwise());
            }
            case Expr.Sequence sequence -> {
                statements(sequence.statements());
                sequence.value().ifPresent(this::expression);
            }
        }
    }

    private void both(Expr first, Expr second) {
        expression(first);
        expression(second);
    }
}

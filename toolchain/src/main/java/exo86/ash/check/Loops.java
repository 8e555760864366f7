package exo86.ash.check;

import exo86.ash.source.Span;
import exo86.ash.syntax.Statement;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Local;
import exo86.ash.tree.Place;
import exo86.ash.tree.Stmt;
import exo86.ash.tree.Value;
import exo86.ash.types.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Loops: {@code for} becomes a counter and a {@code while}. */
final class Loops {
    private final Body body;

    Loops(Body body) {
        this.body = body;
    }

    private static Stmt.Block block(Span at, Stmt... statements) {
        return new Stmt.Block(List.of(statements), at);
    }

    List<Stmt> lower(Statement.While loop) {
        Expr condition = body.values.condition(loop.condition());
        body.push(true);
        List<Stmt> inside = new ArrayList<>(body.statements.list(loop.body().statements()));
        if (!body.reach.ends(inside)) {
            inside.addAll(body.scope.cleanup(false));
        }
        boolean broken = body.scope.broken;
        body.pop();
        Stmt.While made = new Stmt.While(condition, new Stmt.Block(inside, loop.body().at()), block(loop.at()), loop.at());
        if (Reach.isTrue(condition) && !broken) {
            body.reach.endless(made);
        }
        return List.of(made);
    }

    private static Expr load(Local local, Span at) {
        return new Expr.Load(new Place.OfLocal(local, at), at);
    }

    private static Stmt.Block step(Local counter, Span at) {
        Expr one = new Expr.Constant(new Value.Scalar(1, counter.type()), at);
        Expr next = new Expr.Binary(Expr.BinaryOperator.ADD, load(counter, at), one, counter.type(), at);
        return block(at, new Stmt.Assign(new Place.OfLocal(counter, at), next, at));
    }

    private static Expr below(Local counter, Expr end, Span at) {
        return new Expr.Binary(Expr.BinaryOperator.LESS, load(counter, at), end, Type.BOOL, at);
    }

    List<Stmt> lower(Statement.ForRange loop) {
        Operators.Pair range = body.operators.pair(loop.low(), loop.high(), Values.ANY, loop.low().at().to(loop.high().at()));
        Type type = range.left().type();
        if (!Operators.isNumber(type) && !Types.erroneous(type)) {
            body.report.error(loop.low().at(), "a loop counts integers, not `" + type + "`");
            type = Type.ERRONEOUS;
        }
        Span at = loop.at();
        body.push(false);
        Local counter = body.declare(loop.variable(), type, false);
        List<Stmt> made = new ArrayList<>();
        made.add(new Stmt.Let(counter, Optional.of(range.left()), loop.variable().at()));
        Expr end = body.values.keep(range.right(), made);
        long most = Bounds.of(range.right(), body.bounds);
        if (type instanceof Type.Int integer && !integer.signed() && most > 0 && most < Long.MAX_VALUE) {
            body.bounds.put(counter, most - 1);
        }
        Stmt.Block inside = body.statements.block(loop.body(), true);
        body.pop();
        if (Types.erroneous(type)) {
            return List.of();
        }
        made.add(new Stmt.While(below(counter, end, loop.low().at()), inside, step(counter, at), at));
        return List.of(new Stmt.Block(made, at));
    }

    List<Stmt> lower(Statement.ForEach loop) {
        List<Stmt> made = new ArrayList<>();
        Places.Target target = body.places.target(loop.sequence());
        Places.Target sequence = target.type() instanceof Type.Pointer p && p.target() instanceof Type.Array ? body.places.followed(target, loop.sequence().at()) : target;
        Span at = loop.sequence().at();
        Type element = Type.ERRONEOUS;
        Expr length = Body.erroneous(at);
        Local counter = loop.index().filter(n -> !n.ignored()).map(n -> new Local(n.text(), Type.U32)).orElseGet(() -> body.temporary(Type.U32));
        Place current = new Place.OfLocal(counter, at);
        if (!sequence.erroneous() && sequence.type() instanceof Type.Array array) {
            Place whole = keep(sequence.place(), made);
            element = array.element();
            length = new Expr.Constant(new Value.Scalar(array.length(), Type.U32), at);
            current = new Place.ArrayElement(whole, load(counter, at), array.length(), true, element, at);
            body.bounds.put(counter, array.length() - 1L);
        } else if (!sequence.erroneous() && sequence.type() instanceof Type.Slice slice && slice.space() == Type.Space.PLAIN) {
            element = slice.element();
            Expr kept = body.values.keep(body.places.load(sequence, at), made);
            length = body.values.keep(new Expr.SliceLength(kept, at), made);
            body.whole.types.complete(element);
            current = new Place.SliceElement(kept, load(counter, at), false, element, at);
        } else if (!sequence.erroneous()) {
            body.report.error(at, "`for` goes through arrays and slices, not `" + sequence.type() + "`");
        }
        made.add(new Stmt.Let(counter, Optional.of(new Expr.Constant(new Value.Scalar(0, Type.U32), at)), at));
        body.push(false);
        loop.index().filter(n -> !n.ignored()).ifPresent(n -> body.scope.names.put(n.text(), new Scope.Variable(counter, false, n.at())));
        Local variable = body.declare(loop.element(), element, false);
        Stmt.Block inside = body.statements.block(loop.body(), true);
        body.pop();
        if (Types.erroneous(element)) {
            return List.of();
        }
        Stmt first = new Stmt.Let(variable, Optional.of(new Expr.Load(current, at)), loop.element().at());
        Stmt.Block whole = new Stmt.Block(List.of(first, inside), loop.body().at());
        made.add(new Stmt.While(below(counter, length, at), whole, step(counter, at), loop.at()));
        return List.of(new Stmt.Block(made, loop.at()));
    }

    /** A computed array is kept whole while the loop runs. */
    private Place keep(Place place, List<Stmt> into) {
        if (place instanceof Place.Temporary temporary) {
            into.add(new Stmt.Let(temporary.local(), Optional.of(temporary.value()), temporary.at()));
            return new Place.OfLocal(temporary.local(), temporary.at());
        }
        return body.places.keep(place, into);
    }
}

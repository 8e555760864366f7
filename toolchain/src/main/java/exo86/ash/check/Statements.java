package exo86.ash.check;

import exo86.ash.source.Span;
import exo86.ash.syntax.Expression;
import exo86.ash.syntax.Statement;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Local;
import exo86.ash.tree.Stmt;
import exo86.ash.types.BitsType;
import exo86.ash.types.EnumType;
import exo86.ash.types.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Statements, each lowered to those of the tree. */
final class Statements {
    private final Body body;
    private final Loops loops;

    Statements(Body body) {
        this.body = body;
        this.loops = new Loops(body);
    }

    /** Statements of one scope, which the caller has entered and will leave. */
    List<Stmt> list(List<Statement> written) {
        List<Stmt> made = new ArrayList<>();
        boolean ended = false;
        for (Statement statement : written) {
            if (ended && !isUnreachable(statement)) {
                unreachable(statement.at());
                ended = false;
            }
            int before = made.size();
            made.addAll(lower(statement));
            ended = body.reach.ends(made.subList(before, made.size()));
        }
        return made;
    }

    /** {@code unreachable()} may stand where nothing comes: it says so. */
    private static boolean isUnreachable(Statement statement) {
        return statement instanceof Statement.Evaluate evaluate && evaluate.value() instanceof Expression.Call call
                && call.callee() instanceof Expression.Reference name && name.name().equals("unreachable");
    }

    void unreachable(Span at) {
        body.report.error(at, "this is never reached: the statement before it does not come back");
    }

    /** A block with its own scope; what is deferred in it runs at its end. */
    Stmt.Block block(Statement.Block block, boolean loop) {
        body.push(loop);
        List<Stmt> made = new ArrayList<>(list(block.statements()));
        if (!body.reach.ends(made)) {
            made.addAll(body.scope.cleanup(false));
        }
        body.pop();
        return new Stmt.Block(made, block.at());
    }

    private List<Stmt> lower(Statement statement) {
        return switch (statement) {
            case Statement.Block block -> List.of(block(block, false));
            case Statement.Let let -> let(let);
            case Statement.Assign assign -> assign(assign);
            case Statement.Discard discard -> discard(discard);
            case Statement.Evaluate evaluate -> asStatements(statement(evaluate.value()));
            case Statement.While loop -> loops.lower(loop);
            case Statement.ForRange loop -> loops.lower(loop);
            case Statement.ForEach loop -> loops.lower(loop);
            case Statement.Return give -> give(give);
            case Statement.Fail fail -> fail(fail);
            case Statement.Defer defer -> defer(defer);
            case Statement.Break leave -> leave(true, leave.at());
            case Statement.Continue again -> leave(false, again.at());
        };
    }

    /** An expression that stands as a statement: it has no value, or does not come back. */
    Expr statement(Expression expression) {
        boolean structured = expression instanceof Expression.If || expression instanceof Expression.Match || expression instanceof Expression.BlockValue;
        Expr made = body.values.check(expression, structured ? Type.VOID : Values.ANY);
        boolean used = made.type() instanceof Type.Void || made.type() instanceof Type.Never || Types.erroneous(made.type());
        if (!used) {
            boolean comparison = expression instanceof Expression.Binary binary && binary.operator() == Expression.BinaryOperator.EQUAL;
            body.report.error(expression.at(), "the value of this, a `" + made.type() + "`, is not used",
                    comparison ? "to store it write `=`" : "to drop it write `_ = …`");
            return Body.erroneous(expression.at());
        }
        return made;
    }

    /** An expression without value as statements: choices and sequences take their statement form. */
    List<Stmt> asStatements(Expr made) {
        boolean empty = made.type() instanceof Type.Void || made.type() instanceof Type.Never;
        if (empty && made instanceof Expr.Sequence sequence) {
            List<Stmt> statements = new ArrayList<>(sequence.statements());
            sequence.value().ifPresent(v -> statements.addAll(asStatements(v)));
            return statements.size() == 1 ? statements : List.of(new Stmt.Block(statements, made.at()));
        }
        if (empty && made instanceof Expr.If choice) {
            return List.of(new Stmt.If(choice.condition(), asBlock(choice.then()), asBlock(choice.otherwise()), made.at()));
        }
        return List.of(new Stmt.Evaluate(made, made.at()));
    }

    private Stmt.Block asBlock(Expr made) {
        List<Stmt> statements = asStatements(made);
        return statements.size() == 1 && statements.getFirst() instanceof Stmt.Block block ? block : new Stmt.Block(statements, made.at());
    }

    private List<Stmt> let(Statement.Let let) {
        Type wanted = let.type().map(t -> body.whole.types.complete(t, body.module)).orElse(Values.ANY);
        if (let.value() instanceof Expression.Uninit uninit) {
            body.systemOnly(uninit.at(), "`uninit`");
            if (let.type().isEmpty()) {
                body.report.error(uninit.at(), "a variable without a value needs a type", "write `var " + let.name() + ": T = uninit`");
                wanted = Type.ERRONEOUS;
            }
            return List.of(new Stmt.Let(body.declare(let.name(), wanted, let.mutable()), Optional.empty(), let.at()));
        }
        Expr value = body.values.value(let.value(), wanted);
        Type type = Coercions.isAny(wanted) ? value.type() : wanted;
        if (value.type() instanceof Type.Never) {
            body.declare(let.name(), Coercions.isAny(wanted) ? Type.ERRONEOUS : wanted, let.mutable());
            return asStatements(value);
        }
        if (type instanceof Type.Void) {
            body.report.error(let.value().at(), "this has no value that `" + let.name() + "` could keep");
            type = Type.ERRONEOUS;
        }
        Local local = body.declare(let.name(), type, let.mutable());
        return List.of(new Stmt.Let(local, Optional.of(value), let.at()));
    }

    private List<Stmt> assign(Statement.Assign assign) {
        Places.Target target = body.places.target(assign.place());
        if (!target.erroneous() && !target.writable()) {
            body.report.error(assign.place().at(), "this cannot be changed: " + target.fixed());
        }
        if (target.bits().isPresent()) {
            return assignBits(assign, target, target.bits().get());
        }
        if (target.erroneous()) {
            if (body.names.exact().value(assign.value()).isEmpty()) {
                body.values.check(assign.value(), Type.ERRONEOUS);
            }
            return List.of();
        }
        List<Stmt> made = new ArrayList<>();
        if (assign.operator().isEmpty()) {
            Expr value = body.values.value(assign.value(), target.type());
            made.add(new Stmt.Assign(target.place(), value, assign.at()));
            return made;
        }
        exo86.ash.tree.Place place = body.places.keep(target.place(), made);
        Expr value = body.operators.compound(assign.operator().get(), new Expr.Load(place, assign.place().at()), assign.value(), assign.at());
        made.add(new Stmt.Assign(place, value, assign.at()));
        return made.size() == 1 ? made : List.of(new Stmt.Block(made, assign.at()));
    }

    /** A field of bits: the word is loaded once and stored once, after the value is known. */
    private List<Stmt> assignBits(Statement.Assign assign, Places.Target target, BitsType.Field field) {
        List<Stmt> made = new ArrayList<>();
        exo86.ash.tree.Place place = body.places.keep(target.place(), made);
        Expr word = new Expr.Load(place, assign.place().at());
        Literals.Stored stored;
        if (assign.operator().isPresent()) {
            List<Stmt> old = new ArrayList<>();
            word = body.values.keep(word, old);
            made.addAll(old);
            Expr value = body.operators.compound(assign.operator().get(), new Expr.BitsRead(word, field, assign.place().at()), assign.value(), assign.at());
            long most = field.width() >= 63 ? Long.MAX_VALUE : (1L << field.width()) - 1;
            stored = new Literals.Stored(value, Bounds.of(value, body.bounds) <= most || field.width() == field.type().size() * 8);
        } else {
            stored = body.literals.stored(field, assign.value());
            boolean simple = Values.stable(stored.value()) || stored.value() instanceof Expr.Load load && Places.stable(load.place());
            stored = simple ? stored : new Literals.Stored(body.values.keep(stored.value(), made), stored.fits());
        }
        if (Types.erroneous(stored.value().type())) {
            return List.of();
        }
        made.add(new Stmt.Assign(place, new Expr.BitsWith(word, field, stored.value(), stored.fits(), place.type(), assign.at()), assign.at()));
        return made.size() == 1 ? made : List.of(new Stmt.Block(made, assign.at()));
    }

    private List<Stmt> discard(Statement.Discard discard) {
        Expr value = body.values.check(discard.value(), Values.ANY);
        if (value.type() instanceof Type.Void) {
            body.report.error(discard.at(), "this has no value to drop", "write it without `_ =`");
        }
        return asStatements(value);
    }

    private List<Stmt> give(Statement.Return give) {
        Span at = give.at();
        Type type = body.valueType();
        boolean sound = mayLeave("return", at);
        Optional<Expr> value = give.value().map(v -> type instanceof Type.Void || type instanceof Type.Never ? body.values.check(v, Values.ANY)
                : body.values.value(v, type));
        boolean erroneous = value.isPresent() && Types.erroneous(value.get().type());
        if (!sound || erroneous || body.function.isPresent() && Types.erroneous(body.function.get().result())) {
            return ended(at);
        }
        String name = body.function.map(f -> "`" + f.name() + "`").orElse("");
        if (type instanceof Type.Never) {
            body.report.error(at, name + " is declared `never`: it cannot return");
        } else if (type instanceof Type.Void && value.isPresent() && !(value.get().type() instanceof Type.Never)) {
            body.report.error(give.value().get().at(), name + " returns nothing");
        } else if (!(type instanceof Type.Void) && value.isEmpty()) {
            body.report.error(at, name + " returns a `" + type + "`, which is missing here");
        }
        if (value.isPresent() && value.get().type() instanceof Type.Never) {
            return asStatements(value.get());
        }
        return List.of(new Stmt.Return(value, body.scope.cleanupTo(Optional.empty(), false), at));
    }

    /** Stands where a statement that leaves was wrong, so that nothing seems to come after it. */
    private static List<Stmt> ended(Span at) {
        return List.of(new Stmt.Return(Optional.empty(), List.of(), at));
    }

    private boolean mayLeave(String word, Span at) {
        if (body.deferring) {
            body.report.error(at, "`" + word + "` cannot leave a deferred statement");
            return false;
        }
        if (body.function.isEmpty()) {
            body.report.error(at, "`" + word + "` stands outside of any function");
            return false;
        }
        return true;
    }

    private List<Stmt> fail(Statement.Fail fail) {
        boolean sound = mayLeave("fail", fail.at());
        Optional<EnumType> error = body.errorType();
        Expr code = error.map(e -> body.values.value(fail.code(), e)).orElseGet(() -> body.values.check(fail.code(), Values.ANY));
        if (sound && error.isEmpty() && !Types.erroneous(body.function.orElseThrow().result())) {
            body.report.error(fail.at(), "`" + body.function.get().name() + "` does not return errors", "make its result `T!E`");
            return ended(fail.at());
        }
        if (!sound || Types.erroneous(code.type())) {
            return ended(fail.at());
        }
        return List.of(new Stmt.Fail(code, body.scope.cleanupTo(Optional.empty(), true), fail.at()));
    }

    private List<Stmt> defer(Statement.Defer defer) {
        if (defer.onError() && body.errorType().isEmpty()) {
            body.report.error(defer.at(), "`errdefer` in a function that returns no errors never runs");
        }
        if (defer.body() instanceof Statement.Let || defer.body() instanceof Statement.Defer) {
            body.report.error(defer.body().at(), "a deferred statement does something: this declares or defers");
            return List.of();
        }
        boolean outer = body.deferring;
        body.deferring = true;
        Scope around = body.scope;
        body.scope = new Scope(Optional.of(around), false, true);
        List<Stmt> made = lower(defer.body());
        body.scope = around;
        body.deferring = outer;
        Stmt one = made.size() == 1 ? made.getFirst() : new Stmt.Block(made, defer.at());
        body.scope.deferred.add(new Scope.Deferred(one, defer.onError()));
        return List.of();
    }

    private List<Stmt> leave(boolean leave, Span at) {
        Optional<Scope> loop = body.scope.innermostLoop();
        if (loop.isEmpty()) {
            body.report.error(at, "`" + (leave ? "break" : "continue") + "` stands in no loop");
            return List.of();
        }
        List<Stmt> cleanup = body.scope.cleanupTo(loop, false);
        loop.get().broken |= leave;
        return List.of(leave ? new Stmt.Break(cleanup, at) : new Stmt.Continue(cleanup, at));
    }
}

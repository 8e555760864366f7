package exo86.ash.check;

import exo86.ash.source.Span;
import exo86.ash.syntax.Expression;
import exo86.ash.syntax.Statement;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Stmt;
import exo86.ash.types.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code if} and blocks for their value, and the one type that several branches must have.
 * Wanting void means: this stands as a statement, the value of a last expression is not asked for.
 */
final class Branches {
    private final Body body;

    Branches(Body body) {
        this.body = body;
    }

    /** One of several expressions of one type; a {@code late} one takes its type from the others. */
    record Branch(boolean late, java.util.function.Function<Type, Expr> check) {
    }

    record Common(List<Expr> values, Type type) {
    }

    /** Checks the branches, in order but for the late ones, and makes them one type. */
    Common common(List<Branch> branches, Type wanted, Span at) {
        Expr[] values = new Expr[branches.size()];
        Type type = wanted;
        for (boolean late : new boolean[] {false, true}) {
            for (int i = 0; i < values.length; i++) {
                if (branches.get(i).late() == late) {
                    values[i] = branches.get(i).check().apply(type);
                    boolean settles = Coercions.isAny(type) && !(values[i].type() instanceof Type.Never) && !Types.erroneous(values[i].type());
                    type = settles ? values[i].type() : type;
                }
            }
        }
        if (Coercions.isAny(wanted)) {
            type = widest(values, type);
        }
        List<Expr> made = new ArrayList<>();
        boolean never = values.length > 0;
        for (Expr value : values) {
            never &= value.type() instanceof Type.Never;
            made.add(type instanceof Type.Void && wanted instanceof Type.Void ? value : body.coercions.coerce(value, type));
        }
        boolean erroneous = made.stream().anyMatch(v -> Types.erroneous(v.type()));
        return new Common(made, erroneous ? Type.ERRONEOUS : never ? Type.NEVER : type);
    }

    /** The type among those of the values to which all others convert, if there is one. */
    private static Type widest(Expr[] values, Type first) {
        Type type = first;
        for (Expr value : values) {
            if (!(value.type() instanceof Type.Never) && Coercions.convertible(type, value.type())) {
                type = value.type();
            }
        }
        return type;
    }

    Expr choice(Expression.If choice, Type wanted) {
        Expr condition = body.values.condition(choice.condition());
        if (choice.otherwise().isEmpty() && !(wanted instanceof Type.Void)) {
            return Types.erroneous(wanted) ? Body.erroneous(choice.at()) : body.error(choice.condition().at(), "an `if` without `else` has no value");
        }
        boolean value = choice.otherwise().isPresent() && !(wanted instanceof Type.Void);
        Type type = value ? wanted : Type.VOID;
        List<Branch> branches = new ArrayList<>();
        branches.add(branch(choice.then()));
        choice.otherwise().ifPresent(o -> branches.add(branch(o)));
        Common common = common(branches, type, choice.at());
        if (Types.erroneous(condition.type()) || Types.erroneous(common.type())) {
            return Body.erroneous(choice.at());
        }
        Expr otherwise = common.values().size() > 1 ? common.values().get(1) : new Expr.Sequence(List.of(), Optional.empty(), Type.VOID, choice.at());
        Type result = common.values().size() > 1 ? common.type() : Type.VOID;
        return new Expr.If(condition, common.values().getFirst(), otherwise, result, choice.at());
    }

    private Branch branch(Statement.Block block) {
        boolean late = block.statements().size() == 1 && block.statements().getFirst() instanceof Statement.Evaluate evaluate && late(evaluate.value());
        return new Branch(late, wanted -> block(block, wanted));
    }

    /** Whether the expression takes its type from the context. */
    boolean late(Expression expression) {
        return expression instanceof Expression.None || body.names.exact().value(expression).isPresent()
                || expression instanceof Expression.BlockValue b && b.block().statements().size() == 1
                        && b.block().statements().getFirst() instanceof Statement.Evaluate e && late(e.value());
    }

    /** A block for the value of its last expression. */
    Expr block(Statement.Block block, Type wanted) {
        body.push(false);
        Expr made = wanted instanceof Type.Void ? statements(block) : valued(block, wanted);
        body.pop();
        return made;
    }

    private Expr statements(Statement.Block block) {
        List<Stmt> statements = new ArrayList<>(body.statements.list(block.statements()));
        boolean ends = body.reach.ends(statements);
        if (!ends) {
            statements.addAll(body.scope.cleanup(false));
        }
        return new Expr.Sequence(statements, Optional.empty(), ends ? Type.NEVER : Type.VOID, block.at());
    }

    private Expr valued(Statement.Block block, Type wanted) {
        List<Statement> written = block.statements();
        if (written.isEmpty() || !(written.getLast() instanceof Statement.Evaluate last)) {
            return statements(block);
        }
        List<Stmt> statements = new ArrayList<>(body.statements.list(written.subList(0, written.size() - 1)));
        if (body.reach.ends(statements)) {
            body.statements.unreachable(last.at());
        }
        Expr value = Coercions.isAny(wanted) ? body.values.check(last.value(), wanted) : body.values.value(last.value(), wanted);
        List<Stmt> cleanup = body.scope.cleanup(false);
        if (value.type() instanceof Type.Void || value.type() instanceof Type.Never) {
            statements.addAll(body.statements.asStatements(value));
            if (value.type() instanceof Type.Void) {
                statements.addAll(cleanup);
            }
            return new Expr.Sequence(statements, Optional.empty(), value.type(), block.at());
        }
        if (!cleanup.isEmpty() && !Types.erroneous(value.type())) {
            value = body.values.keep(value, statements);
            statements.addAll(cleanup);
        }
        return statements.isEmpty() ? value : new Expr.Sequence(statements, Optional.of(value), value.type(), block.at());
    }
}

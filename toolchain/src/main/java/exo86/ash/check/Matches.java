package exo86.ash.check;

import exo86.ash.check.Coverage.Interval;
import exo86.ash.source.Span;
import exo86.ash.syntax.Expression;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Place;
import exo86.ash.tree.Stmt;
import exo86.ash.tree.Value;
import exo86.ash.types.EnumType;
import exo86.ash.types.Type;
import exo86.ash.types.UnionType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code match}: a chain of tests over a subject that is computed once. Every value has an arm, every arm a value. */
final class Matches {
    private final Body body;

    Matches(Body body) {
        this.body = body;
    }

    /** An arm whose pattern was checked, in the scope that its bindings made. */
    private record Arm(Expression.Arm written, Patterns.Tested tested, Optional<Expr> guard, Scope scope) {
    }

    Expr match(Expression.Match match, Type wanted) {
        List<Stmt> first = new ArrayList<>();
        Optional<Patterns.Subject> subject = subject(match.subject(), first);
        if (subject.isEmpty()) {
            erroneousArms(match);
            return Body.erroneous(match.at());
        }
        int before = body.report.count();
        Coverage coverage = new Coverage(subject.get().domain());
        Patterns patterns = new Patterns(body, subject.get());
        List<Arm> arms = new ArrayList<>();
        for (Expression.Arm written : match.arms()) {
            body.push(false);
            Patterns.Tested tested = patterns.test(written.pattern());
            Optional<Expr> guard = written.guard().map(body.values::condition);
            reached(tested, coverage, written, guard.isEmpty());
            arms.add(new Arm(written, tested, guard, body.scope));
            body.pop();
        }
        boolean sound = before == body.report.count();
        if (sound) {
            exhaustive(match, subject.get(), coverage);
        }
        List<Branches.Branch> branches = arms.stream().map(a -> new Branches.Branch(body.branches.late(a.written().body()), type -> arm(a, type))).toList();
        Branches.Common common = body.branches.common(branches, wanted, match.at());
        if (before != body.report.count() || Types.erroneous(common.type()) || arms.isEmpty()) {
            return Body.erroneous(match.at());
        }
        Expr chain = chain(arms, common, subject.get(), match.at());
        return first.isEmpty() ? chain : new Expr.Sequence(first, Optional.of(chain), chain.type(), match.at());
    }

    private void erroneousArms(Expression.Match match) {
        for (Expression.Arm arm : match.arms()) {
            body.push(false);
            Patterns.bindErroneous(body, arm.pattern());
            arm.guard().ifPresent(body.values::condition);
            body.values.check(arm.body(), Type.ERRONEOUS);
            body.pop();
        }
    }

    private Optional<Patterns.Subject> subject(Expression written, List<Stmt> first) {
        Places.Target target = body.places.target(written);
        if (target.bits().isEmpty() && target.type() instanceof Type.Pointer p && !p.nullable() && (p.target() instanceof UnionType || p.target() instanceof EnumType)) {
            target = body.places.followed(target, written.at());
        }
        if (target.erroneous() || Types.erroneous(target.type())) {
            return Optional.empty();
        }
        Span at = written.at();
        body.whole.types.complete(target.type());
        if (target.type() instanceof UnionType union) {
            Place place;
            if (target.place() instanceof Place.Temporary temporary) {
                first.add(new Stmt.Let(temporary.local(), Optional.of(temporary.value()), at));
                place = new Place.OfLocal(temporary.local(), at);
            } else {
                place = body.places.keep(target.place(), first);
            }
            Expr tag = body.values.keep(new Expr.Load(new Place.UnionTag(place, union.tag(), at), at), first);
            return Optional.of(new Patterns.Subject(union, tag, Optional.of(place), new Interval(BigInteger.ZERO, BigInteger.valueOf(union.variants().size() - 1L))));
        }
        Optional<Interval> domain = domain(target.type());
        if (domain.isEmpty()) {
            body.report.error(at, "`match` takes an enum, a union, an integer, a bool or a `?*T`, not `" + target.type() + "`");
            return Optional.empty();
        }
        Expr value = body.values.keep(body.places.load(target, at), first);
        return Optional.of(new Patterns.Subject(target.type(), value, Optional.empty(), domain.get()));
    }

    private static Optional<Interval> domain(Type type) {
        return switch (type) {
            case EnumType enumeration -> Optional.of(new Interval(BigInteger.ZERO, BigInteger.valueOf(enumeration.variants().size() - 1L)));
            case Type.Bool ignored -> Optional.of(new Interval(BigInteger.ZERO, BigInteger.ONE));
            case Type.Pointer pointer when pointer.nullable() -> Optional.of(new Interval(BigInteger.ZERO, BigInteger.ONE));
            case Type other when Operators.isNumber(other) -> {
                Type.Int integer = exo86.ash.check.evaluate.Arithmetic.representation(other);
                yield Optional.of(new Interval(exo86.ash.check.evaluate.Arithmetic.smallest(integer), exo86.ash.check.evaluate.Arithmetic.largest(integer)));
            }
            default -> Optional.empty();
        };
    }

    private void reached(Patterns.Tested tested, Coverage coverage, Expression.Arm written, boolean unguarded) {
        boolean some = tested.parts().isEmpty();
        List<Interval> fresh = new ArrayList<>();
        for (Patterns.Part part : tested.parts()) {
            boolean covered = coverage.covers(part.interval()) || fresh.stream().anyMatch(f -> f.equals(part.interval()));
            some |= !covered;
            if (covered && tested.parts().size() > 1) {
                body.report.error(part.at(), "this pattern is never reached: what it accepts was accepted before");
                some = true;
            }
            fresh.add(part.interval());
        }
        if (!some || tested.any() && coverage.missing().isEmpty()) {
            body.report.error(written.pattern().at(), "this arm is never reached: what it accepts was accepted before");
        }
        if (unguarded) {
            fresh.forEach(coverage::add);
        }
    }

    private void exhaustive(Expression.Match match, Patterns.Subject subject, Coverage coverage) {
        List<Interval> missing = coverage.missing();
        if (missing.isEmpty()) {
            return;
        }
        List<String> names = new ArrayList<>();
        for (Interval interval : missing) {
            if (subject.type() instanceof Type.Int || Operators.isNumber(subject.type())) {
                names.add(interval.toString());
                continue;
            }
            for (int i = interval.low().intValue(); i <= interval.high().intValue(); i++) {
                names.add(Patterns.name(subject.type(), i));
            }
        }
        String shown = names.stream().limit(8).map(n -> "`" + n + "`").collect(Collectors.joining(", ")) + (names.size() > 8 ? ", …" : "");
        body.report.error(match.subject().at(), "this match has no arm for " + shown, "add the arm, or `_ => …` for all others");
    }

    private Expr arm(Arm arm, Type wanted) {
        Scope outer = body.scope;
        body.scope = arm.scope();
        Expr made = wanted instanceof Type.Void ? body.statements.statement(arm.written().body()) : body.values.check(arm.written().body(), wanted);
        body.scope = outer;
        return made;
    }

    private Expr chain(List<Arm> arms, Branches.Common common, Patterns.Subject subject, Span at) {
        Expr chain = new Expr.Trap("the subject of this match has no such value", at);
        boolean exact = !(subject.type() instanceof EnumType) && !(subject.type() instanceof UnionType);
        for (int i = arms.size() - 1; i >= 0; i--) {
            Arm arm = arms.get(i);
            Expr value = common.values().get(i);
            List<Stmt> bindings = arm.tested().bindings();
            Optional<Expr> test = arm.tested().any() || exact && i == arms.size() - 1 ? Optional.empty() : arm.tested().condition();
            if (arm.guard().isPresent()) {
                Expr guard = bindings.isEmpty() ? arm.guard().get()
                        : new Expr.Sequence(bindings, Optional.of(arm.guard().get()), Type.BOOL, arm.guard().get().at());
                test = Optional.of(test.<Expr>map(t -> new Expr.And(t, guard, guard.at())).orElse(guard));
            } else if (!bindings.isEmpty()) {
                boolean empty = value.type() instanceof Type.Void || value.type() instanceof Type.Never;
                List<Stmt> statements = new ArrayList<>(bindings);
                if (empty) {
                    statements.addAll(body.statements.asStatements(value));
                }
                value = new Expr.Sequence(statements, empty ? Optional.empty() : Optional.of(value), value.type(), value.at());
            }
            Expr rest = chain;
            Expr held = value;
            chain = test.<Expr>map(t -> new Expr.If(t, held, rest, common.type(), arm.written().at())).orElse(held);
        }
        return chain;
    }

    /** A constant of the subject's representation. */
    static Expr constant(BigInteger value, Type type, Span at) {
        return new Expr.Constant(new Value.Scalar(value.longValue(), type), at);
    }
}

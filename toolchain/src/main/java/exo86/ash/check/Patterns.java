package exo86.ash.check;

import exo86.ash.check.Coverage.Interval;
import exo86.ash.check.evaluate.Arithmetic;
import exo86.ash.source.Span;
import exo86.ash.source.Spelling;
import exo86.ash.syntax.Expression;
import exo86.ash.syntax.Name;
import exo86.ash.syntax.Pattern;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Local;
import exo86.ash.tree.Place;
import exo86.ash.tree.Stmt;
import exo86.ash.tree.Value;
import exo86.ash.types.EnumType;
import exo86.ash.types.StructType;
import exo86.ash.types.Type;
import exo86.ash.types.UnionType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The patterns of one match: which values each accepts, the test for them, and what it binds. */
final class Patterns {
    /**
     * What is matched.
     *
     * @param value the scalar to test: the subject itself, or a union's tag
     * @param place the union, for its payload
     * @param domain all its values, variants and booleans counted from 0
     */
    record Subject(Type type, Expr value, Optional<Place> place, Interval domain) {
    }

    /** One alternative of a pattern. */
    record Part(Interval interval, Span at) {
    }

    /** What a pattern accepts; {@code any}: everything. Without parts it was reported. */
    record Tested(List<Part> parts, boolean any, Optional<Expr> condition, List<Stmt> bindings) {
    }

    private final Body body;
    private final Subject subject;

    Patterns(Body body, Subject subject) {
        this.body = body;
        this.subject = subject;
    }

    private Tested wrong(Pattern pattern, String message, String hint) {
        body.report.error(pattern.at(), message, hint);
        bindErroneous(body, pattern);
        return new Tested(List.of(), false, Optional.empty(), List.of());
    }

    /** Declares what a wrong pattern binds, so that nothing follows from it. */
    static void bindErroneous(Body body, Pattern pattern) {
        switch (pattern) {
            case Pattern.Some some -> body.declare(some.binding(), Type.ERRONEOUS, false);
            case Pattern.Named named -> named.fields().ifPresent(fields -> fields.forEach(f -> body.declare(f.binding(), Type.ERRONEOUS, false)));
            case Pattern.Either either -> either.alternatives().forEach(p -> bindErroneous(body, p));
            default -> {
            }
        }
    }

    Tested test(Pattern pattern) {
        return switch (pattern) {
            case Pattern.Any any -> new Tested(List.of(new Part(subject.domain(), any.at())), true, Optional.empty(), List.of());
            case Pattern.Either either -> either(either);
            case Pattern.None none when namesVariant() -> named(new Pattern.Named(new Expression.Reference("none", none.at()), Optional.empty(),
                    none.at()));
            case Pattern.None none -> isOptional() ? scalar(0, new Expr.Constant(new Value.Scalar(0, subject.type()), none.at()), none.at())
                    : wrong(none, "`none` is a pattern for `?*T`, not for `" + subject.type() + "`", "");
            case Pattern.Some some -> isOptional() ? some(some) : wrong(some, "`some(…)` is a pattern for `?*T`, not for `" + subject.type() + "`", "");
            case Pattern.Literal literal -> literal(literal);
            case Pattern.Range range -> range(range);
            case Pattern.Named named -> named(named);
        };
    }

    /** Whether {@code none} is a variant of the subject. */
    private boolean namesVariant() {
        return switch (subject.type()) {
            case EnumType type -> type.variant("none").isPresent();
            case UnionType type -> type.variant("none").isPresent();
            default -> false;
        };
    }

    private boolean isOptional() {
        return subject.type() instanceof Type.Pointer;
    }

    private boolean isNumber() {
        return Operators.isNumber(subject.type());
    }

    private Tested either(Pattern.Either either) {
        List<Part> parts = new ArrayList<>();
        Optional<Expr> condition = Optional.empty();
        boolean any = false;
        for (Pattern alternative : either.alternatives()) {
            Tested tested = test(alternative);
            if (!tested.bindings().isEmpty()) {
                body.report.error(alternative.at(), "an alternative binds nothing", "write an arm for each, or `_` for the names");
            }
            parts.addAll(tested.parts());
            any |= tested.any();
            Optional<Expr> before = condition;
            condition = tested.condition().map(c -> before.<Expr>map(b -> new Expr.Or(b, c, either.at())).orElse(c)).or(() -> before);
        }
        return new Tested(parts, any, condition, List.of());
    }

    private Tested scalar(long ordinal, Expr value, Span at) {
        Expr test = new Expr.Binary(Expr.BinaryOperator.EQUAL, subject.value(), value, Type.BOOL, at);
        return new Tested(List.of(new Part(Interval.of(ordinal), at)), false, Optional.of(test), List.of());
    }

    private Tested some(Pattern.Some some) {
        Type.Pointer pointer = (Type.Pointer) subject.type();
        Type held = new Type.Pointer(pointer.space(), pointer.mutable(), false, pointer.target());
        Expr none = new Expr.Constant(new Value.Scalar(0, subject.type()), some.at());
        Expr test = new Expr.Binary(Expr.BinaryOperator.NOT_EQUAL, subject.value(), none, Type.BOOL, some.at());
        List<Stmt> bindings = new ArrayList<>();
        if (!some.binding().ignored()) {
            Local local = body.declare(some.binding(), held, false);
            bindings.add(new Stmt.Let(local, Optional.of(new Expr.Convert(subject.value(), held, false, some.at())), some.binding().at()));
        }
        return new Tested(List.of(new Part(Interval.of(1), some.at())), false, Optional.of(test), bindings);
    }

    private Tested literal(Pattern.Literal literal) {
        if (literal.value() instanceof Expression.Bool bool) {
            if (!(subject.type() instanceof Type.Bool)) {
                return wrong(literal, "`" + bool.at().text() + "` is no value of `" + subject.type() + "`", "");
            }
            return scalar(bool.value() ? 1 : 0, new Expr.Constant(new Value.Scalar(bool.value() ? 1 : 0, Type.BOOL), bool.at()), literal.at());
        }
        if (!isNumber()) {
            String hint = subject.type() instanceof EnumType ? "name the variant" : "";
            return wrong(literal, "a number is no pattern for `" + subject.type() + "`", hint);
        }
        return body.whole.constants.integer(literal.value(), body.module).map(v -> number(v, v, literal)).orElseGet(() -> wrong(literal, "this is no number", ""));
    }

    private Tested range(Pattern.Range range) {
        if (!isNumber()) {
            return wrong(range, "a range is a pattern for integers, not for `" + subject.type() + "`", "");
        }
        Optional<BigInteger> low = body.whole.constants.integer(range.low(), body.module);
        Optional<BigInteger> high = body.whole.constants.integer(range.high(), body.module);
        if (low.isEmpty() || high.isEmpty()) {
            return new Tested(List.of(), false, Optional.empty(), List.of());
        }
        if (low.get().compareTo(high.get()) >= 0) {
            return wrong(range, "the range " + low.get() + ".." + high.get() + " is empty", "its end is not part of it");
        }
        return number(low.get(), high.get().subtract(BigInteger.ONE), range);
    }

    /** An integer from {@code low} to {@code high}, both included. */
    private Tested number(BigInteger low, BigInteger high, Pattern pattern) {
        Type.Int type = Arithmetic.representation(subject.type());
        if (!Arithmetic.fits(low, type) || !Arithmetic.fits(high, type)) {
            return wrong(pattern, (Arithmetic.fits(low, type) ? high : low) + " is no value of `" + subject.type() + "`", "");
        }
        Span at = pattern.at();
        Expr least = Matches.constant(low, subject.type(), at);
        List<Part> parts = List.of(new Part(new Interval(low, high), at));
        if (low.equals(high)) {
            return new Tested(parts, false, Optional.of(new Expr.Binary(Expr.BinaryOperator.EQUAL, subject.value(), least, Type.BOOL, at)), List.of());
        }
        Expr most = Matches.constant(high, subject.type(), at);
        Expr below = new Expr.Binary(Expr.BinaryOperator.LESS_EQUAL, subject.value(), most, Type.BOOL, at);
        boolean first = low.equals(Arithmetic.smallest(type));
        Expr test = first ? below : new Expr.And(new Expr.Binary(Expr.BinaryOperator.GREATER_EQUAL, subject.value(), least, Type.BOOL, at), below, at);
        return new Tested(parts, false, Optional.of(test), List.of());
    }

    private Tested named(Pattern.Named named) {
        Name name = named.path() instanceof Expression.Member member ? member.name()
                : new Name(((Expression.Reference) named.path()).name(), named.path().at());
        if (named.path() instanceof Expression.Member member && !isNumber() && !ownVariant(member)) {
            return new Tested(List.of(), false, Optional.empty(), List.of());
        }
        return switch (subject.type()) {
            case EnumType enumeration -> variant(named, name, enumeration);
            case UnionType union -> variant(named, name, union);
            case Type ignored when isNumber() && named.fields().isEmpty() -> constant(named);
            default -> wrong(named, "`" + name + "` is no pattern for `" + subject.type() + "`", isOptional() ? "write `none` or `some(p)`" : "");
        };
    }

    /** Whether {@code Type.name} names the subject's type; reports if not. */
    private boolean ownVariant(Expression.Member member) {
        Optional<Names.Meaning> meaning = body.names.meaning(member);
        if (meaning.isPresent() && meaning.get() instanceof Names.Meaning.OfTypeMember of) {
            Type type = body.whole.types.declared(of.type());
            if (!type.equals(subject.type()) && !Types.erroneous(type)) {
                body.report.error(member.at(), "a pattern of " + Coercions.name(type, subject.type()) + ", but the subject is a "
                        + Coercions.name(subject.type(), type));
            }
            return type.equals(subject.type());
        }
        if (meaning.isEmpty() || !(meaning.get() instanceof Names.Meaning.Unknown)) {
            body.report.error(member.at(), "a pattern names a variant of `" + subject.type() + "`");
        }
        return false;
    }

    private Tested constant(Pattern.Named named) {
        Optional<Names.Meaning> meaning = body.names.meaning(named.path());
        boolean constant = meaning.isPresent() && meaning.get() instanceof Names.Meaning.OfEntity of && of.entity() instanceof Entity.OfConstant;
        if (!constant) {
            boolean unknown = meaning.isPresent() && meaning.get() instanceof Names.Meaning.Unknown;
            return unknown ? new Tested(List.of(), false, Optional.empty(), List.of())
                    : wrong(named, "a name in a pattern for `" + subject.type() + "` must be a constant", "to accept anything write `_`");
        }
        return body.whole.constants.integer(named.path(), body.module).map(v -> number(v, v, named))
                .orElse(new Tested(List.of(), false, Optional.empty(), List.of()));
    }

    private Tested variant(Pattern.Named named, Name name, EnumType enumeration) {
        Optional<EnumType.Variant> variant = enumeration.variant(name.text());
        if (variant.isEmpty()) {
            return wrong(named, "`" + enumeration + "` has no variant `" + name + "`",
                    Spelling.hint(name.text(), enumeration.variants().stream().map(EnumType.Variant::name).toList()));
        }
        if (named.fields().isPresent()) {
            return wrong(named, "a variant of an enum has no fields", "");
        }
        body.report.index.use(name.at(), variant.get());
        return scalar(enumeration.variants().indexOf(variant.get()), new Expr.Constant(new Value.Scalar(variant.get().value(), enumeration), named.at()), named.at());
    }

    private Tested variant(Pattern.Named named, Name name, UnionType union) {
        Optional<UnionType.Variant> found = union.variant(name.text());
        if (found.isEmpty()) {
            return wrong(named, "`" + union + "` has no variant `" + name + "`",
                    Spelling.hint(name.text(), union.variants().stream().map(UnionType.Variant::name).toList()));
        }
        UnionType.Variant variant = found.get();
        body.report.index.use(name.at(), variant);
        List<Stmt> bindings = new ArrayList<>();
        for (Pattern.FieldPattern field : named.fields().orElse(List.of())) {
            Optional<StructType.Field> held = variant.field(field.field().text());
            if (held.isEmpty()) {
                body.report.error(field.field().at(), "`" + union + "." + variant.name() + "` has no field `" + field.field() + "`",
                        Spelling.hint(field.field().text(), variant.fields().stream().map(StructType.Field::name).toList()));
            }
            held.ifPresent(f -> body.report.index.use(field.field().at(), f));
            Type type = held.map(StructType.Field::type).orElse(Type.ERRONEOUS);
            Local local = body.declare(field.binding(), type, false);
            if (held.isPresent() && !field.binding().ignored()) {
                Place payload = new Place.OfField(subject.place().orElseThrow(), held.get(), field.at());
                bindings.add(new Stmt.Let(local, Optional.of(new Expr.Load(payload, field.at())), field.binding().at()));
            }
        }
        Tested tag = scalar(variant.tag(), new Expr.Constant(new Value.Scalar(variant.tag(), subject.value().type()), named.at()), named.at());
        return new Tested(tag.parts(), false, tag.condition(), bindings);
    }

    /** The name of a value of a type that is not a number, for messages. */
    static String name(Type type, int ordinal) {
        return switch (type) {
            case EnumType enumeration -> enumeration.variants().get(ordinal).name();
            case UnionType union -> union.variants().get(ordinal).name();
            case Type.Bool ignored -> ordinal == 0 ? "false" : "true";
            default -> ordinal == 0 ? "none" : "some(…)";
        };
    }
}

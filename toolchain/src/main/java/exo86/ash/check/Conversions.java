package exo86.ash.check;

import exo86.ash.check.evaluate.Arithmetic;
import exo86.ash.source.Span;
import exo86.ash.syntax.Expression;
import exo86.ash.syntax.TypeExpression;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Function;
import exo86.ash.tree.Value;
import exo86.ash.types.BitsType;
import exo86.ash.types.DistinctType;
import exo86.ash.types.EnumType;
import exo86.ash.types.Type;
import java.math.BigInteger;
import java.util.Optional;

/** {@code as} and {@code as?}: which conversions there are, and which only a system module may write. */
final class Conversions {
    private final Body body;

    Conversions(Body body) {
        this.body = body;
    }

    /** The width in {@code e as u20}, which only a field of bits takes. */
    static Optional<Integer> oddWidth(Expression.Convert convert, Module module) {
        return convert.type() instanceof TypeExpression.Named named && named.module().isEmpty() && !module.names.containsKey(named.name().text())
                ? Types.oddWidth(named.name().text()) : Optional.empty();
    }

    Expr convert(Expression.Convert convert) {
        if (oddWidth(convert, body.module).isPresent()) {
            return body.error(convert.type().at(), "`" + convert.type().at().text() + "` exists only in bits: this may only be stored in a field of that width");
        }
        Type type = body.whole.types.complete(convert.type(), body.module);
        Optional<BigInteger> exact = body.names.exact().value(convert.operand());
        if (exact.isPresent() && !Types.erroneous(type)) {
            return exact(exact.get(), type, convert);
        }
        Optional<Expr> address = codeAddress(convert.operand(), type);
        Type wanted = chooses(convert.operand()) ? Values.ANY : type instanceof DistinctType distinct ? distinct.base() : type;
        Expr operand = address.orElseGet(() -> body.values.check(convert.operand(), wanted));
        return convert(operand, type, convert.checked(), convert.at());
    }

    /** Whether there is a choice in what is converted: its branches have a type of their own, which the target must not become. */
    static boolean chooses(Expression operand) {
        return switch (operand) {
            case Expression.If _, Expression.Match _ -> true;
            case Expression.Binary binary -> chooses(binary.left()) || chooses(binary.right());
            case Expression.Unary unary -> chooses(unary.operand());
            case Expression.Call call -> call.arguments().stream().anyMatch(Conversions::chooses);
            default -> false;
        };
    }

    /** {@code f as u32} of a function that is not called the Ashlar way: the address of its code. */
    private Optional<Expr> codeAddress(Expression operand, Type type) {
        if (!type.equals(Type.U32) || !(operand instanceof Expression.Reference) && !(operand instanceof Expression.Member)) {
            return Optional.empty();
        }
        if (operand instanceof Expression.Reference reference && body.names.hidden(reference.name())) {
            return Optional.empty();
        }
        Optional<Entity> entity = body.names.meaning(operand).filter(m -> m instanceof Names.Meaning.OfEntity).map(m -> ((Names.Meaning.OfEntity) m).entity());
        if (entity.isPresent() && entity.get() instanceof Entity.OfFunction function) {
            Optional<Function> made = body.whole.functions.signature(function);
            return made.map(f -> Values.address(f, operand.at()));
        }
        return Optional.empty();
    }

    /** An exact integer is converted without passing through a default type: `-1 as u32`, `0xFFFF_FFFF as i32`. */
    private Expr exact(BigInteger value, Type type, Expression.Convert convert) {
        Type.Int through = type instanceof Type.Int integer ? integer : value.signum() < 0 ? Type.I64 : Type.U64;
        if (type instanceof Type.Int || isDistinctNumber(type)) {
            Type.Int holder = Arithmetic.representation(type);
            if (type instanceof DistinctType distinct && !distinct.module().equals(body.module.path())) {
                return body.error(convert.at(), "only module " + distinct.module() + " makes a " + distinct);
            }
            if (convert.checked() && !Arithmetic.fits(value, holder)) {
                return body.error(convert.at(), value + " does not fit in " + type);
            }
            return new Expr.Constant(new Value.Scalar(Arithmetic.wrap(value.longValue(), holder), type), convert.at());
        }
        boolean word = type instanceof BitsType bits && Arithmetic.fits(value, bits.word());
        Type.Int from = type instanceof BitsType bits && word ? bits.word() : through == Type.U64 && Arithmetic.fits(value, Type.U32) ? Type.U32 : through;
        Expr number = body.coercions.number(value, from, convert.operand().at(), false);
        return convert(number, type, convert.checked(), convert.at());
    }

    private static boolean isDistinctNumber(Type type) {
        return type instanceof DistinctType distinct && Operators.isNumber(distinct);
    }

    private Expr convert(Expr operand, Type to, boolean checked, Span at) {
        Type from = operand.type();
        if (Types.erroneous(from) || Types.erroneous(to)) {
            return Body.erroneous(at);
        }
        if (from.equals(to) || !checked && Coercions.convertible(from, to)) {
            return from.equals(to) ? operand : Coercions.convert(operand, to, at);
        }
        Type source = open(from, to, at);
        Type target = open(to, from, at);
        if (Types.erroneous(source) || Types.erroneous(target)) {
            return Body.erroneous(at);
        }
        if (checked && !(scalar(source) && scalar(target))) {
            return body.error(at, "`as?` converts integers and enums, not `" + from + "` to `" + to + "`");
        }
        if (target instanceof EnumType && !checked && !source.equals(target)) {
            return body.error(at, "not every " + from + " is a " + to, "write `as? " + to + "`, which traps where there is no such variant");
        }
        if (source.equals(target) || Coercions.convertible(source, target) || numeric(source) && scalar(target)) {
            return checked ? new Expr.Convert(operand, to, true, at) : Coercions.convert(operand, to, at);
        }
        if (word(source) && word(target)) {
            return address(operand, source, target, to, at);
        }
        String hint = target instanceof Type.Bool ? "compare it: `x != 0`" : source instanceof Type.Array && target instanceof Type.Slice ? "slice the array: `a[..]`" : "";
        return body.error(at, "`" + from + "` does not convert to `" + to + "`", hint);
    }

    /** What a distinct type stands for, where this module may know. */
    private Type open(Type type, Type other, Span at) {
        if (!(type instanceof DistinctType distinct)) {
            return type;
        }
        if (!distinct.module().equals(body.module.path())) {
            body.report.error(at, "only module " + distinct.module() + " converts " + distinct + ", here to or from `" + other + "`", distinct.declared(), "declared here");
            return Type.ERRONEOUS;
        }
        return open(distinct.base(), other, at);
    }

    private Expr address(Expr operand, Type source, Type target, Type to, Span at) {
        if (!body.module.system()) {
            boolean user = source instanceof Type.Pointer p && p.space() == Type.Space.USER || target instanceof Type.Pointer q && q.space() == Type.Space.USER;
            body.systemOnly(at, user ? "making or changing a `*user` pointer" : "converting `" + operand.type() + "` to `" + to + "`");
            return Body.erroneous(at);
        }
        return Coercions.convert(operand, to, at);
    }

    /** Types that turn into integers. */
    private static boolean numeric(Type type) {
        return type instanceof Type.Int || type instanceof Type.Bool || type instanceof EnumType || type instanceof BitsType;
    }

    /** Types that integers turn into. */
    private static boolean scalar(Type type) {
        return type instanceof Type.Int || type instanceof EnumType || type instanceof BitsType;
    }

    private static boolean word(Type type) {
        return type instanceof Type.Pointer || type instanceof Type.Function || type.equals(Type.U32) || type.equals(Type.I32);
    }
}

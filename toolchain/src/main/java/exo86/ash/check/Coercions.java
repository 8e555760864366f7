package exo86.ash.check;

import exo86.ash.check.evaluate.Arithmetic;
import exo86.ash.source.Diagnostics.Note;
import exo86.ash.source.Span;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Value;
import exo86.ash.types.DistinctType;
import exo86.ash.types.NamedType;
import exo86.ash.types.Type;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** The implicit conversions: widening within a signedness, giving up {@code mut}, admitting {@code none}; and typing exact integers. */
final class Coercions {
    private final Body body;

    Coercions(Body body) {
        this.body = body;
    }

    static boolean isAny(Type type) {
        return type instanceof Type.Exact;
    }

    /** The expression as a value of the wanted type; reports if it cannot become one. */
    Expr coerce(Expr expression, Type wanted, List<Note> notes) {
        Type type = expression.type();
        if (isAny(wanted) || type.equals(wanted) || type instanceof Type.Never) {
            return expression;
        }
        if (Types.erroneous(type) || Types.erroneous(wanted)) {
            return Body.erroneous(expression.at());
        }
        if (convertible(type, wanted)) {
            return convert(expression, wanted, expression.at());
        }
        body.report.error(expression.at(), "expected " + name(wanted, type) + ", found " + name(type, wanted), notes, hint(type, wanted, body.module.path()));
        return Body.erroneous(expression.at());
    }

    Expr coerce(Expr expression, Type wanted) {
        return coerce(expression, wanted, List.of());
    }

    /** A conversion node, or the constant it would give. */
    static Expr convert(Expr expression, Type type, Span at) {
        if (expression instanceof Expr.Constant constant && constant.value() instanceof Value.Scalar scalar) {
            return new Expr.Constant(new Value.Scalar(Arithmetic.wrap(scalar.bits(), Arithmetic.representation(type)), type), at);
        }
        return new Expr.Convert(expression, type, false, at);
    }

    /** Whether a value of one type becomes the other without being asked. */
    static boolean convertible(Type from, Type to) {
        if (from.equals(to)) {
            return true;
        }
        return switch (to) {
            case Type.Int wide -> from instanceof Type.Int narrow && narrow.signed() == wide.signed() && narrow.bits() < wide.bits();
            case Type.Pointer target -> from instanceof Type.Pointer source && source.space() == target.space() && source.target().equals(target.target())
                    && (source.mutable() || !target.mutable()) && (!source.nullable() || target.nullable());
            case Type.Slice target -> from instanceof Type.Slice source && source.space() == target.space() && source.element().equals(target.element())
                    && (source.mutable() || !target.mutable());
            default -> false;
        };
    }

    /** The type as written, with its module where the other one has the same name. */
    static String name(Type type, Type other) {
        boolean same = type.toString().equals(other.toString());
        return same && type instanceof NamedType named ? "`" + named.module() + "." + named.name() + "`" : "`" + type + "`";
    }

    private static String hint(Type from, Type to, String module) {
        if (from instanceof Type.Pointer source && to instanceof Type.Pointer target && source.target().equals(target.target())) {
            if (source.nullable() && !target.nullable()) {
                return "the pointer may be none: `match` it with `some(p)` first";
            }
            if (target.mutable() && !source.mutable()) {
                return "the pointer is read-only: take it with `&mut`, or declare it `*mut`";
            }
        }
        if (from instanceof Type.Slice source && to instanceof Type.Slice target && source.element().equals(target.element()) && target.mutable()
                && !source.mutable()) {
            return "the slice is read-only";
        }
        if (from instanceof Type.Array array && to instanceof Type.Slice target && array.element().equals(target.element())) {
            return "slice the array: `a[..]`";
        }
        if (to instanceof Type.Pointer target && target.target().equals(from)) {
            return target.mutable() ? "take its address with `&mut`" : "take its address with `&`";
        }
        if (from instanceof Type.Pointer source && source.target().equals(to)) {
            return "dereference it: `p.*`";
        }
        if (from instanceof Type.Int && to instanceof Type.Int) {
            return "write `as " + to + "` to convert";
        }
        if (to instanceof Type.Bool && from instanceof Type.Int) {
            return "compare it: `x != 0`";
        }
        if (to instanceof DistinctType || from instanceof DistinctType) {
            DistinctType distinct = (DistinctType) (to instanceof DistinctType ? to : from);
            if (distinct.module().equals(module) && (distinct.base().equals(from) || distinct.base().equals(to))) {
                return "write `as " + to + "` to convert";
            }
            return "only module " + distinct.module() + " converts " + distinct + ", with `as`";
        }
        return "";
    }

    /** The integer type that gives an exact integer its type, if this is a type for numbers. */
    private Optional<Type.Int> holder(Type wanted, boolean operand) {
        return switch (wanted) {
            case Type.Int integer -> Optional.of(integer);
            case DistinctType distinct when operand || distinct.module().equals(body.module.path()) -> holder(distinct.base(), operand);
            default -> Optional.empty();
        };
    }

    /** Types an exact integer by its context; u32, or i32 if negative, where the context says nothing. */
    Expr number(BigInteger value, Type wanted, Span at, boolean operand) {
        Optional<Type.Int> held = holder(wanted, operand);
        Type type = held.isPresent() ? wanted : value.signum() < 0 ? Type.I32 : Type.U32;
        Type.Int holder = held.orElse(value.signum() < 0 ? Type.I32 : Type.U32);
        if (!Arithmetic.fits(value, holder)) {
            String hint = held.isEmpty() ? "write its type: `let x: u64 = …`" : "";
            return body.error(at, value + " does not fit in " + type + " (" + Arithmetic.smallest(holder) + " to " + Arithmetic.largest(holder) + ")", hint);
        }
        return new Expr.Constant(new Value.Scalar(value.longValue(), type), at);
    }
}

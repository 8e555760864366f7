package exo86.ash.check;

import exo86.ash.check.evaluate.Arithmetic;
import exo86.ash.source.Span;
import exo86.ash.syntax.Expression;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Expr.BinaryOperator;
import exo86.ash.tree.Value;
import exo86.ash.types.BitsType;
import exo86.ash.types.DistinctType;
import exo86.ash.types.EnumType;
import exo86.ash.types.Type;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** Unary and binary operators: the types of their operands, and folding where both are known. */
final class Operators {
    private final Body body;

    Operators(Body body) {
        this.body = body;
    }

    /** Two operands of one type. */
    record Pair(Expr left, Expr right) {
    }

    Expr unary(Expression.Unary unary, Type wanted) {
        if (unary.operator() == Expression.UnaryOperator.NOT) {
            Expr operand = body.values.condition(unary.operand());
            return Types.erroneous(operand.type()) ? operand : fold(new Expr.Unary(Expr.UnaryOperator.NOT, operand, Type.BOOL, unary.at()));
        }
        Expr operand = number(unary.operand(), wanted);
        if (Types.erroneous(operand.type())) {
            return operand;
        }
        if (!isNumber(operand.type())) {
            String hint = operand.type() instanceof Type.Bool ? "write `not`" : "";
            return body.error(unary.at(), "`" + unary.operator().text() + "` needs a number, found `" + operand.type() + "`", hint);
        }
        Expr.UnaryOperator operator = unary.operator() == Expression.UnaryOperator.NEGATE ? Expr.UnaryOperator.NEGATE : Expr.UnaryOperator.COMPLEMENT;
        return fold(new Expr.Unary(operator, operand, operand.type(), unary.at()));
    }

    /** An operand; an exact one takes a wanted number type, distinct ones included. */
    private Expr number(Expression expression, Type wanted) {
        Optional<BigInteger> exact = body.names.exact().value(expression);
        return exact.isPresent() ? body.coercions.number(exact.get(), wanted, expression.at(), true) : body.values.check(expression, wanted);
    }

    private static Expr fold(Expr.Unary unary) {
        if (!(unary.operand() instanceof Expr.Constant constant && constant.value() instanceof Value.Scalar scalar)) {
            return unary;
        }
        Type.Int type = Arithmetic.representation(unary.type());
        long bits = switch (unary.operator()) {
            case NEGATE -> Arithmetic.wrap(-scalar.bits(), type);
            case COMPLEMENT -> Arithmetic.wrap(~scalar.bits(), type);
            case NOT -> 1 - scalar.bits();
        };
        return new Expr.Constant(new Value.Scalar(bits, unary.type()), unary.at());
    }

    static boolean isNumber(Type type) {
        return type instanceof Type.Int || type instanceof DistinctType distinct && isNumber(distinct.base());
    }

    Expr binary(Expression.Binary binary, Type wanted) {
        return switch (binary.operator()) {
            case AND, OR -> {
                Expr left = body.values.condition(binary.left());
                Expr right = body.values.condition(binary.right());
                if (Types.erroneous(left.type()) || Types.erroneous(right.type())) {
                    yield Body.erroneous(binary.at());
                }
                yield binary.operator() == Expression.BinaryOperator.AND ? new Expr.And(left, right, binary.at()) : new Expr.Or(left, right, binary.at());
            }
            case SHIFT_LEFT, SHIFT_RIGHT -> shift(binary, wanted);
            case EQUAL, NOT_EQUAL -> equality(binary);
            case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL -> {
                Pair pair = pair(binary, Values.ANY);
                yield arithmetic(operator(binary.operator()), pair, Type.BOOL, binary);
            }
            default -> {
                Pair pair = pair(binary, wanted);
                yield arithmetic(operator(binary.operator()), pair, pair.left().type(), binary);
            }
        };
    }

    static BinaryOperator operator(Expression.BinaryOperator written) {
        return switch (written) {
            case EQUAL -> BinaryOperator.EQUAL;
            case NOT_EQUAL -> BinaryOperator.NOT_EQUAL;
            case LESS -> BinaryOperator.LESS;
            case LESS_EQUAL -> BinaryOperator.LESS_EQUAL;
            case GREATER -> BinaryOperator.GREATER;
            case GREATER_EQUAL -> BinaryOperator.GREATER_EQUAL;
            case BIT_OR -> BinaryOperator.OR;
            case BIT_XOR -> BinaryOperator.XOR;
            case BIT_AND -> BinaryOperator.AND;
            case SHIFT_LEFT -> BinaryOperator.SHIFT_LEFT;
            case SHIFT_RIGHT -> BinaryOperator.SHIFT_RIGHT;
            case ADD -> BinaryOperator.ADD;
            case SUBTRACT -> BinaryOperator.SUBTRACT;
            case ADD_TRAP -> BinaryOperator.ADD_TRAP;
            case SUBTRACT_TRAP -> BinaryOperator.SUBTRACT_TRAP;
            case MULTIPLY -> BinaryOperator.MULTIPLY;
            case DIVIDE -> BinaryOperator.DIVIDE;
            case REMAINDER -> BinaryOperator.REMAINDER;
            case MULTIPLY_TRAP -> BinaryOperator.MULTIPLY_TRAP;
            case OR, AND -> throw new IllegalArgumentException("not strict: " + written);
        };
    }

    private Expr shift(Expression.Binary binary, Type wanted) {
        Expr left = number(binary.left(), wanted);
        Expr right = count(binary.right());
        return shift(operator(binary.operator()), left, right, binary.at());
    }

    Expr count(Expression written) {
        return body.values.value(written, Type.U32);
    }

    private Expr shift(BinaryOperator operator, Expr left, Expr right, Span at) {
        if (Types.erroneous(left.type()) || Types.erroneous(right.type())) {
            return Body.erroneous(at);
        }
        if (!isNumber(left.type())) {
            return body.error(left.at(), "only numbers are shifted, found `" + left.type() + "`");
        }
        return fold(new Expr.Binary(operator, left, right, left.type(), at), at);
    }

    private Pair pair(Expression.Binary binary, Type wanted) {
        return pair(binary.left(), binary.right(), wanted, binary.at());
    }

    /** Both operands, the exact one typed by the other, the narrower one widened. An erroneous pair was reported. */
    Pair pair(Expression first, Expression second, Type wanted, Span at) {
        Optional<BigInteger> exact = body.names.exact().value(first);
        Expr left;
        Expr right;
        if (exact.isPresent() || first instanceof Expression.None) {
            right = body.values.check(second, wanted);
            left = exact.isPresent() ? body.coercions.number(exact.get(), right.type(), first.at(), true) : body.values.check(first, nullable(right.type()));
        } else {
            left = body.values.check(first, wanted);
            Optional<BigInteger> other = body.names.exact().value(second);
            right = other.isPresent() ? body.coercions.number(other.get(), left.type(), second.at(), true)
                    : body.values.check(second, nullable(left.type()));
        }
        return unify(left, right, at);
    }

    private static Type nullable(Type type) {
        return type instanceof Type.Pointer p ? new Type.Pointer(p.space(), p.mutable(), true, p.target()) : type;
    }

    Pair unify(Expr left, Expr right, Span at) {
        Type a = left.type();
        Type b = right.type();
        if (Types.erroneous(a) || Types.erroneous(b)) {
            return new Pair(Body.erroneous(at), Body.erroneous(at));
        }
        if (Coercions.convertible(b, a)) {
            return new Pair(left, body.coercions.coerce(right, a));
        }
        if (Coercions.convertible(a, b)) {
            return new Pair(body.coercions.coerce(left, b), right);
        }
        if (a instanceof Type.Pointer p && b instanceof Type.Pointer q && p.space() == q.space() && p.target().equals(q.target())) {
            Type common = new Type.Pointer(p.space(), false, p.nullable() || q.nullable(), p.target());
            return new Pair(body.coercions.coerce(left, common), body.coercions.coerce(right, common));
        }
        boolean signs = a instanceof Type.Int x && b instanceof Type.Int y && x.signed() != y.signed();
        boolean text = a instanceof Type.Slice s && s.element().equals(Type.U8) && b instanceof Type.Int
                || b instanceof Type.Slice t && t.element().equals(Type.U8) && a instanceof Type.Int;
        String hint = text ? "a character stands in single quotes: 'a'" : a instanceof Type.Pointer || b instanceof Type.Pointer
                ? "there is no arithmetic with pointers: a slice has indices" : signs ? "convert one of them with `as`" : a instanceof DistinctType || b instanceof DistinctType
                ? "a distinct type never converts by itself" : "";
        body.report.error(at, signs ? "one operand is signed, the other is not: " + Coercions.name(a, b) + " and " + Coercions.name(b, a)
                : "the operands have different types: " + Coercions.name(a, b) + " and " + Coercions.name(b, a), hint);
        return new Pair(Body.erroneous(at), Body.erroneous(at));
    }

    private Expr arithmetic(BinaryOperator operator, Pair pair, Type result, Expression.Binary written) {
        if (Types.erroneous(pair.left().type())) {
            return Body.erroneous(written.at());
        }
        if (!isNumber(pair.left().type())) {
            Type type = pair.left().type();
            String hint = type instanceof Type.Bool && (operator == BinaryOperator.AND || operator == BinaryOperator.OR)
                    ? "write `" + (operator == BinaryOperator.AND ? "and" : "or") + "`"
                    : type instanceof BitsType ? "use its fields, or convert it with `as`" : "";
            return body.error(written.at(), "`" + written.operator().text() + "` needs numbers, found `" + type + "`", hint);
        }
        return fold(new Expr.Binary(operator, pair.left(), pair.right(), result, written.at()), written.at());
    }

    /** {@code place op= value}, the place's value and the value given. */
    Expr compound(Expression.BinaryOperator written, Expr left, Expression value, Span at) {
        BinaryOperator operator = operator(written);
        if (operator == BinaryOperator.SHIFT_LEFT || operator == BinaryOperator.SHIFT_RIGHT) {
            return shift(operator, left, count(value), at);
        }
        Expr right = body.coercions.coerce(number(value, left.type()), left.type());
        if (Types.erroneous(right.type()) || Types.erroneous(left.type())) {
            return Body.erroneous(at);
        }
        if (!isNumber(left.type())) {
            return body.error(at, "`" + written.text() + "=` needs a number, found `" + left.type() + "`");
        }
        return fold(new Expr.Binary(operator, left, right, left.type(), at), at);
    }

    private Expr equality(Expression.Binary binary) {
        Pair pair = pair(binary, Values.ANY);
        Type type = pair.left().type();
        if (Types.erroneous(type)) {
            return Body.erroneous(binary.at());
        }
        if (!comparable(type)) {
            String hint = type instanceof Type.Slice || type instanceof Type.Array ? "compare element by element"
                    : type instanceof exo86.ash.types.UnionType ? "use `match`" : "compare its fields";
            return body.error(binary.at(), "values of `" + type + "` are not compared with `" + binary.operator().text() + "`", hint);
        }
        return fold(new Expr.Binary(operator(binary.operator()), pair.left(), pair.right(), Type.BOOL, binary.at()), binary.at());
    }

    private static boolean comparable(Type type) {
        return switch (type) {
            case Type.Int ignored -> true;
            case Type.Bool ignored -> true;
            case Type.Pointer ignored -> true;
            case Type.Function ignored -> true;
            case EnumType ignored -> true;
            case BitsType ignored -> true;
            case DistinctType distinct -> comparable(distinct.base());
            default -> false;
        };
    }

    /** The constant that two constants give; a division by zero is an error. */
    private Expr fold(Expr.Binary binary, Span at) {
        boolean division = binary.operator() == BinaryOperator.DIVIDE || binary.operator() == BinaryOperator.REMAINDER;
        if (!(binary.right() instanceof Expr.Constant c && c.value() instanceof Value.Scalar right)) {
            return binary;
        }
        if (division && right.bits() == 0) {
            return body.error(at, "division by zero");
        }
        if (!(binary.left() instanceof Expr.Constant d && d.value() instanceof Value.Scalar left)) {
            return binary;
        }
        Optional<Long> value = Arithmetic.apply(binary.operator(), left.bits(), right.bits(), Arithmetic.representation(binary.left().type()));
        return value.<Expr>map(v -> new Expr.Constant(new Value.Scalar(v, binary.type()), at))
                .orElseGet(() -> body.error(at, "this always overflows: the operands are " + List.of(left.bits(), right.bits())));
    }
}

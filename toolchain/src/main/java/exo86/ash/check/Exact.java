package exo86.ash.check;

import exo86.ash.source.Spelling;
import exo86.ash.syntax.Expression;
import exo86.ash.types.StructType;
import exo86.ash.types.Type;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Integer expressions made only of literals, exact constants and sizes. They have no type and no width until a typed context takes their value.
 */
final class Exact {
    private static final int WIDEST = 256;

    private final Compilation whole;
    private final Module module;
    private final Predicate<String> hidden;

    Exact(Compilation whole, Module module) {
        this(whole, module, ignored -> false);
    }

    /** {@code hidden} tells the names that a local declaration hides. */
    Exact(Compilation whole, Module module, Predicate<String> hidden) {
        this.whole = whole;
        this.module = module;
        this.hidden = hidden;
    }

    /** The value, or empty if the expression is not exact. */
    Optional<BigInteger> value(Expression expression) {
        return switch (expression) {
            case Expression.Number number -> Optional.of(number.value());
            case Expression.Reference reference -> hidden.test(reference.name()) ? Optional.empty()
                    : Optional.ofNullable(module.names.get(reference.name())).flatMap(entity -> constant(entity, reference.at()));
            case Expression.Member member -> member(member);
            case Expression.SizeOf size -> type(size.type()).map(t -> BigInteger.valueOf(t.size()));
            case Expression.AlignOf align -> type(align.type()).map(t -> BigInteger.valueOf(t.align()));
            case Expression.OffsetOf offset -> offset(offset);
            case Expression.Unary unary -> switch (unary.operator()) {
                case NEGATE -> value(unary.operand()).map(BigInteger::negate);
                case COMPLEMENT, NOT -> Optional.empty();
            };
            case Expression.Binary binary -> binary(binary);
            case Expression.Call call -> call(call);
            default -> Optional.empty();
        };
    }

    private Optional<BigInteger> constant(Entity entity, exo86.ash.source.Span at) {
        whole.report.index.use(at, entity);
        return constant(entity);
    }

    private Optional<BigInteger> constant(Entity entity) {
        if (!(entity instanceof Entity.OfConstant constant) || constant.declaration.type().isPresent()) {
            return Optional.empty();
        }
        whole.constants.define(constant);
        return constant.exact;
    }

    private Optional<BigInteger> member(Expression.Member member) {
        if (member.base() instanceof Expression.Reference base && !hidden.test(base.name()) && !module.names.containsKey(base.name())) {
            Module used = module.uses.get(base.name());
            Entity entity = used == null ? null : used.names.get(member.name().text());
            if (entity == null || !entity.exported()) {
                return Optional.empty();
            }
            whole.report.index.use(base.at(), used);
            return constant(entity, member.name().at());
        }
        return Optional.empty();
    }

    private Optional<Type> type(exo86.ash.syntax.TypeExpression written) {
        Type type = whole.types.complete(written, module);
        return Optional.of(type);
    }

    private Optional<BigInteger> offset(Expression.OffsetOf offset) {
        Type type = whole.types.complete(offset.type(), module);
        if (type instanceof StructType struct) {
            Optional<StructType.Field> field = struct.field(offset.field().text());
            if (field.isEmpty()) {
                whole.report.error(offset.field().at(), "struct " + struct + " has no field `" + offset.field() + "`",
                        Spelling.hint(offset.field().text(), struct.fields().stream().map(StructType.Field::name).toList()));
            }
            return Optional.of(BigInteger.valueOf(field.map(StructType.Field::offset).orElse(0)));
        }
        if (!Types.erroneous(type)) {
            whole.report.error(offset.type().at(), "offset_of needs a struct, found " + type);
        }
        return Optional.of(BigInteger.ZERO);
    }

    private Optional<BigInteger> call(Expression.Call call) {
        if (!(call.callee() instanceof Expression.Reference name) || hidden.test(name.name()) || call.arguments().size() != 2) {
            return Optional.empty();
        }
        boolean least = name.name().equals("min");
        if (!least && !name.name().equals("max")) {
            return Optional.empty();
        }
        Optional<BigInteger> left = value(call.arguments().get(0));
        return left.flatMap(l -> value(call.arguments().get(1)).map(r -> least ? l.min(r) : l.max(r)));
    }

    private Optional<BigInteger> binary(Expression.Binary binary) {
        switch (binary.operator()) {
            case OR, AND, EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL -> {
                return Optional.empty();
            }
            default -> {
            }
        }
        Optional<BigInteger> left = value(binary.left());
        Optional<BigInteger> right = left.isEmpty() ? left : value(binary.right());
        if (right.isEmpty()) {
            return right;
        }
        return Optional.of(apply(binary, left.get(), right.get()));
    }

    private BigInteger apply(Expression.Binary binary, BigInteger left, BigInteger right) {
        boolean shift = binary.operator() == Expression.BinaryOperator.SHIFT_LEFT || binary.operator() == Expression.BinaryOperator.SHIFT_RIGHT;
        if (shift && (right.signum() < 0 || right.bitLength() > 8)) {
            whole.report.error(binary.right().at(), "an exact integer is shifted by 0 to 255 bits, not " + right);
            return BigInteger.ZERO;
        }
        BigInteger result = switch (binary.operator()) {
            case ADD, ADD_TRAP -> left.add(right);
            case SUBTRACT, SUBTRACT_TRAP -> left.subtract(right);
            case MULTIPLY, MULTIPLY_TRAP -> left.multiply(right);
            case DIVIDE, REMAINDER -> {
                if (right.signum() == 0) {
                    whole.report.error(binary.at(), "division by zero");
                    yield BigInteger.ZERO;
                }
                yield binary.operator() == Expression.BinaryOperator.DIVIDE ? left.divide(right) : left.remainder(right);
            }
            case BIT_AND -> left.and(right);
            case BIT_OR -> left.or(right);
            case BIT_XOR -> left.xor(right);
            case SHIFT_LEFT -> left.shiftLeft(right.intValue());
            case SHIFT_RIGHT -> left.shiftRight(right.intValue());
            default -> throw new IllegalStateException("not arithmetic: " + binary.operator());
        };
        if (result.bitLength() > WIDEST) {
            whole.report.error(binary.at(), "an exact integer of more than " + WIDEST + " bits");
            return BigInteger.ZERO;
        }
        return result;
    }
}

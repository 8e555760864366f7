package exo86.ash.check.evaluate;

import exo86.ash.tree.Expr.BinaryOperator;
import exo86.ash.types.BitsType;
import exo86.ash.types.DistinctType;
import exo86.ash.types.EnumType;
import exo86.ash.types.Type;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Integer operations as the target does them. Values are longs, sign- or zero-extended as their type says; a u64 is its bit pattern.
 */
public final class Arithmetic {
    private Arithmetic() {
    }

    /** The integer that represents a scalar of this type: bool is u8, a pointer or function u32. */
    public static Type.Int representation(Type type) {
        return switch (type) {
            case Type.Int integer -> integer;
            case Type.Bool ignored -> Type.U8;
            case EnumType enumeration -> enumeration.base();
            case BitsType bits -> bits.word();
            case DistinctType distinct -> representation(distinct.base());
            default -> Type.U32;
        };
    }

    /** Cuts a value to the type's width and extends it again. */
    public static long wrap(long value, Type.Int type) {
        int unused = 64 - type.bits();
        return type.signed() ? value << unused >> unused : value << unused >>> unused;
    }

    public static BigInteger exact(long value, Type.Int type) {
        BigInteger signed = BigInteger.valueOf(value);
        return !type.signed() && value < 0 ? signed.add(BigInteger.ONE.shiftLeft(64)) : signed;
    }

    public static BigInteger smallest(Type.Int type) {
        return type.signed() ? BigInteger.ONE.shiftLeft(type.bits() - 1).negate() : BigInteger.ZERO;
    }

    public static BigInteger largest(Type.Int type) {
        return BigInteger.ONE.shiftLeft(type.signed() ? type.bits() - 1 : type.bits()).subtract(BigInteger.ONE);
    }

    public static boolean fits(BigInteger value, Type.Int type) {
        return value.compareTo(smallest(type)) >= 0 && value.compareTo(largest(type)) <= 0;
    }

    /** The result of an operation on two values of {@code type}; empty where it traps. Comparisons give 0 or 1. */
    public static Optional<Long> apply(BinaryOperator operator, long left, long right, Type.Int type) {
        int count = (int) right & type.bits() - 1;
        int order = type.signed() ? Long.compare(left, right) : Long.compareUnsigned(left, right);
        return switch (operator) {
            case ADD -> wrapped(left + right, type);
            case SUBTRACT -> wrapped(left - right, type);
            case MULTIPLY -> wrapped(left * right, type);
            case DIVIDE -> right == 0 ? Optional.empty() : wrapped(type.signed() ? left / right : Long.divideUnsigned(left, right), type);
            case REMAINDER -> right == 0 ? Optional.empty()
                    : wrapped(type.signed() ? left % right : Long.remainderUnsigned(left, right), type);
            case AND -> Optional.of(left & right);
            case OR -> Optional.of(left | right);
            case XOR -> Optional.of(left ^ right);
            case SHIFT_LEFT -> wrapped(left << count, type);
            case SHIFT_RIGHT -> Optional.of(type.signed() ? left >> count : left >>> count);
            case ADD_TRAP -> checked(exact(left, type).add(exact(right, type)), type);
            case SUBTRACT_TRAP -> checked(exact(left, type).subtract(exact(right, type)), type);
            case MULTIPLY_TRAP -> checked(exact(left, type).multiply(exact(right, type)), type);
            case EQUAL -> truth(left == right);
            case NOT_EQUAL -> truth(left != right);
            case LESS -> truth(order < 0);
            case LESS_EQUAL -> truth(order <= 0);
            case GREATER -> truth(order > 0);
            case GREATER_EQUAL -> truth(order >= 0);
        };
    }

    private static Optional<Long> wrapped(long value, Type.Int type) {
        return Optional.of(wrap(value, type));
    }

    private static Optional<Long> checked(BigInteger value, Type.Int type) {
        return fits(value, type) ? Optional.of(value.longValue()) : Optional.empty();
    }

    private static Optional<Long> truth(boolean holds) {
        return Optional.of(holds ? 1L : 0L);
    }
}

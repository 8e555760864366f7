package exo86.ash.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo86.ash.tree.Expr;
import exo86.ash.tree.Expr.BinaryOperator;
import exo86.ash.tree.Function;
import exo86.ash.tree.Global;
import exo86.ash.tree.Local;
import exo86.ash.tree.Program;
import exo86.ash.tree.Stmt;
import exo86.ash.tree.Value;
import exo86.ash.types.Type;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random expressions over all integer types: the value that exact arithmetic gives against the one that the machine computes. */
final class RandomArithmeticTests {
    private static final int FUNCTIONS = 120;
    private static final List<Type.Int> TYPES = List.of(Type.U8, Type.I8, Type.U16, Type.I16, Type.U32, Type.I32, Type.U64, Type.I64);
    private static final BinaryOperator[] ARITHMETIC = {BinaryOperator.ADD, BinaryOperator.SUBTRACT, BinaryOperator.MULTIPLY,
        BinaryOperator.DIVIDE, BinaryOperator.REMAINDER, BinaryOperator.AND, BinaryOperator.OR, BinaryOperator.XOR, BinaryOperator.SHIFT_LEFT,
        BinaryOperator.SHIFT_RIGHT, BinaryOperator.ADD_TRAP, BinaryOperator.SUBTRACT_TRAP, BinaryOperator.MULTIPLY_TRAP};
    private static final BinaryOperator[] COMPARISON = {BinaryOperator.EQUAL, BinaryOperator.NOT_EQUAL, BinaryOperator.LESS,
        BinaryOperator.LESS_EQUAL, BinaryOperator.GREATER, BinaryOperator.GREATER_EQUAL};

    @TempDir
    Path folder;

    private final Trees trees = new Trees();
    private final List<Function> identities = new ArrayList<>();
    private Random random;
    private List<Stmt> lets;

    /** An expression and its value. */
    private record Known(Expr e, BigInteger value) {
        Type.Int type() {
            return (Type.Int) e.type();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void expressionsHaveTheirValues(long seed) throws Exception {
        random = new Random(seed);
        for (Type.Int type : TYPES) {
            Local x = new Local("x", type);
            identities.add(trees.function("identity_" + type, type, List.of(x), Trees.returns(Trees.load(x))));
        }
        List<Stmt> main = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 1; i <= FUNCTIONS; i++) {
            lets = new ArrayList<>();
            Known known = expression(TYPES.get(random.nextInt(TYPES.size())), 1 + random.nextInt(5));
            lets.add(Trees.returns(known.e));
            Function function = trees.function("f" + i, known.e.type(), List.of(), lets.toArray(Stmt[]::new));
            texts.add(known.value + " of " + known.e);
            main.add(Trees.when(Trees.binary(BinaryOperator.NOT_EQUAL, Trees.call(function), constant(known.value, known.type()), Type.BOOL),
                    Trees.returns(Trees.number(i, Type.U32))));
        }
        main.add(Trees.returns(Trees.number(0, Type.U32)));
        trees.function("main", Type.U32, List.of(), main.toArray(Stmt[]::new));
        Program program = trees.program();
        int simple = Native.run(Native.link(folder, "start", List.of(Native.object(program)))).exit();
        assertEquals(0, simple, () -> "seed " + seed + ", -O0" + (simple <= FUNCTIONS ? ": not " + texts.get(simple - 1) : ""));
        int optimised = Native.run(Native.link(folder, "start", List.of(Native.optimisedObject(program)))).exit();
        assertEquals(0, optimised, () -> "seed " + seed + ", -O" + (optimised <= FUNCTIONS ? ": not " + texts.get(optimised - 1) : ""));
    }

    private Known expression(Type.Int type, int depth) {
        if (depth == 0) {
            return leaf(type);
        }
        switch (random.nextInt(10)) {
            case 0 -> {
                Known operand = expression(type, depth - 1);
                boolean negate = random.nextBoolean();
                BigInteger value = wrap(negate ? operand.value.negate() : operand.value.not(), type);
                return new Known(new Expr.Unary(negate ? Expr.UnaryOperator.NEGATE : Expr.UnaryOperator.COMPLEMENT, operand.e, type, Trees.AT), value);
            }
            case 1, 2 -> {
                Known operand = expression(TYPES.get(random.nextInt(TYPES.size())), depth - 1);
                BigInteger value = wrap(operand.value, type);
                return new Known(Trees.convert(operand.e, type, value.equals(operand.value) && random.nextBoolean()), value);
            }
            case 3 -> {
                Known operand = expression(type, depth - 1);
                return new Known(Trees.call(identities.get(TYPES.indexOf(type)), operand.e), operand.value);
            }
            case 4 -> {
                Known condition = comparison(depth - 1);
                Known then = expression(type, depth - 1);
                Known otherwise = expression(type, depth - 1);
                boolean yes = condition.value.signum() != 0;
                Expr choice = new Expr.If(condition.e, then.e, otherwise.e, type, Trees.AT);
                return new Known(choice, yes ? then.value : otherwise.value);
            }
            case 5 -> {
                Known condition = comparison(depth - 1);
                return new Known(Trees.convert(condition.e, type, false), condition.value);
            }
            default -> {
                return arithmetic(type, depth);
            }
        }
    }

    private Known arithmetic(Type.Int type, int depth) {
        BinaryOperator operator = ARITHMETIC[random.nextInt(ARITHMETIC.length)];
        Known left = expression(type, depth - 1);
        boolean shift = operator == BinaryOperator.SHIFT_LEFT || operator == BinaryOperator.SHIFT_RIGHT;
        Known right = expression(shift ? Type.U32 : type, depth - 1);
        Optional<BigInteger> value = Optional.of(BigInteger.ZERO);
        int count = right.value.intValue() & type.bits() - 1;
        if (right.value.signum() == 0 && (operator == BinaryOperator.DIVIDE || operator == BinaryOperator.REMAINDER)) {
            return left;
        }
        BigInteger exact = switch (operator) {
            case ADD, ADD_TRAP -> left.value.add(right.value);
            case SUBTRACT, SUBTRACT_TRAP -> left.value.subtract(right.value);
            case MULTIPLY, MULTIPLY_TRAP -> left.value.multiply(right.value);
            case DIVIDE -> left.value.divide(right.value);
            case REMAINDER -> left.value.remainder(right.value);
            case AND -> left.value.and(right.value);
            case OR -> left.value.or(right.value);
            case XOR -> left.value.xor(right.value);
            case SHIFT_LEFT -> left.value.shiftLeft(count);
            case SHIFT_RIGHT -> left.value.shiftRight(count);
            default -> throw new AssertionError(operator);
        };
        BigInteger wrapped = wrap(exact, type);
        boolean traps = operator.name().endsWith("_TRAP") && !wrapped.equals(exact);
        return traps ? right : new Known(Trees.binary(operator, left.e, right.e, type), wrapped);
    }

    /** A bool, its value 0 or 1. */
    private Known comparison(int depth) {
        if (depth > 0 && random.nextInt(3) == 0) {
            Known left = comparison(depth - 1);
            Known right = comparison(depth - 1);
            return switch (random.nextInt(3)) {
                case 0 -> new Known(new Expr.And(left.e, right.e, Trees.AT), left.value.and(right.value));
                case 1 -> new Known(new Expr.Or(left.e, right.e, Trees.AT), left.value.or(right.value));
                default -> new Known(new Expr.Unary(Expr.UnaryOperator.NOT, left.e, Type.BOOL, Trees.AT), BigInteger.ONE.subtract(left.value));
            };
        }
        Type.Int type = TYPES.get(random.nextInt(TYPES.size()));
        Known left = expression(type, Math.max(0, depth - 1));
        Known right = random.nextInt(4) == 0 ? left : expression(type, Math.max(0, depth - 1));
        BinaryOperator operator = COMPARISON[random.nextInt(COMPARISON.length)];
        int order = left.value.compareTo(right.value);
        boolean value = switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            default -> order >= 0;
        };
        return new Known(Trees.binary(operator, left.e, right.e, Type.BOOL), value ? BigInteger.ONE : BigInteger.ZERO);
    }

    private Known leaf(Type.Int type) {
        BigInteger value = wrap(interesting(), type);
        return switch (random.nextInt(3)) {
            case 0 -> new Known(constant(value, type), value);
            case 1 -> {
                Local local = new Local("v", type);
                lets.add(Trees.let(local, constant(value, type)));
                yield new Known(Trees.load(local), value);
            }
            default -> {
                Global global = trees.global("g" + trees.globals.size(), new Value.Scalar(value.longValue(), type), true);
                yield new Known(Trees.load(global), value);
            }
        };
    }

    private BigInteger interesting() {
        long base = switch (random.nextInt(6)) {
            case 0 -> random.nextInt(8);
            case 1 -> -1 - random.nextInt(4);
            case 2 -> 1L << random.nextInt(64);
            case 3 -> (1L << random.nextInt(64)) - 1;
            case 4 -> Long.MIN_VALUE >> random.nextInt(64);
            default -> random.nextLong() >> random.nextInt(64);
        };
        return BigInteger.valueOf(base);
    }

    private static Expr constant(BigInteger value, Type.Int type) {
        return Trees.number(value.longValue(), type);
    }

    private static BigInteger wrap(BigInteger value, Type.Int type) {
        BigInteger modulus = BigInteger.ONE.shiftLeft(type.bits());
        BigInteger low = value.mod(modulus);
        return type.signed() && low.testBit(type.bits() - 1) ? low.subtract(modulus) : low;
    }
}

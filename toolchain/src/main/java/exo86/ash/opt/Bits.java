package exo86.ash.opt;

import exo86.ash.ir.Constant;
import exo86.ash.ir.Function;
import exo86.ash.ir.Block;
import exo86.ash.ir.Builtin;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.NextValues;
import exo86.ash.ir.Operand;
import exo86.ash.ir.UnaryOperator;
import exo86.ash.ir.Value;
import java.util.Arrays;

/** Where values are defined, and what follows from that alone about the numbers they can be. */
final class Bits {
    private static final int DEPTH = 5;
    static final long MOST = 0xFFFF_FFFFL;

    private final Function function;
    private Instruction[] definitions;
    private NextValues nextValues;

    Bits(Function function) {
        this.function = function;
        definitions = new Instruction[function.valueCount()];
        for (Block block : function.blocks()) {
            block.instructions().forEach(this::define);
        }
    }

    void define(Instruction instruction) {
        for (Value result : instruction.results()) {
            if (result.id() >= definitions.length) {
                definitions = Arrays.copyOf(definitions, Math.max(result.id() + 1, 2 * definitions.length));
            }
            definitions[result.id()] = instruction;
        }
    }

    /** The instruction that defines an operand, or null: a constant, a parameter, a terminator's result. */
    Instruction definition(Operand operand) {
        return operand instanceof Value value && value.id() < definitions.length ? definitions[value.id()] : null;
    }

    /** The operand is what a loop's parameter will be in the next turn: nothing is gained by computing from that parameter what can be from it. */
    boolean isNext(Operand operand) {
        if (nextValues == null) {
            nextValues = NextValues.of(function);
        }
        return operand instanceof Value value && nextValues.contains(value);
    }

    /** A number that the operand, without sign, does not exceed. */
    long most(Operand operand) {
        return most(operand, DEPTH);
    }

    private long most(Operand operand, int depth) {
        if (operand instanceof Constant(int number)) {
            return Integer.toUnsignedLong(number);
        }
        Instruction definition = definition(operand);
        if (definition == null || depth == 0) {
            return MOST;
        }
        return switch (definition) {
            case Instruction.Compare i -> 1;
            case Instruction.WideLess i -> 1;
            case Instruction.Load i -> switch (i.width()) {
                case U8 -> 0xFF;
                case U16 -> 0xFFFF;
                default -> MOST;
            };
            case Instruction.Unary i -> switch (i.operator()) {
                case ZX8 -> Math.min(0xFF, smallerThan(i.operand(), 0xFF, depth));
                case ZX16 -> Math.min(0xFFFF, smallerThan(i.operand(), 0xFFFF, depth));
                case SX8 -> most(i.operand(), depth - 1) <= 0x7F ? most(i.operand(), depth - 1) : MOST;
                case SX16 -> most(i.operand(), depth - 1) <= 0x7FFF ? most(i.operand(), depth - 1) : MOST;
                default -> MOST;
            };
            case Instruction.Binary i -> most(i, depth);
            case Instruction.Select i -> Math.max(most(i.then(), depth - 1), most(i.otherwise(), depth - 1));
            case Instruction.Intrinsic i -> i.builtin() == Builtin.BSF || i.builtin() == Builtin.BSR ? 32
                    : i.builtin() == Builtin.INB ? 0xFF : i.builtin() == Builtin.INW ? 0xFFFF : MOST;
            default -> MOST;
        };
    }

    private long smallerThan(Operand operand, long limit, int depth) {
        long most = most(operand, depth - 1);
        return most <= limit ? most : limit;
    }

    private long most(Instruction.Binary i, int depth) {
        long left = most(i.left(), depth - 1);
        long right = most(i.right(), depth - 1);
        return switch (i.operator()) {
            case ADD -> left + right <= MOST ? left + right : MOST;
            case MUL -> left <= 0xFFFF && right <= 0xFFFF ? left * right : MOST;
            case AND -> Math.min(left, right);
            case OR, XOR -> ones(Math.max(left, right));
            case SHL -> i.right() instanceof Constant(int count) && (left << (count & 31)) <= MOST ? left << (count & 31) : MOST;
            case SHR -> i.right() instanceof Constant(int count) ? left >> (count & 31) : left;
            case UDIV -> i.right() instanceof Constant(int divisor) && divisor != 0 ? left / Integer.toUnsignedLong(divisor) : left;
            case UREM -> Math.min(left, Math.max(0, right - 1));
            default -> MOST;
        };
    }

    /** All bits up to the highest of a number. */
    private static long ones(long number) {
        return number == 0 ? 0 : (Long.highestOneBit(number) << 1) - 1;
    }

    /** Extending the operand so changes nothing. */
    boolean isExtended(Operand operand, UnaryOperator extension) {
        if (operand instanceof Constant(int number)) {
            return extension.apply(number) == number;
        }
        long most = most(operand);
        Instruction definition = definition(operand);
        return switch (extension) {
            case ZX8 -> most <= 0xFF;
            case ZX16 -> most <= 0xFFFF;
            case SX8 -> most <= 0x7F || isSigned(definition, 1);
            case SX16 -> most <= 0x7FFF || isSigned(definition, 2);
            default -> false;
        };
    }

    private static boolean isSigned(Instruction definition, int bytes) {
        return switch (definition) {
            case null -> false;
            case Instruction.Load load -> load.width().signed() && load.width().bytes() <= bytes;
            case Instruction.Unary unary -> unary.operator() == UnaryOperator.SX8 || unary.operator() == UnaryOperator.SX16 && bytes == 2;
            default -> false;
        };
    }
}

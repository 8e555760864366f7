package exo86.ash.tree;

import exo86.ash.source.Span;
import exo86.ash.types.BitsType;
import exo86.ash.types.Type;
import exo86.ash.types.UnionType;
import java.util.List;
import java.util.Optional;

/** An expression with its type. Operands of a binary operation have the same type, shift counts excepted (u32). */
public sealed interface Expr {
    Type type();

    Span at();

    /** A value known at compile time: a number, an address, a string or an aggregate. */
    record Constant(Value value, Span at) implements Expr {
        @Override
        public Type type() {
            return value.type();
        }
    }

    /** Reads a place. */
    record Load(Place place, Span at) implements Expr {
        @Override
        public Type type() {
            return place.type();
        }
    }

    record AddressOf(Place place, Type type, Span at) implements Expr {
    }

    enum UnaryOperator {
        NEGATE, COMPLEMENT, NOT
    }

    record Unary(UnaryOperator operator, Expr operand, Type type, Span at) implements Expr {
    }

    /** Signedness and width come from the operands' type. The {@code _TRAP} forms trap on overflow, DIVIDE and REMAINDER on zero. */
    enum BinaryOperator {
        ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER, AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT, ADD_TRAP, SUBTRACT_TRAP, MULTIPLY_TRAP,
        EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL
    }

    /** MIN / -1 is MIN with remainder 0. Shift counts are masked by the width of the left operand. */
    record Binary(BinaryOperator operator, Expr left, Expr right, Type type, Span at) implements Expr {
    }

    /** Short-circuit {@code and}. */
    record And(Expr left, Expr right, Span at) implements Expr {
        @Override
        public Type type() {
            return Type.BOOL;
        }
    }

    /** Short-circuit {@code or}. */
    record Or(Expr left, Expr right, Span at) implements Expr {
        @Override
        public Type type() {
            return Type.BOOL;
        }
    }

    /**
     * Changes the type of a one- or two-word scalar: truncates when narrower, extends by the operand's signedness when wider, else
     * reinterprets. {@code checked} ({@code as?}) traps when the value changes or names no enum variant.
     */
    record Convert(Expr operand, Type type, boolean checked, Span at) implements Expr {
    }

    /** Bits {@code low … low+width-1} of a bits value, zero-extended, as {@code field.type()}. */
    record BitsRead(Expr word, BitsType.Field field, Span at) implements Expr {
        @Override
        public Type type() {
            return field.type();
        }
    }

    /** The word with one field replaced; traps when the value does not fit, unless {@code truncates}. */
    record BitsWith(Expr word, BitsType.Field field, Expr value, boolean truncates, Type type, Span at) implements Expr {
    }

    record MakeSlice(Expr pointer, Expr length, Type type, Span at) implements Expr {
    }

    record SlicePointer(Expr slice, Type type, Span at) implements Expr {
    }

    record SliceLength(Expr slice, Span at) implements Expr {
        @Override
        public Type type() {
            return Type.U32;
        }
    }

    /** {@code slice[low..high]}; an absent high is the length; traps unless low <= high <= length. */
    record Subslice(Expr slice, Expr low, Optional<Expr> high, Type type, Span at) implements Expr {
    }

    /** One value for each field of a struct in declaration order, or for each element of an array. */
    record Aggregate(List<Expr> parts, Type type, Span at) implements Expr {
        public Aggregate {
            parts = List.copyOf(parts);
        }
    }

    /** An array of one repeated value, evaluated once. */
    record Fill(Expr value, Type type, Span at) implements Expr {
    }

    record MakeUnion(UnionType.Variant variant, List<Expr> parts, Type type, Span at) implements Expr {
        public MakeUnion {
            parts = List.copyOf(parts);
        }
    }

    /** What a call goes to. */
    sealed interface Callee {
        record Direct(Function function) implements Callee {
        }

        record Indirect(Expr pointer) implements Callee {
        }
    }

    /**
     * A call; an indirect callee is evaluated before the arguments. Its type is the callee's value type; where the callee returns
     * {@code T!E} the call stands only inside {@link Try} or {@link Catch}.
     */
    record Call(Callee callee, List<Expr> arguments, Type type, Span at) implements Expr {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** Calls; on error runs the cleanup and returns the error from the function in hand. */
    record Try(Call call, List<Stmt> cleanup, Span at) implements Expr {
        public Try {
            cleanup = List.copyOf(cleanup);
        }

        @Override
        public Type type() {
            return call.type();
        }
    }

    /** Calls; on error stores the code in {@code error} and yields the fallback (of the call's type, or never returning). */
    record Catch(Call call, Local error, Expr fallback, Span at) implements Expr {
        @Override
        public Type type() {
            return call.type();
        }
    }

    record If(Expr condition, Expr then, Expr otherwise, Type type, Span at) implements Expr {
    }

    /** Runs statements, then yields the value; without a value it is void or never. */
    record Sequence(List<Stmt> statements, Optional<Expr> value, Type type, Span at) implements Expr {
        public Sequence {
            statements = List.copyOf(statements);
        }
    }

    /** Traps: a failed check with this reason. */
    record Trap(String reason, Span at) implements Expr {
        @Override
        public Type type() {
            return Type.NEVER;
        }
    }
}

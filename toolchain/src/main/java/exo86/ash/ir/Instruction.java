package exo86.ash.ir;

import java.util.List;

/**
 * What stands in a block before its terminator. Instructions do not change: a pass that wants another operand puts another instruction in
 * the place. Their meaning is written in {@code docs/ir.md}.
 */
public sealed interface Instruction {
    /** The words that it defines, at most two. */
    List<Value> results();

    /** What it reads, in order; of a {@link Debug} nothing. */
    List<Operand> operands();

    /** The same instruction with its operands, {@link Debug}'s and its variable too, and its position replaced. */
    Instruction map(Mapping mapping);

    /** The place in the source that it comes from. */
    Position at();

    /** {@code result = operator operand}. */
    record Unary(UnaryOperator operator, Value result, Operand operand, Position at) implements Instruction {
        @Override
        public List<Value> results() {
            return List.of(result);
        }

        @Override
        public List<Operand> operands() {
            return List.of(operand);
        }

        @Override
        public Instruction map(Mapping m) {
            return new Unary(operator, result, m.of(operand), m.position(at));
        }
    }

    /** {@code result = left operator right}. */
    record Binary(BinaryOperator operator, Value result, Operand left, Operand right, Position at) implements Instruction {
        @Override
        public List<Value> results() {
            return List.of(result);
        }

        @Override
        public List<Operand> operands() {
            return List.of(left, right);
        }

        @Override
        public Instruction map(Mapping m) {
            return new Binary(operator, result, m.of(left), m.of(right), m.position(at));
        }
    }

    /** {@code result = left operator right}; traps for {@code reason} if the exact result is not a word. */
    record Trapping(TrappingOperator operator, Value result, Operand left, Operand right, String reason, Position at) implements Instruction {
        @Override
        public List<Value> results() {
            return List.of(result);
        }

        @Override
        public List<Operand> operands() {
            return List.of(left, right);
        }

        @Override
        public Instruction map(Mapping m) {
            return new Trapping(operator, result, m.of(left), m.of(right), reason, m.position(at));
        }
    }

    /** A 64-bit operation; see {@link WideOperator}. {@code reason} is empty unless it traps. */
    record Wide(WideOperator operator, Value low, Value high, List<Operand> operands, String reason, Position at) implements Instruction {
        public Wide {
            operands = List.copyOf(operands);
        }

        @Override
        public List<Value> results() {
            return List.of(low, high);
        }

        @Override
        public Instruction map(Mapping m) {
            return new Wide(operator, low, high, m.all(operands), reason, m.position(at));
        }
    }

    /** {@code result} is 1 if the condition holds for left and right, else 0. */
    record Compare(Condition condition, Value result, Operand left, Operand right, Position at) implements Instruction {
        @Override
        public List<Value> results() {
            return List.of(result);
        }

        @Override
        public List<Operand> operands() {
            return List.of(left, right);
        }

        @Override
        public Instruction map(Mapping m) {
            return new Compare(condition, result, m.of(left), m.of(right), m.position(at));
        }
    }

    /** {@code result} is 1 if the first 64-bit number is less than the second (operands: low, high, low, high), else 0. */
    record WideLess(boolean signed, Value result, List<Operand> operands, Position at) implements Instruction {
        public WideLess {
            operands = List.copyOf(operands);
        }

        @Override
        public List<Value> results() {
            return List.of(result);
        }

        @Override
        public Instruction map(Mapping m) {
            return new WideLess(signed, result, m.all(operands), m.position(at));
        }
    }

    /** {@code result} is {@code then} if the condition holds for left and right, else {@code otherwise}. */
    record Select(Condition condition, Value result, Operand left, Operand right, Operand then, Operand otherwise, Position at) implements Instruction {
        @Override
        public List<Value> results() {
            return List.of(result);
        }

        @Override
        public List<Operand> operands() {
            return List.of(left, right, then, otherwise);
        }

        @Override
        public Instruction map(Mapping m) {
            return new Select(condition, result, m.of(left), m.of(right), m.of(then), m.of(otherwise), m.position(at));
        }
    }

    /** Reads memory at {@code base + offset}. */
    record Load(Width width, Value result, Operand base, int offset, boolean isVolatile, Position at) implements Instruction {
        @Override
        public List<Value> results() {
            return List.of(result);
        }

        @Override
        public List<Operand> operands() {
            return List.of(base);
        }

        @Override
        public Instruction map(Mapping m) {
            return new Load(width, result, m.of(base), offset, isVolatile, m.position(at));
        }
    }

    /** Writes the low bytes of {@code value} to memory at {@code base + offset}. */
    record Store(Width width, Operand base, int offset, Operand value, boolean isVolatile, Position at) implements Instruction {
        @Override
        public List<Value> results() {
            return List.of();
        }

        @Override
        public List<Operand> operands() {
            return List.of(base, value);
        }

        @Override
        public Instruction map(Mapping m) {
            return new Store(width, m.of(base), offset, m.of(value), isVolatile, m.position(at));
        }
    }

    /** Copies {@code size} bytes from one address to another. The two pieces are the same or do not overlap. */
    record Copy(Operand to, Operand from, int size, Position at) implements Instruction {
        @Override
        public List<Value> results() {
            return List.of();
        }

        @Override
        public List<Operand> operands() {
            return List.of(to, from);
        }

        @Override
        public Instruction map(Mapping m) {
            return new Copy(m.of(to), m.of(from), size, m.position(at));
        }
    }

    /** Writes the bytes of {@code word} again and again over {@code size} bytes. */
    record Fill(Operand to, Operand word, int size, Position at) implements Instruction {
        @Override
        public List<Value> results() {
            return List.of();
        }

        @Override
        public List<Operand> operands() {
            return List.of(to, word);
        }

        @Override
        public Instruction map(Mapping m) {
            return new Fill(m.of(to), m.of(word), size, m.position(at));
        }
    }

    /** Traps for {@code reason} unless the condition holds. */
    record Check(Condition condition, Operand left, Operand right, String reason, Position at) implements Instruction {
        @Override
        public List<Value> results() {
            return List.of();
        }

        @Override
        public List<Operand> operands() {
            return List.of(left, right);
        }

        @Override
        public Instruction map(Mapping m) {
            return new Check(condition, m.of(left), m.of(right), reason, m.position(at));
        }
    }

    /** Calls a function that does not fail. */
    record Call(List<Value> results, Invocation call, Position at) implements Instruction {
        public Call {
            results = List.copyOf(results);
        }

        @Override
        public List<Operand> operands() {
            return call.operands();
        }

        @Override
        public Instruction map(Mapping m) {
            return new Call(results, call.map(m), m.position(at));
        }
    }

    /** One instruction of the processor that Ashlar cannot say. */
    record Intrinsic(Builtin builtin, List<Value> results, List<Operand> operands, Position at) implements Instruction {
        public Intrinsic {
            results = List.copyOf(results);
            operands = List.copyOf(operands);
        }

        @Override
        public Instruction map(Mapping m) {
            return new Intrinsic(builtin, results, m.all(operands), m.position(at));
        }
    }

    /**
     * Says to the debugger: from here on the word at byte {@code offset} of the variable has this value. It computes nothing and keeps nothing
     * alive: when nothing else uses the value, {@code value} is gone.
     */
    record Debug(Variable variable, int offset, java.util.Optional<Operand> value, Position at) implements Instruction {
        @Override
        public List<Value> results() {
            return List.of();
        }

        @Override
        public List<Operand> operands() {
            return List.of();
        }

        /** From here on nobody knows the word. */
        public Debug lost() {
            return new Debug(variable, offset, java.util.Optional.empty(), at);
        }

        @Override
        public Instruction map(Mapping m) {
            return new Debug(m.variable(variable), offset, value.map(operand -> m.of(operand)), m.position(at));
        }
    }
}

package exo86.ash.opt;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Position;
import exo86.ash.ir.UnaryOperator;
import exo86.ash.ir.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A word as a sum: {@code factor * by * induction + terms + constant}, modulo 2³². The induction is a parameter of a loop's header; everything else
 * is the same in each turn of that loop.
 *
 * @param factor 0 where the word does not depend on the turn; then there is no induction
 * @param by a factor that is not a number
 * @param terms what is added, each with how often
 */
record LinearForm(Optional<Value> induction, int factor, Optional<Value> by, Map<Operand, Integer> terms, int constant) {
    private static final int MOST_TERMS = 4;

    static LinearForm of(Value induction) {
        return new LinearForm(Optional.of(induction), 1, Optional.empty(), Map.of(), 0);
    }

    /** Something that does not change. */
    static LinearForm invariant(Operand operand) {
        return operand instanceof Constant(int number) ? new LinearForm(Optional.empty(), 0, Optional.empty(), Map.of(), number)
                : new LinearForm(Optional.empty(), 0, Optional.empty(), Map.of(operand, 1), 0);
    }

    boolean isInvariant() {
        return factor == 0;
    }

    /** All but the constant is the same, so the two are always equally far apart. */
    boolean isParallel(LinearForm other) {
        return factor == other.factor && induction.equals(other.induction) && by.equals(other.by) && terms.equals(other.terms);
    }

    /** {@code this + sign * other}, if that is such a form. */
    Optional<LinearForm> plus(LinearForm other, int sign) {
        boolean both = !isInvariant() && !other.isInvariant();
        if (both && (!induction.equals(other.induction) || !by.equals(other.by))) {
            return Optional.empty();
        }
        Map<Operand, Integer> sum = new LinkedHashMap<>(terms);
        other.terms.forEach((term, count) -> sum.merge(term, sign * count, Integer::sum));
        sum.values().removeIf(count -> count == 0);
        LinearForm varying = isInvariant() ? other : this;
        int times = factor + sign * other.factor;
        return sum.size() > MOST_TERMS || both && times == 0 ? Optional.empty()
                : Optional.of(new LinearForm(varying.induction, times, varying.by, sum, constant + sign * other.constant));
    }

    /** {@code this * number}. */
    Optional<LinearForm> times(int number) {
        if (factor * number == 0) {
            return Optional.empty();
        }
        Map<Operand, Integer> scaled = new LinkedHashMap<>();
        terms.forEach((term, count) -> scaled.put(term, count * number));
        scaled.values().removeIf(count -> count == 0);
        return Optional.of(new LinearForm(induction, factor * number, by, scaled, constant * number));
    }

    /** {@code this * value}, of a value that does not change. */
    Optional<LinearForm> times(Value value) {
        if (isInvariant() || by.isPresent() || !terms.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new LinearForm(induction, factor, Optional.of(value), constant == 0 ? Map.of() : Map.of(value, constant), 0));
    }

    /** An address that the linker or the frame knows can be added once; to multiply it takes more than this gains. */
    boolean isComputable() {
        return terms.entrySet().stream().allMatch(term -> term.getKey() instanceof Value || term.getValue() == 1)
                && terms.keySet().stream().filter(term -> !(term instanceof Value)).count() <= 1;
    }

    /** The word in the turn in which the induction has a value, computed into a list. */
    Operand compute(Operand turn, Function function, List<Instruction> into, Position at) {
        Operand sum = product(by.map(value -> product(value, turn, function, into, at)).orElse(turn), Operand.of(factor), function, into, at);
        for (Map.Entry<Operand, Integer> term : terms.entrySet()) {
            if (term.getKey() instanceof Value) {
                sum = sum(sum, product(term.getKey(), Operand.of(term.getValue()), function, into, at), function, into, at);
            }
        }
        for (Operand term : terms.keySet()) {
            if (!(term instanceof Value)) {
                return sum(sum, Addresses.plus(term, constant).orElseThrow(), function, into, at);
            }
        }
        return sum(sum, Operand.of(constant), function, into, at);
    }

    /** How far apart the word is in two turns between which the induction grows by a number. */
    Operand step(int growth, Function function, List<Instruction> into, Position at) {
        return by.map(value -> product(value, Operand.of(factor * growth), function, into, at)).orElse(Operand.of(factor * growth));
    }

    private static Operand product(Operand a, Operand b, Function function, List<Instruction> into, Position at) {
        if (a instanceof Constant(int first) && b instanceof Constant(int second)) {
            return Operand.of(first * second);
        }
        if (a.is(0) || b.is(0)) {
            return Operand.of(0);
        }
        if (a.is(1) || b.is(1)) {
            return a.is(1) ? b : a;
        }
        if (a.isConstant()) {
            return product(b, a, function, into, at);
        }
        if (b.is(-1)) {
            Value negated = function.newValue();
            into.add(new Instruction.Unary(UnaryOperator.NEG, negated, a, at));
            return negated;
        }
        boolean shift = b instanceof Constant(int number) && Integer.bitCount(number) == 1;
        Value result = function.newValue();
        into.add(shift ? new Instruction.Binary(BinaryOperator.SHL, result, a, Operand.of(Integer.numberOfTrailingZeros(((Constant) b).number())), at)
                : new Instruction.Binary(BinaryOperator.MUL, result, a, b, at));
        return result;
    }

    private static Operand sum(Operand a, Operand b, Function function, List<Instruction> into, Position at) {
        if (a instanceof Constant(int number)) {
            return Addresses.plus(function, b, number, into, at);
        }
        if (b.is(0)) {
            return a;
        }
        Value result = function.newValue();
        into.add(new Instruction.Binary(BinaryOperator.ADD, result, a, b, at));
        return result;
    }
}

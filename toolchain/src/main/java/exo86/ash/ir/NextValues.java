package exo86.ash.ir;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Values that are what a block parameter will be when control comes to its block again: {@code y = x + number} or {@code x - number}, passed on as {@code x}, be it through parameters
 * of other blocks. In machine code both are one register, if {@code x} is not read any more once {@code y} is known; so nothing is gained by computing
 * another sum from {@code x} that {@code y} is as good for.
 */
public final class NextValues {
    /** So many parameters are followed from a sum on. */
    private static final int STEPS = 16;

    private final Map<Value, List<Value>> fed = new HashMap<>();
    private final BitSet values = new BitSet();

    private NextValues() {
    }

    public static NextValues of(Function function) {
        NextValues next = new NextValues();
        List<Instruction.Binary> sums = new ArrayList<>();
        for (Block block : function.blocks()) {
            for (Instruction instruction : block.instructions()) {
                if (instruction instanceof Instruction.Binary sum && sum.right() instanceof Constant
                        && (sum.operator() == BinaryOperator.ADD || sum.operator() == BinaryOperator.SUB)) {
                    sums.add(sum);
                }
            }
            for (Edge edge : block.terminator().edges()) {
                for (int i = 0; i < edge.arguments().size(); i++) {
                    if (edge.arguments().get(i) instanceof Value value) {
                        next.fed.computeIfAbsent(value, v -> new ArrayList<>(2)).add(edge.block().parameters().get(i));
                    }
                }
            }
        }
        sums.stream().filter(sum -> sum.left() instanceof Value x && next.feeds(sum.result(), x)).forEach(sum -> next.values.set(sum.result().id()));
        return next;
    }

    private boolean feeds(Value from, Value to) {
        Set<Value> seen = new HashSet<>();
        Deque<Value> open = new ArrayDeque<>(fed.getOrDefault(from, List.of()));
        while (!open.isEmpty() && seen.size() < STEPS) {
            Value value = open.removeFirst();
            if (value.equals(to)) {
                return true;
            }
            if (seen.add(value)) {
                open.addAll(fed.getOrDefault(value, List.of()));
            }
        }
        return false;
    }

    public boolean contains(Value value) {
        return values.get(value.id());
    }
}

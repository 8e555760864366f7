package exo86.ash.opt;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Block;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Dominators;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.SlotAddress;
import exo86.ash.ir.SymbolAddress;
import exo86.ash.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far apart two addresses are that differ by an index: an element of {@code self.items} is not {@code self.count}, because the index has been checked
 * where its address was computed.
 *
 * <p>An address is taken apart into what it is the sum of. What two have in common does not matter; if at most one word on each side is left besides
 * numbers, bounds of these words are bounds of the distance. All holds modulo 2³², so that nothing needs to be known of objects.
 */
final class Distances {
    private static final int MOST_TERMS = 6;
    /** What the word on the side that does not matter must stay below, so that the distance does not go round. */
    private static final long MODERATE = 0x3FFF_FFFF;

    /** Where an address was computed: what holds there holds whenever it is used. */
    private record Place(Block block, int index) {
    }

    private record Question(Operand word, long most, Place place) {
    }

    private final Prover prover;
    private final Bits bits;
    private final Map<Value, Place> places = new HashMap<>();
    private final Map<Question, Boolean> answers = new HashMap<>();

    /** The function may change afterwards, but not its graph of blocks. */
    Distances(Function function, Dominators dominators, Bits bits) {
        this.bits = bits;
        prover = new Prover(function, dominators, bits);
        for (Block block : dominators.order()) {
            for (int i = 0; i < block.instructions().size(); i++) {
                if (block.instructions().get(i) instanceof Instruction.Binary sum && sum.operator() == BinaryOperator.ADD) {
                    places.put(sum.result(), new Place(block, i));
                }
            }
        }
    }

    /** Whether some store of the function is to an address with an index: otherwise there is nothing to ask. */
    static boolean matter(Function function, Bits bits) {
        for (Block block : function.blocks()) {
            for (Instruction instruction : block.instructions()) {
                if (instruction instanceof Instruction.Store store && bits.definition(store.base()) instanceof Instruction.Binary sum
                        && sum.operator() == BinaryOperator.ADD && !(sum.right() instanceof Constant)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static final class Sum {
        final List<Operand> terms = new ArrayList<>();
        int number;
    }

    private Sum sum(Operand address) {
        Sum sum = new Sum();
        List<Operand> open = new ArrayList<>(List.of(address));
        while (!open.isEmpty()) {
            Operand operand = open.removeLast();
            if (operand instanceof Constant(int number)) {
                sum.number += number;
            } else if (sum.terms.size() + open.size() < MOST_TERMS && bits.definition(operand) instanceof Instruction.Binary add
                    && add.operator() == BinaryOperator.ADD) {
                open.add(add.left());
                open.add(add.right());
            } else {
                switch (operand) {
                    case SlotAddress(var slot, int addend) -> {
                        sum.number += addend;
                        sum.terms.add(new SlotAddress(slot, 0));
                    }
                    case SymbolAddress(String symbol, int addend) -> {
                        sum.number += addend;
                        sum.terms.add(new SymbolAddress(symbol, 0));
                    }
                    default -> sum.terms.add(operand);
                }
            }
        }
        return sum;
    }

    /** Whether the two pieces of memory certainly have no byte in common. */
    boolean apart(Operand a, int offsetA, int sizeA, Operand b, int offsetB, int sizeB) {
        Sum first = sum(a);
        Sum second = sum(b);
        List.copyOf(first.terms).forEach(term -> {
            if (second.terms.remove(term)) {
                first.terms.remove(term);
            }
        });
        if (first.terms.size() > 1 || second.terms.size() > 1) {
            return false;
        }
        long distance = first.number + offsetA - second.number - offsetB;
        boolean below = stays(first.terms, -distance - sizeA, a) && stays(second.terms, MODERATE, b);
        return below || stays(second.terms, distance - sizeB, b) && stays(first.terms, MODERATE, a);
    }

    /** Whether the word, if there is one, does not exceed a number, without sign, where the address was computed. */
    private boolean stays(List<Operand> word, long most, Operand address) {
        if (word.isEmpty() || most < 0) {
            return most >= 0;
        }
        return word.getFirst() instanceof Value && address instanceof Value value && places.containsKey(value)
                && answers.computeIfAbsent(new Question(word.getFirst(), most, places.get(value)),
                        q -> prover.atMost(q.word, q.most, q.place.block, q.place.index));
    }
}

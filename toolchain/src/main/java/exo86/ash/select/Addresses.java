package exo86.ash.select;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.SlotAddress;
import exo86.ash.ir.SymbolAddress;
import exo86.ash.ir.Value;
import exo86.ash.machine.Operand;
import exo86.ash.machine.Slot;
import exo86.isa.Registers;
import java.util.ArrayList;
import java.util.List;

/**
 * Sums as addresses: {@code [base + index * scale + displacement]}.
 *
 * <p>An address is a list of terms, each an operand times a scale. A term whose operand is itself a sum is replaced by that sum's terms as long as they
 * still fit; numbers, a symbol and a slot of the frame are no terms. A sum that is in a register anyway is used from there: to take it apart
 * would keep its parts alive beside it.
 */
final class Addresses {
    private static final int LARGEST_SCALE = 8;

    private final Selection s;

    Addresses(Selection s) {
        this.s = s;
    }

    private record Term(exo86.ash.ir.Operand operand, int scale) {
    }

    private final class Sum {
        final List<Term> terms = new ArrayList<>();
        int displacement;
        String symbol = "";
        Slot slot = Slot.NONE;

        void add(exo86.ash.ir.Operand operand, int scale) {
            switch (operand) {
                case Constant(int number) -> displacement += number * scale;
                case SymbolAddress(String name, int addend) when symbol.isEmpty() && slot == Slot.NONE && scale == 1 -> {
                    symbol = name;
                    displacement += addend;
                }
                case SlotAddress(exo86.ash.ir.Slot place, int addend) when symbol.isEmpty() && slot == Slot.NONE && scale == 1 -> {
                    slot = s.slot(place);
                    displacement += addend;
                }
                default -> {
                    for (int i = 0; i < terms.size(); i++) {
                        Term term = terms.get(i);
                        if (term.operand.equals(operand) && term.scale == 1 && scale == 1 && terms.size() + (slot == Slot.NONE ? 0 : 1) > 2) {
                            terms.set(i, new Term(operand, 2));
                            return;
                        }
                    }
                    terms.add(new Term(operand, scale));
                }
            }
        }

        boolean fits() {
            int scaled = 0;
            for (Term term : terms) {
                if (term.scale > LARGEST_SCALE || Integer.bitCount(term.scale) != 1) {
                    return false;
                }
                scaled += term.scale > 1 ? 1 : 0;
            }
            return terms.size() + (slot == Slot.NONE ? 0 : 1) <= 2 && scaled <= 1;
        }

        Sum without(Term gone) {
            Sum sum = new Sum();
            sum.displacement = displacement;
            sum.symbol = symbol;
            sum.slot = slot;
            for (Term term : terms) {
                if (term != gone) {
                    sum.terms.add(term);
                }
            }
            return sum;
        }
    }

    /** The place at that address plus a number of bytes, a word wide. */
    Operand.Memory of(exo86.ash.ir.Operand base, int offset) {
        Sum sum = new Sum();
        sum.displacement = offset;
        sum.add(base, 1);
        return memory(expand(sum));
    }

    /** What {@code left + right} is as an address. */
    Operand.Memory sum(exo86.ash.ir.Operand left, exo86.ash.ir.Operand right) {
        Sum sum = new Sum();
        sum.add(left, 1);
        sum.add(right, 1);
        return memory(expand(sum));
    }

    /** A value times 2, 3, 4, 5, 8 or 9, or plus itself. */
    Operand.Memory multiple(exo86.ash.ir.Operand value, int factor) {
        Operand.Register register = s.register(value);
        boolean odd = (factor & 1) == 1 || factor == 2;
        return new Operand.Memory(odd ? register.number() : Registers.NONE, register.number(), odd ? factor - 1 : factor, 0, "", Slot.NONE, 32);
    }

    private Sum expand(Sum start) {
        Sum sum = start;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Term term : sum.terms) {
                Sum larger = expand(sum, term);
                if (larger != sum) {
                    sum = larger;
                    changed = true;
                    break;
                }
            }
        }
        return sum;
    }

    private Sum expand(Sum sum, Term term) {
        if (!(term.operand instanceof Value value) || s.needed(value) || s.facts.isNext(value) || !(s.facts.definition(value) instanceof Instruction.Binary binary)) {
            return sum;
        }
        // In another block somebody takes the sum from a register, and nobody its value alone: to take it apart here would keep both.
        if (s.facts.home(value) != s.block() && s.facts.inRegister(value) && binary.right() instanceof Constant && binary.left() instanceof Value left && !s.facts.inRegister(left)) {
            return sum;
        }
        Sum larger = sum.without(term);
        boolean constant = binary.right().isConstant();
        if (!constant && binary.left().isConstant() && binary.operator() != BinaryOperator.ADD || !constant && !near(value)) {
            return sum;
        }
        switch (binary.operator()) {
            case ADD -> {
                larger.add(binary.left(), term.scale);
                larger.add(binary.right(), term.scale);
            }
            case SUB -> {
                if (!(binary.right() instanceof Constant(int number))) {
                    return sum;
                }
                larger.add(binary.left(), term.scale);
                larger.displacement -= number * term.scale;
            }
            case SHL -> {
                if (!(binary.right() instanceof Constant(int number)) || number < 0 || number > 3 || !near(value)) {
                    return sum;
                }
                larger.add(binary.left(), term.scale << number);
            }
            case MUL -> {
                if (!(binary.right() instanceof Constant(int number)) || !near(value) || number < 2 || number > 9) {
                    return sum;
                }
                if (Integer.bitCount(number) == 1) {
                    larger.add(binary.left(), term.scale * number);
                } else if (Integer.bitCount(number - 1) == 1 && term.scale == 1) {
                    larger.add(binary.left(), 1);
                    larger.terms.add(new Term(binary.left(), number - 1));
                } else {
                    return sum;
                }
            }
            default -> {
                return sum;
            }
        }
        return larger.fits() ? larger : sum;
    }

    /** It is computed as often as it is used here: not hoisted out of a loop. */
    private boolean near(Value value) {
        return s.facts.home(value) == s.block() || s.facts.uses(value) == 1 && s.facts.depth(s.facts.home(value)) == s.facts.depth(s.block());
    }

    private Operand.Memory memory(Sum sum) {
        int base = Registers.NONE;
        int index = Registers.NONE;
        int scale = 1;
        for (Term term : sum.terms) {
            int register = s.register(term.operand).number();
            if (term.scale > 1 || base != Registers.NONE || sum.slot != Slot.NONE) {
                if (index != Registers.NONE) {
                    base = index;
                }
                index = register;
                scale = term.scale;
            } else {
                base = register;
            }
        }
        if (base == Registers.NONE && index != Registers.NONE && scale == 2 && sum.slot == Slot.NONE && sum.symbol.isEmpty()) {
            base = index;
            scale = 1;
        }
        return new Operand.Memory(base, index, scale, sum.displacement, sum.symbol, sum.slot, 32);
    }
}

package exo86.ash.opt;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Block;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Dominators;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Slot;
import exo86.ash.ir.SlotAddress;
import exo86.ash.ir.SymbolAddress;
import exo86.ash.ir.Value;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which accesses can touch the same bytes. An address is a root, a slot, a symbol or a value, plus a distance; computed from a slot or symbol it stays inside of
 * it. A slot is private if its address only serves accesses: then neither calls nor other roots reach it.
 */
final class Memory {
    private static final int UNKNOWN = Integer.MIN_VALUE;

    private final Bits bits;
    private final Set<Slot> shared = new HashSet<>();
    private final Optional<Distances> distances;

    Memory(Function function) {
        this(function, new Bits(function), Optional.empty());
    }

    /** One that knows bounds of indexes. The function's graph of blocks stays as it is while this is used. */
    static Memory withBounds(Function function, Dominators dominators) {
        Bits bits = new Bits(function);
        return new Memory(function, bits, Distances.matter(function, bits) ? Optional.of(new Distances(function, dominators, bits)) : Optional.empty());
    }

    private Memory(Function function, Bits bits, Optional<Distances> distances) {
        this.bits = bits;
        this.distances = distances;
        for (Block block : function.blocks()) {
            for (Instruction instruction : block.instructions()) {
                switch (instruction) {
                    case Instruction.Load load -> {
                    }
                    case Instruction.Store store -> share(store.value());
                    case Instruction.Copy copy -> {
                    }
                    case Instruction.Fill fill -> share(fill.word());
                    case Instruction.Binary binary -> {
                        // A sum is followed to the accesses that use it; anything else lets the address go.
                        if (binary.operator() != BinaryOperator.ADD) {
                            share(binary.left());
                            share(binary.right());
                        }
                    }
                    default -> instruction.operands().forEach(this::share);
                }
            }
            block.terminator().operands().forEach(this::share);
            for (Edge edge : block.terminator().edges()) {
                edge.arguments().forEach(this::share);
            }
        }
    }

    private void share(Operand operand) {
        if (root(operand).operand instanceof SlotAddress(Slot slot, int addend)) {
            shared.add(slot);
        }
    }

    /** Where an address comes from, and how far from there it is; {@link #UNKNOWN} if nobody knows. */
    private record Root(Operand operand, int distance) {
    }

    private Root root(Operand address) {
        Operand at = address;
        int distance = 0;
        for (int steps = 0; steps < 12; steps++) {
            switch (at) {
                case SlotAddress(Slot slot, int addend) -> {
                    return new Root(new SlotAddress(slot, 0), distance == UNKNOWN ? UNKNOWN : distance + addend);
                }
                case SymbolAddress(String symbol, int addend) -> {
                    return new Root(new SymbolAddress(symbol, 0), distance == UNKNOWN ? UNKNOWN : distance + addend);
                }
                default -> {
                }
            }
            if (!(bits.definition(at) instanceof Instruction.Binary sum) || sum.operator() != BinaryOperator.ADD) {
                break;
            }
            boolean left = isRooted(sum.left());
            if (sum.right() instanceof Constant(int number)) {
                distance = distance == UNKNOWN ? UNKNOWN : distance + number;
                at = sum.left();
            } else if (left != isRooted(sum.right())) {
                distance = UNKNOWN;
                at = left ? sum.left() : sum.right();
            } else {
                break;
            }
        }
        return new Root(at, distance);
    }

    private boolean isRooted(Operand operand) {
        Operand at = operand;
        for (int steps = 0; steps < 6; steps++) {
            if (at instanceof SlotAddress || at instanceof SymbolAddress) {
                return true;
            }
            if (!(bits.definition(at) instanceof Instruction.Binary sum) || sum.operator() != BinaryOperator.ADD) {
                return false;
            }
            if (sum.right() instanceof SlotAddress || sum.right() instanceof SymbolAddress) {
                return true;
            }
            at = sum.left();
        }
        return false;
    }

    /** Only this function's accesses reach it. */
    boolean isPrivate(Operand address) {
        return root(address).operand instanceof SlotAddress(Slot slot, int addend) && !shared.contains(slot);
    }

    /** Whether the instruction can change what the load reads. */
    boolean mayChange(Instruction write, Instruction.Load load) {
        return mayTouch(write, load.base(), load.offset(), load.width().bytes());
    }

    /** Whether the instruction can write to these bytes. */
    boolean mayTouch(Instruction write, Operand base, int offset, int size) {
        return switch (write) {
            case Instruction.Store store -> store.isVolatile() && !isPrivate(base)
                    || overlap(store.base(), store.offset(), store.width().bytes(), base, offset, size);
            case Instruction.Copy copy -> overlap(copy.to(), 0, copy.size(), base, offset, size);
            case Instruction.Fill fill -> overlap(fill.to(), 0, fill.size(), base, offset, size);
            default -> Effects.isFence(write) && !isPrivate(base);
        };
    }

    /** Whether two pieces of memory can have a byte in common. */
    boolean overlap(Operand a, int offsetA, int sizeA, Operand b, int offsetB, int sizeB) {
        return overlapByRoots(a, offsetA, sizeA, b, offsetB, sizeB) && distances.filter(d -> d.apart(a, offsetA, sizeA, b, offsetB, sizeB)).isEmpty();
    }

    private boolean overlapByRoots(Operand a, int offsetA, int sizeA, Operand b, int offsetB, int sizeB) {
        Root first = root(a);
        Root second = root(b);
        if (first.operand.equals(second.operand)) {
            if (first.distance == UNKNOWN || second.distance == UNKNOWN) {
                return true;
            }
            long startA = (long) first.distance + offsetA;
            long startB = (long) second.distance + offsetB;
            return startA < startB + sizeB && startB < startA + sizeA;
        }
        boolean knownA = !(first.operand instanceof Value);
        boolean knownB = !(second.operand instanceof Value);
        if (knownA && knownB) {
            return false;
        }
        return !(knownA && isPrivate(a) || knownB && isPrivate(b));
    }
}

package exo86.ash.opt;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Block;
import exo86.ash.ir.Condition;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Dominators;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.UnaryOperator;
import exo86.ash.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Proves {@code a - b <= c} of words as numbers without sign, after "ABCD: Eliminating Array Bounds Checks on Demand" (Bodík, Gupta, Sarkar): from the goal backwards
 * through {@link Facts}, definitions and block parameters. Of a loop's parameter the claim is assumed for the turn before; a circle that asks for no more than
 * was assumed is harmless.
 *
 * <p>Sums may wrap around: {@code x + k} is at most the exact sum and {@code x - k} at least the exact difference whatever happens; the other two need a
 * proof that nothing wraps. The other side of a claim about a block parameter must not change from turn to turn, so it has to be defined above the block.
 */
final class Prover {
    private static final int DEPTH = 20;
    private static final int FUEL = 400;

    private final Dominators dominators;
    private final Facts facts;
    private final Bits bits;
    private final Block[] home;
    private final boolean[] parameter;
    private final Map<Value, List<Value>> differences = new HashMap<>();
    private final Map<Value, List<Value>> complements = new HashMap<>();
    private final Map<List<Operand>, Long> assumed = new HashMap<>();
    private int fuel;

    Prover(Function function, Dominators dominators) {
        this(function, dominators, new Bits(function));
    }

    Prover(Function function, Dominators dominators, Bits bits) {
        this.dominators = dominators;
        facts = new Facts(dominators);
        this.bits = bits;
        home = new Block[function.valueCount()];
        parameter = new boolean[function.valueCount()];
        for (Block block : dominators.order()) {
            block.parameters().forEach(value -> {
                home[value.id()] = block;
                parameter[value.id()] = true;
            });
            for (Instruction instruction : block.instructions()) {
                instruction.results().forEach(value -> home[value.id()] = block);
                if (instruction instanceof Instruction.Binary(BinaryOperator op, Value result, Value from, Value what, var at) && op == BinaryOperator.SUB) {
                    differences.computeIfAbsent(from, v -> new ArrayList<>()).add(result);
                }
                if (instruction instanceof Instruction.Binary(BinaryOperator op, Value result, Constant from, Value what, var at) && op == BinaryOperator.SUB) {
                    complements.computeIfAbsent(what, v -> new ArrayList<>()).add(result);
                }
            }
            block.terminator().results().forEach(value -> home[value.id()] = block);
        }
    }

    /** A place in the program: before an instruction of a block, with what an edge or a choice says in addition. */
    private record Place(Block block, int index, List<Facts.Fact> extra) {
    }

    /** Whether the condition always holds before the instruction of that number in the block. */
    boolean holds(Condition condition, Operand a, Operand b, Block block, int index) {
        Place at = new Place(block, index, List.of());
        return switch (condition) {
            case ULT -> proves(a, b, -1, at);
            case ULE -> proves(a, b, 0, at);
            case UGT -> proves(b, a, -1, at);
            case UGE -> proves(b, a, 0, at);
            case NE -> proves(a, b, -1, at) || proves(b, a, -1, at);
            case EQ -> extended(a, b, at) || proves(a, b, 0, at) && proves(b, a, 0, at);
            case SLT, SLE, SGT, SGE -> proves(a, Facts.ZERO, Integer.MAX_VALUE, at) && proves(b, Facts.ZERO, Integer.MAX_VALUE, at)
                    && holds(unsigned(condition), a, b, block, index);
        };
    }

    private static Condition unsigned(Condition condition) {
        return switch (condition) {
            case SLT -> Condition.ULT;
            case SLE -> Condition.ULE;
            case SGT -> Condition.UGT;
            default -> Condition.UGE;
        };
    }

    /** Whether the operand never exceeds a number at that place. */
    boolean atMost(Operand a, long most, Block block, int index) {
        return proves(a, Facts.ZERO, most, new Place(block, index, List.of()));
    }

    /** One is the other extended with zeros, and small enough. */
    private boolean extended(Operand a, Operand b, Place at) {
        return bits.definition(a) instanceof Instruction.Unary(UnaryOperator op, var r, Operand x, var where) && x.equals(b)
                && (op == UnaryOperator.ZX8 && proves(b, Facts.ZERO, 0xFF, at) || op == UnaryOperator.ZX16 && proves(b, Facts.ZERO, 0xFFFF, at));
    }

    private boolean proves(Operand a, Operand b, long c, Place at) {
        fuel = FUEL;
        assumed.clear();
        return prove(a, b, c, at, DEPTH);
    }

    private boolean prove(Operand left, Operand right, long bound, Place at, int depth) {
        long c = bound;
        Operand a = left;
        Operand b = right;
        if (a instanceof Constant(int number)) {
            c -= Integer.toUnsignedLong(number);
            a = Facts.ZERO;
        }
        if (b instanceof Constant(int number)) {
            c += Integer.toUnsignedLong(number);
            b = Facts.ZERO;
        }
        boolean noLeft = a == Facts.ZERO;
        boolean noRight = b == Facts.ZERO;
        if (a.equals(b) || noLeft) {
            if (c >= 0) {
                return true;
            }
            if (a.equals(b)) {
                return false;
            }
        } else if (bits.most(a) <= c) {
            return true;
        }
        if (noRight && c < 0 || c <= -(1L << 32) || depth == 0 || --fuel < 0) {
            return false;
        }
        return !noLeft && a instanceof Value value && above(value, b, c, at, depth - 1)
                || !noRight && b instanceof Value bottom && below(a, bottom, c, at, depth - 1);
    }

    /** By what bounds {@code a} from above. */
    private boolean above(Value a, Operand b, long c, Place at, int depth) {
        for (Facts.Fact fact : at.extra) {
            if (fact.left().equals(a) && prove(fact.right(), b, c - fact.most(), at, depth)) {
                return true;
            }
        }
        for (Facts.Fact fact : facts.upper(a)) {
            if (facts.holds(fact, at.block, at.index) && prove(fact.right(), b, c - fact.most(), at, depth)) {
                return true;
            }
        }
        if (a.id() < parameter.length && parameter[a.id()]) {
            return throughEdges(a, a, b, c, depth);
        }
        return switch (bits.definition(a)) {
            case Instruction.Binary i -> binaryAbove(i, b, c, at, depth);
            case Instruction.Unary(UnaryOperator op, var r, Operand x, var where) when op == UnaryOperator.ZX8 || op == UnaryOperator.ZX16 ->
                prove(x, b, c, at, depth);
            case Instruction.Select i -> prove(i.then(), b, c, chosen(i, true, at), depth) && prove(i.otherwise(), b, c, chosen(i, false, at), depth);
            case null -> false;
            default -> false;
        };
    }

    private boolean binaryAbove(Instruction.Binary i, Operand b, long c, Place at, int depth) {
        Operand x = i.left();
        Operand y = i.right();
        return switch (i.operator()) {
            case ADD -> {
                if (y instanceof Constant(int k)) {
                    yield k >= 0 ? prove(x, b, c - k, at, depth)
                            : prove(Facts.ZERO, x, k, at, depth) && prove(x, b, c - k, at, depth);
                }
                yield plus(x, y, b, c, at, depth) || plus(y, x, b, c, at, depth)
                        || b instanceof Value whole && (rest(x, y, whole, c, at, depth) || rest(y, x, whole, c, at, depth))
                        || b == Facts.ZERO && (rest(x, y, c, at, depth) || rest(y, x, c, at, depth));
            }
            case SUB -> prove(y, x, 0, at, depth) && (prove(x, b, c, at, depth) || b == Facts.ZERO && prove(x, y, c, at, depth));
            case AND -> prove(x, b, c, at, depth) || prove(y, b, c, at, depth);
            case SHR, UDIV -> prove(x, b, c, at, depth) || halved(i) && x.equals(b) && c >= -1 && prove(Facts.ZERO, x, -1, at, depth)
                    || halved(i) && b == Facts.ZERO && i.operator() == BinaryOperator.SHR && i.right() instanceof Constant(int count)
                            && c < 1L << 32 - count && prove(x, b, (c + 1 << count) - 1, at, depth);
            case UREM -> prove(y, b, c + 1, at, depth) || prove(x, b, c, at, depth);
            case SHL -> b == Facts.ZERO && y instanceof Constant(int count) && prove(x, b, c >> (count & 31), at, depth);
            case MUL -> b == Facts.ZERO && y instanceof Constant(int factor) && factor > 0 && prove(x, b, c / factor, at, depth);
            default -> false;
        };
    }

    /** {@code x + y} is at most x and the most that y can be. */
    private boolean plus(Operand x, Operand y, Operand b, long c, Place at, int depth) {
        if (bits.most(y) < Bits.MOST && prove(x, b, c - bits.most(y), at, depth)) {
            return true;
        }
        if (y instanceof Value value) {
            for (Facts.Fact fact : facts.upper(value)) {
                if (fact.right() == Facts.ZERO && facts.holds(fact, at.block, at.index) && prove(x, b, c - fact.most(), at, depth)) {
                    return true;
                }
            }
            long most = suspected(value);
            return most < Bits.MOST && prove(x, b, c - most, at, depth) && prove(value, Facts.ZERO, most, at, depth);
        }
        return false;
    }

    /** Whether {@code x + y} does not wrap. */
    private boolean isExact(Operand x, Operand y, Place at, int depth) {
        return plus(x, y, Facts.ZERO, Bits.MOST, at, depth) || plus(y, x, Facts.ZERO, Bits.MOST, at, depth) || rest(x, y, Bits.MOST, at, depth)
                || rest(y, x, Bits.MOST, at, depth);
    }

    /** A number that a block parameter may never exceed, from what its edges bring at first sight: still to be proved. */
    private long suspected(Value value) {
        if (value.id() >= parameter.length || !parameter[value.id()]) {
            return Bits.MOST;
        }
        Block block = home[value.id()];
        int place = block.parameters().indexOf(value);
        long most = dominators.predecessors(block).isEmpty() ? Bits.MOST : 0;
        for (Block predecessor : dominators.predecessors(block)) {
            for (Edge edge : predecessor.terminator().edges()) {
                if (edge.block() == block) {
                    most = Math.max(most, atFirstSight(edge.arguments().get(place), predecessor, edge));
                }
            }
        }
        return most;
    }

    private long atFirstSight(Operand operand, Block block, Edge edge) {
        long most = bits.most(operand);
        if (operand instanceof Value value) {
            for (Facts.Fact fact : facts.ofEdge(block.terminator(), edge, block, Integer.MAX_VALUE)) {
                most = fact.left().equals(value) && fact.right() == Facts.ZERO ? Math.min(most, fact.most()) : most;
            }
            for (Facts.Fact fact : facts.upper(value)) {
                most = fact.right() == Facts.ZERO && facts.holds(fact, block, Integer.MAX_VALUE) ? Math.min(most, fact.most()) : most;
            }
        }
        return most;
    }

    /** Divided by 2 or more: less than before, unless that was 0. */
    private static boolean halved(Instruction.Binary i) {
        return i.right() instanceof Constant(int number) && (i.operator() == BinaryOperator.SHR ? number > 0 && number < 32 : number > 1);
    }

    /** {@code x + y - whole <= c} because of a difference {@code d = whole - x} that does not wrap and {@code y - d <= c}. */
    private boolean rest(Operand x, Operand y, Value whole, long c, Place at, int depth) {
        for (Value difference : differences.getOrDefault(whole, List.of())) {
            Instruction.Binary i = (Instruction.Binary) bits.definition(difference);
            if (i != null && i.right().equals(x) && dominators.dominates(home[difference.id()], at.block) && prove(x, whole, 0, at, depth)
                    && prove(y, difference, c, at, depth)) {
                return true;
            }
        }
        return false;
    }

    /** {@code x + y <= c} because of a difference {@code d = k - x} that does not wrap and {@code y - d <= c - k}. */
    private boolean rest(Operand x, Operand y, long c, Place at, int depth) {
        for (Value difference : x instanceof Value value ? complements.getOrDefault(value, List.<Value>of()) : List.<Value>of()) {
            if (bits.definition(difference) instanceof Instruction.Binary i && i.left() instanceof Constant(int k)
                    && dominators.dominates(home[difference.id()], at.block) && prove(y, difference, c - Integer.toUnsignedLong(k), at, depth)
                    && prove(x, Facts.ZERO, Integer.toUnsignedLong(k), at, depth)) {
                return true;
            }
        }
        return false;
    }

    /** By what bounds {@code b} from below. */
    private boolean below(Operand a, Value b, long c, Place at, int depth) {
        for (Facts.Fact fact : at.extra) {
            if (fact.right().equals(b) && prove(a, fact.left(), c - fact.most(), at, depth)) {
                return true;
            }
        }
        for (Facts.Fact fact : facts.lower(b)) {
            if (facts.holds(fact, at.block, at.index) && prove(a, fact.left(), c - fact.most(), at, depth)) {
                return true;
            }
        }
        if (b.id() < parameter.length && parameter[b.id()]) {
            return throughEdges(b, a, b, c, depth);
        }
        return switch (bits.definition(b)) {
            case Instruction.Binary(BinaryOperator op, var r, Operand x, Constant(int k), var where) when op == BinaryOperator.ADD ->
                k < 0 ? prove(a, x, c + k, at, depth) : prove(x, Facts.ZERO, Bits.MOST - k, at, depth) && prove(a, x, c + k, at, depth);
            case Instruction.Binary(BinaryOperator op, var r, Operand x, Operand y, var where) when op == BinaryOperator.ADD ->
                isExact(x, y, at, depth) && (prove(a, x, c, at, depth) || prove(a, y, c, at, depth));
            case Instruction.Binary(BinaryOperator op, var r, Operand x, Operand y, var where) when op == BinaryOperator.SUB && a == Facts.ZERO ->
                prove(y, x, c, at, depth);
            case Instruction.Select i -> prove(a, i.then(), c, chosen(i, true, at), depth) && prove(a, i.otherwise(), c, chosen(i, false, at), depth);
            case null -> false;
            default -> false;
        };
    }

    private Place chosen(Instruction.Select i, boolean then, Place at) {
        List<Facts.Fact> extra = new ArrayList<>(at.extra);
        facts.of(then ? i.condition() : i.condition().negate(), i.left(), i.right(), at.block, at.index, extra);
        return new Place(at.block, at.index, extra);
    }

    /** The claim about a block parameter, one of the two sides, follows if it holds of what each edge brings. */
    private boolean throughEdges(Value subject, Operand a, Operand b, long c, int depth) {
        Block block = home[subject.id()];
        Operand other = subject == a ? b : a;
        List<Block> predecessors = dominators.predecessors(block);
        if (predecessors.isEmpty() || other instanceof Value value && !isAbove(value, block)) {
            return false;
        }
        List<Operand> claim = List.of(a, b);
        Long before = assumed.get(claim);
        if (before != null) {
            return c >= before;
        }
        assumed.put(claim, c);
        int place = block.parameters().indexOf(subject);
        boolean holds = true;
        for (int p = 0; p < predecessors.size() && holds; p++) {
            Block predecessor = predecessors.get(p);
            if (predecessors.indexOf(predecessor) < p) {
                continue;
            }
            Terminator terminator = predecessor.terminator();
            for (Edge edge : terminator.edges()) {
                if (edge.block() == block && holds) {
                    Place end = new Place(predecessor, Integer.MAX_VALUE, facts.ofEdge(terminator, edge, predecessor, Integer.MAX_VALUE));
                    Operand argument = edge.arguments().get(place);
                    holds = subject == a ? prove(argument, b, c, end, depth) : prove(a, argument, c, end, depth);
                }
            }
        }
        assumed.remove(claim);
        return holds;
    }

    /** Defined before the block, so the same in all its turns. */
    private boolean isAbove(Value value, Block block) {
        Block defined = value.id() < home.length ? home[value.id()] : null;
        return defined != null && defined != block && dominators.dominates(defined, block);
    }
}

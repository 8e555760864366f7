package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Invocation;
import exo86.ash.ir.Mapping;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The longest end that two blocks have in common, found from the back: instructions that do the same with operands that are the same or correspond. Two
 * operands correspond if instructions of the tail that correspond define them, or if they can be brought as one parameter.
 */
final class CommonTail {
    /** More words than this, besides those that the edges bring anyway, would not find registers on their way. */
    private static final int MOST_PARAMETERS = 2;

    private record Pair(Operand first, Operand second) {
    }

    private final Block first;
    private final Block second;
    private final List<Instruction> firstCode;
    private final List<Instruction> secondCode;
    /** Words that differ and that nothing in the tail so far defines. */
    private final Set<Pair> open = new HashSet<>();
    private final Map<Value, Value> partners = new HashMap<>();
    private final Map<Value, Value> opposite = new HashMap<>();
    private List<Pair> parameters = List.of();
    private int length;

    private CommonTail(Block first, Block second) {
        this.first = first;
        this.second = second;
        firstCode = first.instructions().stream().filter(i -> !(i instanceof Instruction.Debug)).toList();
        secondCode = second.instructions().stream().filter(i -> !(i instanceof Instruction.Debug)).toList();
    }

    /**
     * @param first goes on to the same place as {@code second}
     * @param outside the values that other blocks than the one that defines them read
     */
    static CommonTail of(Block first, Block second, Outside outside) {
        CommonTail tail = new CommonTail(first, second);
        tail.compare(outside);
        return tail;
    }

    Block first() {
        return first;
    }

    Block second() {
        return second;
    }

    /** In instructions, the debugger's words and the terminator not counted. */
    int length() {
        return length;
    }

    // Comparison

    private void compare(Outside outside) {
        if (!correspond(words(first.terminator()), words(second.terminator()), true)) {
            return;
        }
        int most = open.size() + MOST_PARAMETERS;
        for (int n = 1; n <= Math.min(firstCode.size(), secondCode.size()); n++) {
            Instruction a = firstCode.get(firstCode.size() - n);
            Instruction b = secondCode.get(secondCode.size() - n);
            if (!a.at().sameLine(b.at()) || !isAlike(a, b) || !define(a, b, outside) || !correspond(a.operands(), b.operands(), a instanceof Instruction.Call)) {
                return;
            }
            if (open.size() <= most) {
                length = n;
                parameters = open.stream().sorted(java.util.Comparator.comparing(Pair::toString)).toList();
            }
        }
    }

    private static List<Operand> words(Terminator end) {
        return end instanceof Terminator.Jump jump ? jump.to().arguments() : end.operands();
    }

    /** Whether the results can be the same words; they need not be brought any more. */
    private boolean define(Instruction a, Instruction b, Outside outside) {
        for (int i = 0; i < a.results().size(); i++) {
            Value one = a.results().get(i);
            Value other = b.results().get(i);
            if (outside.contains(one) || outside.contains(other) || !join(one, other)) {
                return false;
            }
            open.remove(new Pair(one, other));
            // Opposite a number too, one of them would have to be brought to where it is made.
            if (open.stream().anyMatch(pair -> pair.first.equals(one) || pair.second.equals(other))) {
                return false;
            }
        }
        return true;
    }

    /** @param brought whether numbers may differ too, for they are put into registers anyway */
    private boolean correspond(List<Operand> a, List<Operand> b, boolean brought) {
        for (int i = 0; i < a.size(); i++) {
            Operand one = a.get(i);
            Operand other = b.get(i);
            if (one.equals(other)) {
                continue;
            }
            boolean fits = one instanceof Value x && other instanceof Value y ? join(x, y) : brought;
            if (!fits) {
                return false;
            }
            open.add(new Pair(one, other));
        }
        return true;
    }

    /** Each word has one partner. */
    private boolean join(Value one, Value other) {
        return partners.computeIfAbsent(one, x -> other) == other && opposite.computeIfAbsent(other, y -> one) == one;
    }

    private static boolean isAlike(Instruction a, Instruction b) {
        if (a.operands().size() != b.operands().size() || a.results().size() != b.results().size()) {
            return false;
        }
        return switch (a) {
            case Instruction.Unary i -> b instanceof Instruction.Unary j && i.operator() == j.operator();
            case Instruction.Binary i -> b instanceof Instruction.Binary j && i.operator() == j.operator();
            case Instruction.Trapping i -> b instanceof Instruction.Trapping j && i.operator() == j.operator() && i.reason().equals(j.reason());
            case Instruction.Wide i -> b instanceof Instruction.Wide j && i.operator() == j.operator() && i.reason().equals(j.reason());
            case Instruction.Compare i -> b instanceof Instruction.Compare j && i.condition() == j.condition();
            case Instruction.WideLess i -> b instanceof Instruction.WideLess j && i.signed() == j.signed();
            case Instruction.Select i -> b instanceof Instruction.Select j && i.condition() == j.condition();
            case Instruction.Load i -> b instanceof Instruction.Load j && i.width() == j.width() && i.offset() == j.offset() && i.isVolatile() == j.isVolatile();
            case Instruction.Store i -> b instanceof Instruction.Store j && i.width() == j.width() && i.offset() == j.offset() && i.isVolatile() == j.isVolatile();
            case Instruction.Copy i -> b instanceof Instruction.Copy j && i.size() == j.size();
            case Instruction.Fill i -> b instanceof Instruction.Fill j && i.size() == j.size();
            case Instruction.Check i -> b instanceof Instruction.Check j && i.condition() == j.condition() && i.reason().equals(j.reason());
            case Instruction.Call i -> b instanceof Instruction.Call j && isAlike(i.call(), j.call());
            case Instruction.Intrinsic i -> b instanceof Instruction.Intrinsic j && i.builtin() == j.builtin();
            case Instruction.Debug i -> false;
        };
    }

    private static boolean isAlike(Invocation a, Invocation b) {
        return a.callee().equals(b.callee()) && a.registers() == b.registers() && a.popped() == b.popped() && a.clobbers() == b.clobbers() && a.type().equals(b.type());
    }

    // The shared block

    /** Puts the tail into a block of its own, to which both now jump. */
    Block share(Function function) {
        Block made = function.newBlock();
        Map<Pair, Operand> names = new HashMap<>();
        for (Pair pair : parameters) {
            Value name = function.newValue();
            names.put(pair, name);
            made.parameters().add(name);
        }
        List<Instruction> mine = cut(first);
        List<Instruction> others = cut(second);
        Set<Value> defined = new HashSet<>();
        int at = 0;
        for (int i = 0; i < mine.size();) {
            Instruction instruction = mine.get(i++);
            Instruction other = others.get(at++);
            made.instructions().add(instruction.map(inTurn(instruction.operands(), other.operands(), names)));
            defined.addAll(instruction.results());
            List<Instruction.Debug> told = new ArrayList<>();
            List<Instruction.Debug> toldToo = new ArrayList<>();
            i = words(mine, i, told);
            at = words(others, at, toldToo);
            tell(told, toldToo, names, defined, made);
        }
        made.end(first.terminator().map(inTurn(words(first.terminator()), words(second.terminator()), names)));
        first.end(new Terminator.Jump(new Edge(made, parameters.stream().map(Pair::first).toList()), first.terminator().at()));
        second.end(new Terminator.Jump(new Edge(made, parameters.stream().map(Pair::second).toList()), second.terminator().at()));
        return made;
    }

    /** Takes the tail off a block. */
    private List<Instruction> cut(Block block) {
        List<Instruction> all = block.instructions();
        int start = all.size();
        for (int left = length; left > 0; start--) {
            left -= all.get(start - 1) instanceof Instruction.Debug ? 0 : 1;
        }
        List<Instruction> tail = List.copyOf(all.subList(start, all.size()));
        block.replaceInstructions(new ArrayList<>(all.subList(0, start)));
        return tail;
    }

    /** The words for the debugger from a place on, and where they end. */
    private static int words(List<Instruction> code, int from, List<Instruction.Debug> into) {
        int at = from;
        while (at < code.size() && code.get(at) instanceof Instruction.Debug debug) {
            into.add(debug);
            at++;
        }
        return at;
    }

    /** The operands as they are in both, one after the other. */
    private static Mapping inTurn(List<Operand> mine, List<Operand> others, Map<Pair, Operand> names) {
        Iterator<Operand> one = mine.iterator();
        Iterator<Operand> other = others.iterator();
        return operand -> {
            Operand expected = one.next();
            if (!expected.equals(operand)) {
                throw new IllegalStateException("operands out of order: " + operand);
            }
            return names.getOrDefault(new Pair(operand, other.next()), operand);
        };
    }

    /** What both say of a variable is kept; what they say differently, or one alone, is not known here. */
    private void tell(List<Instruction.Debug> mine, List<Instruction.Debug> others, Map<Pair, Operand> names, Set<Value> defined, Block into) {
        List<Instruction.Debug> open = new ArrayList<>(others);
        for (Instruction.Debug debug : mine) {
            Optional<Instruction.Debug> same = open.stream().filter(o -> o.variable().equals(debug.variable()) && o.offset() == debug.offset()).findFirst();
            same.ifPresent(open::remove);
            Optional<Operand> value = debug.value().flatMap(x -> same.flatMap(Instruction.Debug::value).flatMap(y -> both(x, y, names, defined)));
            into.instructions().add(new Instruction.Debug(debug.variable(), debug.offset(), value, debug.at()));
        }
        open.forEach(debug -> into.instructions().add(debug.lost()));
    }

    private Optional<Operand> both(Operand x, Operand y, Map<Pair, Operand> names, Set<Value> defined) {
        if (x.equals(y) || x instanceof Value value && defined.contains(value) && partners.get(value) == y) {
            return Optional.of(x);
        }
        return Optional.ofNullable(names.get(new Pair(x, y)));
    }
}

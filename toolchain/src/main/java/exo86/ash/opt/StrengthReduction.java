package exo86.ash.opt;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Block;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Dominators;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Position;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a loop computes as a multiple of its counter is counted itself: {@code base + i * 128} becomes a word that grows by 128 in each turn.
 *
 * <p>On IA-32 most of what could be reduced is free where it stands, as a part of an address, and each word that is counted takes one of seven
 * registers and one instruction a turn. So a chain of instructions is replaced only if it takes two or more that no address can swallow (a shift by more
 * than 3 counts twice, for the counter must be kept), in blocks that each turn passes, and if registers are left. The counter itself stays, although
 * its test could be made on the new word: whoever debugs the loop wants to see it. Bench: matmul.
 *
 * <p>It runs last, because to what looks for bounds and for equal addresses a pointer that grows says less than a counter.
 */
final class StrengthReduction implements Pass {
    /** Values alive from turn to turn, the new ones included, of seven registers; four survive calls; a copy takes some on its way. */
    private static final int REGISTERS = 5;
    private static final int SAVED_REGISTERS = 4;
    private static final int TO_COPY = 2;

    @Override
    public boolean run(Function function) {
        if (function.blocks().stream().noneMatch(StrengthReduction::multiplies)) {
            return false;
        }
        Dominators dominators = Dominators.of(function);
        Loops loops = Loops.of(dominators);
        boolean changed = false;
        for (Loops.Loop loop : loops.innermostFirst()) {
            if (loop.header() != function.entry() && loop.blocks().stream().anyMatch(StrengthReduction::multiplies)) {
                changed |= new Reduction(function, loops, loop, dominators).run();
            }
        }
        return changed;
    }

    private static boolean multiplies(Block block) {
        return block.instructions().stream().anyMatch(i -> i instanceof Instruction.Binary b && (b.operator() == BinaryOperator.MUL || isLongShift(b)));
    }

    private static boolean isLongShift(Instruction.Binary i) {
        return i.operator() == BinaryOperator.SHL && i.right() instanceof Constant(int count) && count > 3 && count < 32;
    }

    private static final class Reduction {
        private final Function function;
        private final Loops loops;
        private final Loops.Loop loop;
        private final Dominators dominators;
        private final Set<Value> inside = new HashSet<>();
        private final Map<Value, LinearForm> forms = new LinkedHashMap<>();
        private final Map<Value, Instruction.Binary> definitions = new HashMap<>();
        private final Map<Value, Block> homes = new HashMap<>();
        private final Map<Value, Integer> growths = new HashMap<>();
        /** Of each word with a form: the words with forms that are made of it, and whether anything else wants it, as an address or as such. */
        private final Map<Value, Set<Value>> parts = new HashMap<>();
        private final Set<Value> addresses = new HashSet<>();
        private final Set<Value> wanted = new HashSet<>();

        Reduction(Function function, Loops loops, Loops.Loop loop, Dominators dominators) {
            this.function = function;
            this.loops = loops;
            this.loop = loop;
            this.dominators = dominators;
        }

        boolean run() {
            for (Block block : loop.blocks()) {
                inside.addAll(block.parameters());
                block.instructions().forEach(instruction -> inside.addAll(instruction.results()));
                inside.addAll(block.terminator().results());
            }
            loop.header().parameters().forEach(parameter -> forms.put(parameter, LinearForm.of(parameter)));
            dominators.order().stream().filter(loop::contains).forEach(this::findForms);
            loop.header().parameters().forEach(this::findGrowth);
            forms.values().removeIf(form -> !growths.containsKey(form.induction().orElseThrow()));
            if (definitions.keySet().stream().noneMatch(forms::containsKey)) {
                return false;
            }
            function.blocks().forEach(this::findUses);
            boolean changed = false;
            for (List<Value> group : groups()) {
                Set<Value> dying = dying(group);
                if (saved(group, dying) > 0 && hasRoom(forms.get(group.getFirst()), dying)) {
                    replace(group);
                    dying.forEach(this::drop);
                    changed = true;
                }
            }
            return changed;
        }

        // Forms

        private void findForms(Block block) {
            for (Instruction instruction : block.instructions()) {
                if (instruction instanceof Instruction.Binary binary) {
                    form(binary).filter(form -> !form.isInvariant()).ifPresent(form -> {
                        forms.put(binary.result(), form);
                        definitions.put(binary.result(), binary);
                        homes.put(binary.result(), block);
                    });
                }
            }
        }

        private Optional<LinearForm> form(Instruction.Binary i) {
            Optional<LinearForm> left = form(i.left());
            Optional<LinearForm> right = form(i.right());
            if (left.isEmpty() || right.isEmpty()) {
                return Optional.empty();
            }
            return switch (i.operator()) {
                case ADD -> left.get().plus(right.get(), 1);
                case SUB -> left.get().plus(right.get(), -1);
                case SHL -> i.right() instanceof Constant(int count) ? left.get().times(1 << count) : Optional.empty();
                case MUL -> i.right() instanceof Constant(int number) ? left.get().times(number)
                        : i.right() instanceof Value value && right.get().isInvariant() ? left.get().times(value)
                        : i.left() instanceof Value value && left.get().isInvariant() ? right.get().times(value) : Optional.empty();
                default -> Optional.empty();
            };
        }

        private Optional<LinearForm> form(Operand operand) {
            return operand instanceof Value value && inside.contains(value) ? Optional.ofNullable(forms.get(value)) : Optional.of(LinearForm.invariant(operand));
        }

        /** By how much a parameter of the header grows in each turn, if that is the same number in all. */
        private void findGrowth(Value parameter) {
            int place = loop.header().parameters().indexOf(parameter);
            Set<Integer> found = new HashSet<>();
            for (Block latch : loop.latches()) {
                for (Edge edge : latch.terminator().edges()) {
                    if (edge.block() == loop.header()) {
                        LinearForm next = edge.arguments().get(place) instanceof Value value ? forms.get(value) : null;
                        boolean counts = next != null && next.isParallel(LinearForm.of(parameter));
                        found.add(counts ? next.constant() : 0);
                    }
                }
            }
            if (found.size() == 1 && !found.contains(0)) {
                growths.put(parameter, found.iterator().next());
            }
        }

        // Uses

        private void findUses(Block block) {
            for (Instruction instruction : block.instructions()) {
                boolean linear = instruction instanceof Instruction.Binary binary && forms.containsKey(binary.result());
                for (Operand operand : instruction.operands()) {
                    if (linear && operand instanceof Value value) {
                        parts.computeIfAbsent(value, v -> new HashSet<>()).add(instruction.results().getFirst());
                    } else if (operand instanceof Value value && forms.containsKey(value)) {
                        wanted.add(value);
                    }
                }
                switch (instruction) {
                    case Instruction.Load load when load.base() instanceof Value value -> addresses.add(value);
                    case Instruction.Store store when store.base() instanceof Value value && !value.equals(store.value()) -> addresses.add(value);
                    default -> {
                    }
                }
            }
            note(block.terminator().operands());
            block.terminator().edges().forEach(edge -> note(edge.arguments()));
        }

        private void note(List<Operand> operands) {
            for (Operand operand : operands) {
                if (operand instanceof Value value) {
                    wanted.add(value);
                    addresses.remove(value);
                }
            }
        }

        /** The words that are wanted as such, those together that are always equally far apart. */
        private List<List<Value>> groups() {
            List<List<Value>> groups = new ArrayList<>();
            for (Value value : definitions.keySet().stream().sorted(java.util.Comparator.comparingInt(Value::id)).toList()) {
                LinearForm form = forms.get(value);
                if (form == null || !wanted.contains(value) || !form.isComputable() || form.factor() == 1 && form.by().isEmpty()) {
                    continue;
                }
                groups.stream().filter(group -> forms.get(group.getFirst()).isParallel(form)).findFirst().orElseGet(() -> {
                    groups.add(new ArrayList<>());
                    return groups.getLast();
                }).add(value);
            }
            return groups;
        }

        /** What nobody would want any more without these. */
        private Set<Value> dying(List<Value> group) {
            Set<Value> dying = new HashSet<>(group);
            Deque<Value> open = new ArrayDeque<>(group);
            while (!open.isEmpty()) {
                for (Operand operand : definitions.get(open.pop()).operands()) {
                    if (operand instanceof Value value && definitions.containsKey(value) && !wanted.contains(value)
                            && dying.containsAll(parts.getOrDefault(value, Set.of())) && dying.add(value)) {
                        open.push(value);
                    }
                }
            }
            return dying;
        }

        private void drop(Value value) {
            definitions.remove(value);
            forms.remove(value);
            parts.values().forEach(users -> users.remove(value));
        }

        // Gain

        /** Instructions that a turn would have less. */
        private int saved(List<Value> group, Set<Value> dying) {
            int before = 0;
            int sums = 0;
            for (Value value : dying) {
                if (loop.latches().stream().allMatch(latch -> dominators.dominates(homes.get(value), latch))) {
                    Instruction.Binary i = definitions.get(value);
                    boolean kept = !(i.left() instanceof Value left && dying.contains(left));
                    switch (i.operator()) {
                        case MUL -> before += !i.right().isConstant() && kept ? 2 : i.right().is(3) || i.right().is(5) || i.right().is(9) ? 0 : 1;
                        case SHL -> before += !isLongShift(i) ? 0 : kept ? 2 : 1;
                        default -> sums += i.left().isConstant() || i.right().isConstant() ? 0 : 1;
                    }
                }
            }
            int after = 1;
            for (Value value : group) {
                boolean here = forms.get(value).constant() == forms.get(group.getFirst()).constant();
                after += here || addresses.contains(value) ? 0 : 1;
            }
            return before + Math.max(0, sums - group.size()) - after;
        }

        /** Whether the loop has registers for the new words. */
        private boolean hasRoom(LinearForm form, Set<Value> dying) {
            Set<Value> alive = new HashSet<>();
            boolean calls = false;
            boolean copies = false;
            for (Block block : loop.blocks()) {
                boolean header = loops.innermostFirst().stream().anyMatch(inner -> inner.header() == block);
                if (header) {
                    alive.addAll(block.parameters());
                }
                for (Instruction instruction : block.instructions()) {
                    calls |= instruction instanceof Instruction.Call;
                    copies |= instruction instanceof Instruction.Copy;
                    boolean gone = instruction instanceof Instruction.Binary binary && dying.contains(binary.result());
                    if (!gone) {
                        addOutside(instruction.operands(), alive);
                    }
                }
                calls |= block.terminator() instanceof Terminator.Attempt;
                addOutside(block.terminator().operands(), alive);
                block.terminator().edges().forEach(edge -> addOutside(edge.arguments(), alive));
            }
            int added = form.by().isPresent() ? 2 : 1;
            return alive.size() + added + (copies ? TO_COPY : 0) <= (calls ? SAVED_REGISTERS : REGISTERS);
        }

        private void addOutside(List<Operand> operands, Set<Value> alive) {
            for (Operand operand : operands) {
                if (operand instanceof Value value && !inside.contains(value)) {
                    alive.add(value);
                }
            }
        }

        // Replacement

        private void replace(List<Value> group) {
            LinearForm form = forms.get(group.getFirst());
            Value induction = form.induction().orElseThrow();
            int place = loop.header().parameters().indexOf(induction);
            Position at = definitions.get(group.getFirst()).at();
            Block before = LoopInvariants.preheader(function, loop);
            loops.innermostFirst().stream().filter(outer -> outer != loop && outer.contains(loop.header())).forEach(outer -> outer.blocks().add(before));
            Edge entry = before.terminator().edges().getFirst();
            Operand first = form.compute(entry.arguments().get(place), function, before.instructions(), at);
            Operand step = form.step(growths.get(induction), function, before.instructions(), at);
            Value counted = function.newValue();
            inside.add(counted);
            loop.header().parameters().add(counted);
            before.end(before.terminator().withEdges(List.of(with(entry, first))));
            Set<Value> near = new HashSet<>(Set.of(counted));
            Substitution substitution = new Substitution(function);
            for (Value value : group) {
                Instruction.Binary definition = definitions.get(value);
                int distance = forms.get(value).constant() - form.constant();
                Block home = homes.get(value);
                if (distance == 0) {
                    home.instructions().removeIf(i -> i.results().contains(value));
                    substitution.put(value, counted);
                } else {
                    near.add(value);
                    home.instructions().replaceAll(i -> i.results().contains(value)
                            ? new Instruction.Binary(BinaryOperator.ADD, value, counted, Operand.of(distance), definition.at()) : i);
                }
            }
            substitution.apply(function);
            for (Block latch : loop.latches()) {
                Value next = function.newValue();
                inside.add(next);
                latch.instructions().add(placeFor(latch, induction, near), new Instruction.Binary(BinaryOperator.ADD, next, counted, step, at));
                latch.end(latch.terminator().withEdges(latch.terminator().edges().stream()
                        .map(edge -> edge.block() == loop.header() ? with(edge, next) : edge).toList()));
            }
        }

        private static Edge with(Edge edge, Operand argument) {
            List<Operand> arguments = new ArrayList<>(edge.arguments());
            arguments.add(argument);
            return new Edge(edge.block(), arguments);
        }

        /** Behind the last use of the word, and if that may be in front of the counter's own step, so that a test of that one finds the flags it left. */
        private int placeFor(Block latch, Value induction, Set<Value> near) {
            List<Instruction> code = latch.instructions();
            for (int i = code.size() - 1; i >= 0; i--) {
                Instruction instruction = code.get(i);
                LinearForm form = instruction.results().isEmpty() ? null : forms.get(instruction.results().getFirst());
                if (instruction.operands().stream().anyMatch(near::contains)) {
                    break;
                }
                if (form != null && form.isParallel(LinearForm.of(induction))) {
                    return i;
                }
            }
            return code.size();
        }
    }
}
